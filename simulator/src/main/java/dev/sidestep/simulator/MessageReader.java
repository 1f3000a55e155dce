package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the messages of a chat: their roles, their order around tool calls, and how much they are. Throws
/// [RefusedRequest].
final class MessageReader {
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool", "function");
    private static final Map<String, Set<String>> PARTS = Map.of(
            "user", Set.of("text", "image_url", "input_audio", "file"),
            "assistant", Set.of("text", "refusal"));
    private static final Set<String> NOT_AT_GROQ = Set.of("input_audio", "file");
    private static final Pattern IMAGE = Pattern.compile("data:image/(png|jpeg|jpg|gif|webp)[;,]");
    private static final int MAX_ID_CHARACTERS = 40;
    private static final int MAX_NAME_CHARACTERS = 64;
    private static final int CHARACTERS_PER_TOKEN = 4;
    private static final int TOKENS_PER_MESSAGE = 3; // what a chat template puts around a message
    private static final int TOKENS_PER_IMAGE = 765; // of 1024 x 1024, in detail

    private final Dialect dialect;
    private final Set<String> openToolCalls = new LinkedHashSet<>();
    private long tokens;
    private boolean hasImages;
    private String lastText = "";
    private String lastRole = "";

    /// What was read.
    record Messages(long tokens, boolean hasImages, String lastText, boolean lastIsTool) {}

    private MessageReader(Dialect dialect) {
        this.dialect = dialect;
    }

    static Messages read(JsonNode messages, Dialect dialect) {
        if (messages.isMissingNode() || messages.isNull()) {
            throw RefusedRequest.of(
                    "Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
        }
        if (!messages.isArray()) {
            throw ChatReader.wrongType("messages", "an array of objects", messages);
        }
        if (messages.isEmpty()) {
            throw RefusedRequest.of(
                    "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array "
                            + "instead.",
                    "messages",
                    "empty_array");
        }
        var reader = new MessageReader(dialect);
        for (int i = 0; i < messages.size(); i++) {
            reader.message(messages.get(i), "messages[" + i + "]");
        }
        reader.requireNoOpenToolCalls("messages");
        return new Messages(reader.tokens, reader.hasImages, reader.lastText, reader.lastRole.equals("tool"));
    }

    static long tokensOf(JsonNode json) {
        return Math.ceilDiv(json.toString().length(), CHARACTERS_PER_TOKEN);
    }

    private void message(JsonNode message, String at) {
        if (!message.isObject()) {
            throw ChatReader.wrongType(at, "an object", message);
        }
        var role = message.path("role").asText("");
        if (!ROLES.contains(role)) {
            throw ChatReader.invalidValue(
                    at + ".role", role, "'system', 'assistant', 'user', 'function', 'tool', and 'developer'");
        }
        if (dialect == Dialect.GROQ && message.hasNonNull("name")) {
            throw RefusedRequest.of("property 'name' is unsupported", at + ".name", null);
        }
        requireName(message, at);
        if (role.equals("tool")) {
            closeToolCall(message, at);
        } else {
            requireNoOpenToolCalls(at + ".role");
        }
        lastText = content(ChatReader.present(message, "content"), role, at);
        lastRole = role;
        tokens += TOKENS_PER_MESSAGE + Math.ceilDiv(lastText.length(), CHARACTERS_PER_TOKEN);
        toolCalls(message, role, at);
    }

    private void requireName(JsonNode message, String at) {
        var name = message.path("name");
        if (name.isTextual() && !name.textValue().matches("[^\\s<|\\\\/>]{1,64}")) {
            throw RefusedRequest.of(
                    "Invalid '" + at + ".name': string does not match pattern. Expected a string that matches the "
                            + "pattern '^[^\\s<|\\\\/>]+$'.",
                    at + ".name",
                    "invalid_value");
        }
    }

    private void closeToolCall(JsonNode message, String at) {
        var id = message.path("tool_call_id");
        if (!id.isTextual()) {
            throw RefusedRequest.of(
                    "Missing required parameter: '" + at + ".tool_call_id'.",
                    at + ".tool_call_id",
                    "missing_required_parameter");
        }
        if (!openToolCalls.remove(id.textValue())) {
            throw RefusedRequest.of(
                    "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with "
                            + "'tool_calls'.",
                    at + ".role",
                    null);
        }
    }

    private void requireNoOpenToolCalls(String at) {
        if (!openToolCalls.isEmpty()) {
            throw RefusedRequest.of(
                    "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
                            + "'tool_call_id'. The following tool_call_ids did not have response messages: "
                            + String.join(", ", openToolCalls),
                    at,
                    null);
        }
    }

    private void toolCalls(JsonNode message, String role, String at) {
        var calls = ChatReader.present(message, "tool_calls");
        boolean assistant = role.equals("assistant");
        boolean silent = !message.hasNonNull("content") && !message.hasNonNull("refusal") && !message.has("audio");
        boolean calling = assistant && (!calls.isMissingNode() || message.has("function_call"));
        if (silent && !calling) {
            throw RefusedRequest.of("Invalid value for 'content': expected a string, got null.", at + ".content", null);
        }
        if (calls.isMissingNode()) {
            return;
        }
        if (!assistant || !calls.isArray() || calls.isEmpty()) {
            throw RefusedRequest.of("Invalid '" + at + ".tool_calls'.", at + ".tool_calls", "invalid_value");
        }
        for (int i = 0; i < calls.size(); i++) {
            toolCall(calls.get(i), at + ".tool_calls", i);
        }
    }

    private void toolCall(JsonNode call, String list, int index) {
        var at = list + "[" + index + "]";
        var name = call.path("function").path("name");
        @Nullable String id = call.path("id").textValue();
        if (id == null
                || !name.isTextual()
                || !call.path("function").path("arguments").isTextual()) {
            throw RefusedRequest.of(
                    "Missing required parameter in '" + list + "': id, function.name and function.arguments are "
                            + "required.",
                    list,
                    "missing_required_parameter");
        }
        requireShort(id, at + ".id", MAX_ID_CHARACTERS);
        requireShort(name.textValue(), at + ".function.name", MAX_NAME_CHARACTERS);
        if (!name.textValue().matches("[a-zA-Z0-9_-]+")) {
            throw RefusedRequest.of(
                    "Invalid '" + at + ".function.name': string does not match pattern. Expected a string that matches "
                            + "the pattern '^[a-zA-Z0-9_-]+$'.",
                    at + ".function.name",
                    "invalid_value");
        }
        openToolCalls.add(id);
        tokens += tokensOf(call);
    }

    static void requireShort(String text, String at, int most) {
        if (text.length() > most) {
            throw RefusedRequest.of(
                    "Invalid '" + at + "': string too long. Expected a string with maximum length " + most
                            + ", but got a string with length " + text.length() + " instead.",
                    at,
                    "string_above_max_length");
        }
    }

    private String content(JsonNode content, String role, String at) {
        if (content.isMissingNode()) {
            return "";
        }
        if (content.isTextual()) {
            return content.textValue();
        }
        if (!content.isArray() || content.isEmpty()) {
            throw ChatReader.wrongType(at + ".content", "one of a string or array of objects", content);
        }
        var text = new StringBuilder();
        for (int i = 0; i < content.size(); i++) {
            text.append(part(content.get(i), role, at + ".content[" + i + "]"));
        }
        return text.toString();
    }

    private String part(JsonNode part, String role, String at) {
        var type = part.path("type").asText("");
        requireAllowed(type, role, at);
        return switch (type) {
            case "image_url" -> {
                image(part.path("image_url").path("url"), at + ".image_url.url");
                yield "";
            }
            case "input_audio" -> {
                audio(part.path("input_audio"), at + ".input_audio");
                yield "";
            }
            case "file" -> {
                file(part.path("file"), at + ".file");
                yield "";
            }
            case String words -> part.path(words).asText("");
        };
    }

    private void requireAllowed(String type, String role, String at) {
        if (type.equals("image_url") && !role.equals("user")) {
            var message = at.replaceFirst("\\.content.*", "");
            throw RefusedRequest.of(
                    "Invalid '" + message + "'. Image URLs are only allowed for messages with role 'user', but this "
                            + "message with role '" + role + "' contains an image URL.",
                    message,
                    "invalid_value");
        }
        var allowed = PARTS.getOrDefault(role, Set.of("text"));
        boolean elsewhere = dialect == Dialect.GROQ && NOT_AT_GROQ.contains(type);
        if (!allowed.contains(type) || elsewhere) {
            throw ChatReader.invalidValue(
                    at + ".type",
                    type,
                    "'" + String.join("', '", allowed.stream().sorted().toList()) + "'");
        }
    }

    private void image(JsonNode url, String at) {
        if (!url.isTextual()) {
            throw RefusedRequest.of("Missing required parameter: '" + at + "'.", at, "missing_required_parameter");
        }
        boolean inline = url.textValue().startsWith("data:");
        if (inline && !IMAGE.matcher(url.textValue()).lookingAt()) {
            throw RefusedRequest.of(
                    "You uploaded an unsupported image. Please make sure your image has of one the following formats: "
                            + "['png', 'jpeg', 'gif', 'webp'].",
                    at,
                    "invalid_image_format");
        }
        if (!inline && !url.textValue().matches("https?://.*")) {
            throw RefusedRequest.of(
                    "Invalid '" + at + "'. Expected a valid URL, but got a value with an invalid format.",
                    at,
                    "invalid_image_url");
        }
        hasImages = true;
        tokens += TOKENS_PER_IMAGE;
    }

    private static void audio(JsonNode audio, String at) {
        if (!audio.path("data").isTextual()) {
            throw RefusedRequest.of(
                    "Missing required parameter: '" + at + ".data'.", at + ".data", "missing_required_parameter");
        }
        var format = audio.path("format").asText("");
        if (!Set.of("wav", "mp3").contains(format)) {
            throw ChatReader.invalidValue(at + ".format", format, "'wav' and 'mp3'");
        }
    }

    private static void file(JsonNode file, String at) {
        if (file.hasNonNull("file_id")) {
            throw new RefusedRequest(
                    404, "No such File object: " + file.path("file_id").asText(), "invalid_request_error", "id", null);
        }
        if (!file.path("file_data").asText("").startsWith("data:")) {
            throw RefusedRequest.of(
                    "Invalid '" + at + ".file_data'. Expected a base64-encoded data URL with an application/pdf MIME "
                            + "type (e.g. 'data:application/pdf;base64,aGVsbG8='), but got a value without the 'data:' "
                            + "prefix.",
                    at + ".file_data",
                    "invalid_value");
        }
    }
}

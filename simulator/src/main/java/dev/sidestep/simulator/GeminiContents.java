package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads the contents of a generateContent request: roles, parts, function calls with their responses, signatures.
/// Throws [RefusedRequest].
final class GeminiContents {
    private static final String CONTENTS = "* GenerateContentRequest.contents";
    private static final String PLACEHOLDER = "skip_thought_signature_validator"; // documented
    private static final Set<String> DATA = Set.of(
            "text",
            "inlineData",
            "fileData",
            "functionCall",
            "functionResponse",
            "executableCode",
            "codeExecutionResult",
            "toolCall",
            "toolResponse");
    private static final String MIME =
            "(image/(png|jpeg|webp|heic|heif|gif)|audio/[a-z0-9.+-]+|video/[a-z0-9.+-]+|application/pdf|text/[a-z0-9.+-]+)";
    private static final String FILES = "https://generativelanguage\\.googleapis\\.com/.*/files/.*";
    private static final String VIDEOS = "https://(www\\.)?(youtube\\.com/watch\\?v=|youtu\\.be/).*";
    private static final int TOKENS_PER_IMAGE = 258;

    private final JsonNode contents;
    private final Seal seal;
    private final GeminiRules rules;

    /// What was read.
    record Read(long tokens, boolean hasImages, String lastText, boolean lastIsTool) {}

    private GeminiContents(JsonNode contents, Seal seal) {
        this.contents = contents;
        this.seal = seal;
        this.rules = GeminiRules.of(seal.model());
    }

    static Read read(JsonNode contents, Seal seal) {
        if (contents.isEmpty()) {
            throw GeminiReader.refused(CONTENTS + ": contents is not specified");
        }
        return new GeminiContents(contents, seal).read();
    }

    private Read read() {
        long tokens = 0;
        boolean images = false;
        for (int i = 0; i < contents.size(); i++) {
            role(contents.get(i));
            var parts = contents.get(i).path("parts");
            if (parts.isEmpty()) {
                throw GeminiReader.refused(CONTENTS + "[" + i + "].parts: contents.parts must not be empty.");
            }
            for (int j = 0; j < parts.size(); j++) {
                part(parts.get(j), CONTENTS + "[" + i + "].parts[" + j + "].");
                images |= parts.get(j)
                        .path("inlineData")
                        .path("mimeType")
                        .asText()
                        .startsWith("image/");
                tokens += tokens(parts.get(j));
            }
            requireOrder(i);
        }
        requireEnds();
        requireSignatures();
        var last = contents.get(contents.size() - 1);
        return new Read(tokens, images, text(last), count(last, "functionResponse") > 0);
    }

    private static long tokens(JsonNode part) {
        return part.has("inlineData") ? TOKENS_PER_IMAGE : MessageReader.tokensOf(part);
    }

    private static void role(JsonNode content) {
        if (!Set.of("user", "model", "function", "")
                .contains(content.path("role").asText(""))) {
            throw GeminiReader.refused("Please use a valid role: user, model.");
        }
    }

    private void part(JsonNode part, String at) {
        var kinds = DATA.stream().filter(part::has).toList();
        boolean silent = part.path("text").asText("").isEmpty() && !part.has("thoughtSignature");
        if (kinds.isEmpty() && !part.has("thoughtSignature") || kinds.equals(List.of("text")) && silent) {
            throw GeminiReader.refused(at + "data: required oneof field 'data' must have one initialized field");
        }
        if (kinds.size() > 1) {
            throw GeminiReader.refused("Invalid value at '" + at.substring(at.indexOf("contents"))
                    + "data' (oneof), oneof field 'data' is already set. Cannot set '" + kinds.getLast() + "'");
        }
        inlineData(part.path("inlineData"), at);
        fileData(part.path("fileData"));
        call(part.path("functionCall"), at);
        response(part.path("functionResponse"), at);
        if (part.has("thoughtSignature")) {
            requireOwn(part.path("thoughtSignature").asText());
        }
    }

    private static void inlineData(JsonNode data, String at) {
        if (data.isMissingNode()) {
            return;
        }
        var mime = data.path("mimeType").asText("");
        if (!mime.matches(MIME)) {
            throw GeminiReader.refused(
                    mime.isEmpty() ? at + "inline_data.mime_type: must be set" : "Unsupported MIME type: " + mime);
        }
        if (data.path("data").asText("").isEmpty()) {
            throw GeminiReader.refused(at + "inline_data.data: must not be empty");
        }
    }

    private static void fileData(JsonNode file) {
        var uri = file.path("fileUri").asText("");
        if (file.isMissingNode() || uri.matches(VIDEOS)) {
            return;
        }
        throw uri.matches(FILES)
                ? new RefusedRequest(
                        403,
                        "You do not have permission to access the File " + uri.replaceFirst(".*/files/", "")
                                + " or it may not exist.",
                        "PERMISSION_DENIED",
                        null,
                        null)
                : GeminiReader.refused("Unsupported file URI type: " + uri + ". File URI must be a File API (e.g., "
                        + "https://generativelanguage.googleapis.com/files/<id>) or Youtube (e.g., "
                        + "https://www.youtube.com/watch?v=<id>).");
    }

    private static void call(JsonNode call, String at) {
        if (!call.isMissingNode() && call.path("name").asText("").isEmpty()) {
            throw GeminiReader.refused(at + "function_call.name: Name cannot be empty.");
        }
        if (call.has("args") && !call.path("args").isObject()) {
            throw GeminiReader.refused("Invalid value at '" + at.substring(at.indexOf("contents"))
                    + "function_call.args' (type.googleapis.com/google.protobuf.Struct), " + call.path("args"));
        }
    }

    private static void response(JsonNode response, String at) {
        if (response.isMissingNode()) {
            return;
        }
        if (response.path("name").asText("").isEmpty()) {
            throw GeminiReader.refused(at + "function_response.name: Name cannot be empty.");
        }
        if (!response.path("response").isObject()) {
            throw GeminiReader.refused("Invalid value at '" + at.substring(at.indexOf("contents"))
                    + "function_response.response' (type.googleapis.com/google.protobuf.Struct), "
                    + response.path("response"));
        }
    }

    private void requireOrder(int index) {
        int responses = count(contents.get(index), "functionResponse");
        int calls = index == 0 ? 0 : count(contents.get(index - 1), "functionCall");
        if (calls > 0 && responses != calls) {
            throw GeminiReader.refused(
                    "Please ensure that the number of function response parts is equal to the number "
                            + "of function call parts of the function call turn.");
        }
        if (responses > 0 && calls == 0) {
            throw GeminiReader.refused(
                    "Please ensure that function response turn comes immediately after a function " + "call turn.");
        }
        boolean afterModel = index > 0 && isModel(contents.get(index - 1));
        if (count(contents.get(index), "functionCall") > 0 && (index == 0 || afterModel)) {
            throw GeminiReader.refused("Please ensure that function call turn comes immediately after a user turn or "
                    + "after a function response turn.");
        }
    }

    private void requireEnds() {
        if (isModel(contents.get(0))) {
            throw GeminiReader.refused("Please ensure that multiturn requests start with a user role.");
        }
        if (isModel(contents.get(contents.size() - 1))) {
            throw GeminiReader.refused(
                    "Please ensure that multiturn requests ends with a user role or a function response.");
        }
    }

    private static boolean isModel(JsonNode content) {
        return content.path("role").asText().equals("model");
    }

    private void requireOwn(String signature) {
        var standard = signature.replace('_', '/').replace('-', '+'); // both alphabets of base64 are welcome
        boolean placeholder = rules.signsCalls() && standard.equals(PLACEHOLDER.replace('_', '/'));
        if (!placeholder && !seal.issued(standard)) {
            throw GeminiReader.refused("Corrupted thought signature.");
        }
    }

    /// In the current turn, which begins with the user's last words, each step's first call carries its signature.
    private void requireSignatures() {
        if (!rules.signsCalls()) {
            return;
        }
        for (int i = currentTurn(); i < contents.size(); i++) {
            for (var part : contents.get(i).path("parts")) {
                if (part.has("functionCall")) {
                    requireSigned(part, i);
                    break;
                }
            }
        }
    }

    private int currentTurn() {
        for (int i = contents.size() - 1; i > 0; i--) {
            if (!isModel(contents.get(i)) && count(contents.get(i), "functionResponse") == 0) {
                return i;
            }
        }
        return 0;
    }

    private static void requireSigned(JsonNode part, int index) {
        if (!part.has("thoughtSignature")) {
            throw GeminiReader.refused("Function call is missing a thought_signature in functionCall parts. This is "
                    + "required for tools to work correctly, and missing thought_signature may lead to degraded model "
                    + "performance. Additional data, function call `default_api:"
                    + part.path("functionCall").path("name").asText() + "` , position " + (index + 1)
                    + ". Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more details.");
        }
    }

    private static int count(JsonNode content, String kind) {
        int count = 0;
        for (var part : content.path("parts")) {
            count += part.has(kind) ? 1 : 0;
        }
        return count;
    }

    private static String text(JsonNode content) {
        var texts = new ArrayList<String>();
        for (var part : content.path("parts")) {
            if (part.has("text")) {
                texts.add(part.path("text").asText());
            } else if (part.has("functionResponse")) {
                texts.add(part.path("functionResponse").path("response").toString());
            }
        }
        return String.join("", texts);
    }
}

package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Reads the input items of a Responses request: messages, function calls with their outputs, reasoning. Throws
/// [RefusedRequest].
final class ResponsesItems {
    private static final Map<String, Set<String>> PARTS = Map.of(
            "user", Set.of("input_text", "input_image", "input_file", "input_audio"),
            "system", Set.of("input_text", "input_image", "input_file"),
            "developer", Set.of("input_text", "input_image", "input_file"),
            "assistant", Set.of("output_text", "refusal"));
    private static final Map<String, String> ID_PREFIXES =
            Map.of("message", "msg", "function_call", "fc", "function_call_output", "fc", "reasoning", "rs");
    private static final int MAX_CALL_ID_CHARACTERS = 64;
    private static final int MAX_NAME_CHARACTERS = 64;
    private static final int TOKENS_PER_IMAGE = 765;
    private static final int TOKENS_PER_ITEM = 3;

    private final Exchange exchange;
    private final ResponseStore store;
    private final Seal seal;
    private final Set<String> openCalls = new LinkedHashSet<>();
    private long tokens;
    private boolean image;
    private String lastText = "";
    private String lastType = "";

    /// What was read.
    record Read(long tokens, boolean hasImages, String lastText, boolean lastIsTool) {}

    private ResponsesItems(Exchange exchange, ResponseStore store, String model) {
        this.exchange = exchange;
        this.store = store;
        this.seal = exchange.seal(model);
    }

    /// @param own the items of the request itself
    /// @param all the same after those that came before
    static Read read(ArrayNode own, ArrayNode all, Exchange exchange, ResponseStore store, String model) {
        var items = new ResponsesItems(exchange, store, model);
        int before = all.size() - own.size();
        for (int i = 0; i < all.size(); i++) {
            var at = "input[" + Math.max(0, i - before) + "]";
            items.item(all.get(i), at, i >= before);
            if (i >= before) {
                items.requireReasoningKept(all, i);
            }
        }
        items.requireAnswered();
        return new Read(items.tokens, items.image, items.lastText, items.lastType.endsWith("_output"));
    }

    private void item(JsonNode item, String at, boolean isNew) {
        if (!item.isObject()) {
            throw ChatReader.wrongType(at, "an object", item);
        }
        var type = item.path("type").asText(item.has("role") ? "message" : "");
        if (isNew) {
            requireId(item, type, at);
        }
        tokens += TOKENS_PER_ITEM;
        lastType = type;
        switch (type) {
            case "message" -> message(item, at);
            case "function_call" -> call(item, at);
            case "function_call_output" -> output(item, at);
            case "reasoning" -> reasoning(item, isNew);
            case "item_reference" -> reference(item, at);
            case "" ->
                throw RefusedRequest.of(
                        "Missing required parameter: '" + at + ".type'.", at + ".type", "missing_required_parameter");
            case String known
            when known.matches("[a-z_]+_call(_output)?|mcp_[a-z_]+|compaction") ->
                tokens += MessageReader.tokensOf(item);
            case String other ->
                throw ChatReader.invalidValue(
                        at,
                        other,
                        "'message', 'function_call', 'function_call_output', 'reasoning', 'item_reference', …");
        }
    }

    private static void requireId(JsonNode item, String type, String at) {
        var id = item.path("id");
        var prefix = ID_PREFIXES.get(type);
        if (prefix != null && id.isTextual() && !id.textValue().startsWith(prefix)) {
            throw RefusedRequest.of(
                    "Invalid '" + at + ".id': '" + id.textValue() + "'. Expected an ID that begins with '" + prefix
                            + "'.",
                    at + ".id",
                    "invalid_value");
        }
        // What is encrypted stands for itself: Codex sends it without its id.
        if (type.equals("reasoning") && !id.isTextual() && !item.hasNonNull("encrypted_content")) {
            throw RefusedRequest.of(
                    "Missing required parameter: '" + at + ".id'.", at + ".id", "missing_required_parameter");
        }
    }

    private void message(JsonNode item, String at) {
        var role = item.path("role").asText("");
        var allowed = PARTS.get(role);
        if (allowed == null) {
            throw ChatReader.invalidValue(at + ".role", role, "'assistant', 'system', 'developer', and 'user'");
        }
        var content = item.path("content");
        if (content.isTextual()) {
            said(content.textValue());
            return;
        }
        if (!content.isArray()) {
            throw ChatReader.wrongType(at + ".content", "one of a string or array of objects", content);
        }
        var text = new StringBuilder();
        for (int i = 0; i < content.size(); i++) {
            text.append(part(content.get(i), allowed, at + ".content[" + i + "]"));
        }
        said(text.toString());
    }

    private void said(String text) {
        lastText = text;
        tokens += MessageReader.tokensOf(TextNode.valueOf(text));
    }

    private String part(JsonNode part, Set<String> allowed, String at) {
        var type = part.path("type").asText("");
        if (!allowed.contains(type)) {
            throw ChatReader.invalidValue(
                    at,
                    type,
                    "'" + String.join("', '", allowed.stream().sorted().toList()) + "'");
        }
        return switch (type) {
            case "input_image" -> {
                requireImage(part, at);
                yield "";
            }
            case "input_file" -> {
                requireFile(part, at);
                yield "";
            }
            case "refusal" -> part.path("refusal").asText("");
            case String _ -> text(part, at);
        };
    }

    private static String text(JsonNode part, String at) {
        if (part.path("type").asText().endsWith("_text") && !part.path("text").isTextual()) {
            throw RefusedRequest.of(
                    "Missing required parameter: '" + at + ".text'.", at + ".text", "missing_required_parameter");
        }
        return part.path("text").asText("");
    }

    private void requireImage(JsonNode part, String at) {
        image = true;
        tokens += TOKENS_PER_IMAGE;
        requireNoFile(part);
        var url = part.path("image_url");
        if (!url.isTextual()) {
            throw ChatReader.wrongType(at + ".image_url", "an image URL", url);
        }
        if (!url.textValue().matches("(?s)(https?://|data:image/(png|jpeg|jpg|gif|webp);base64,).*")) {
            throw RefusedRequest.of(
                    "Invalid '" + at + ".image_url'. Expected a valid URL, but got a value with an invalid format.",
                    at + ".image_url",
                    "invalid_value");
        }
    }

    private void requireFile(JsonNode part, String at) {
        requireNoFile(part);
        tokens += TOKENS_PER_IMAGE;
        if (!part.hasNonNull("file_data") && !part.hasNonNull("file_url")) {
            throw RefusedRequest.of(
                    "Missing required parameter: '" + at + ".file_data'.", at, "missing_required_parameter");
        }
    }

    /// Files belong to the account that has uploaded them; nobody uploads here.
    private static void requireNoFile(JsonNode part) {
        if (part.hasNonNull("file_id")) {
            throw new RefusedRequest(
                    404, "No such File object: " + part.path("file_id").asText(), "invalid_request_error", "id", null);
        }
    }

    private void call(JsonNode item, String at) {
        requireText(item, "call_id", at);
        requireText(item, "name", at);
        requireText(item, "arguments", at);
        var id = item.path("call_id").asText();
        MessageReader.requireShort(id, at + ".call_id", MAX_CALL_ID_CHARACTERS);
        requireName(item.path("name").asText(), at + ".name");
        openCalls.add(id);
        tokens += MessageReader.tokensOf(item);
    }

    private void output(JsonNode item, String at) {
        requireText(item, "call_id", at);
        var id = item.path("call_id").asText();
        if (!openCalls.remove(id)) {
            throw RefusedRequest.of(
                    "No tool call found for function call output with call_id " + id + ".", "input", null);
        }
        var output = item.path("output");
        if (!output.isTextual() && !output.isArray()) {
            throw ChatReader.wrongType(at + ".output", "one of a string or array of objects", output);
        }
        var text = new StringBuilder(output.asText(""));
        for (int i = 0; i < output.size(); i++) {
            text.append(part(output.get(i), PARTS.getOrDefault("user", Set.of()), at + ".output[" + i + "]"));
        }
        said(text.toString());
    }

    private static void requireText(JsonNode item, String field, String at) {
        if (!item.path(field).isTextual()) {
            throw RefusedRequest.of(
                    "Missing required parameter: '" + at + "." + field + "'.",
                    at + "." + field,
                    "missing_required_parameter");
        }
    }

    static void requireName(String name, String at) {
        MessageReader.requireShort(name, at, MAX_NAME_CHARACTERS);
        if (!name.matches("[a-zA-Z0-9_-]+")) {
            throw RefusedRequest.of(
                    "Invalid '" + at + "': string does not match pattern. Expected a string that matches the pattern "
                            + "'^[a-zA-Z0-9_-]+$'.",
                    at,
                    "invalid_value");
        }
    }

    /// What was encrypted is read by its issuer only; what was not must have been kept.
    private void reasoning(JsonNode item, boolean isNew) {
        var id = item.path("id").asText();
        var encrypted = item.path("encrypted_content");
        if (!isNew) {
            return;
        }
        boolean issued = id.isEmpty() ? seal.issued(encrypted.asText()) : seal.issued(id, encrypted.asText());
        if (encrypted.isTextual() && !issued) {
            throw new RefusedRequest(
                    400,
                    "The encrypted content for item " + id + " could not be verified. Reason: Encrypted content could "
                            + "not be decrypted or parsed.",
                    "invalid_request_error",
                    null,
                    "invalid_encrypted_content");
        }
        if (!encrypted.isTextual() && store.item(exchange, id).isEmpty()) {
            throw notFound(id);
        }
        tokens += MessageReader.tokensOf(item.path("summary"));
    }

    private static RefusedRequest notFound(String id) {
        return new RefusedRequest(
                404,
                "Item with id '" + id + "' not found. Items are not persisted when `store` is set to false. Try again "
                        + "with `store` set to true, or remove this item from your input.",
                "invalid_request_error",
                "input",
                null);
    }

    private void reference(JsonNode item, String at) {
        var id = item.path("id").asText("");
        var known = store.item(exchange, id).orElseThrow(() -> notFound(id));
        item(known, at, false);
    }

    /// Reasoning goes with what it led to: neither comes back alone.
    private void requireReasoningKept(ArrayNode all, int index) {
        var item = all.get(index);
        var id = item.path("id").asText("");
        boolean reasoning = item.path("type").asText().equals("reasoning");
        var next = index + 1 < all.size() ? all.get(index + 1) : item;
        boolean followed = index + 1 < all.size()
                && !next.path("role").asText().equals("user")
                && !next.path("type").asText().endsWith("_output");
        if (reasoning && !followed) {
            throw RefusedRequest.of(
                    "Item '" + id + "' of type 'reasoning' was provided without its required following item.",
                    "input",
                    null);
        }
        var needed = store.reasoningOf(exchange, id);
        if (needed.isPresent() && !contains(all, needed.get())) {
            throw RefusedRequest.of(
                    "Item '" + id + "' of type '" + item.path("type").asText("message")
                            + "' was provided without its required 'reasoning' item: '" + needed.get() + "'.",
                    "input",
                    null);
        }
    }

    private static boolean contains(ArrayNode all, String id) {
        for (var item : all) {
            if (item.path("id").asText("").equals(id)) {
                return true;
            }
        }
        return false;
    }

    private void requireAnswered() {
        if (!openCalls.isEmpty()) {
            throw RefusedRequest.of(
                    "No tool output found for function call "
                            + openCalls.iterator().next() + ".",
                    "input",
                    null);
        }
    }
}

package dev.sidestep.simulator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Reads the messages of a Messages request: roles, blocks, tool calls with their results, signatures. Throws
/// [RefusedRequest].
final class AnthropicMessages {
    private static final Set<String> ASSISTANT_BLOCKS =
            Set.of("text", "thinking", "redacted_thinking", "tool_use", "server_tool_use", "document");
    private static final Set<String> USER_BLOCKS =
            Set.of("text", "image", "document", "search_result", "tool_result", "container_upload");
    private static final String EXPECTED_TAGS = "'text', 'image', 'document', 'search_result', 'thinking', "
            + "'redacted_thinking', 'tool_use', 'tool_result', 'server_tool_use'";
    private static final String ID = "[a-zA-Z0-9_-]+";

    private final Seal seal;
    private final boolean current;
    private final boolean thinks;
    private final Set<String> toolUses = new HashSet<>();
    private final AnthropicBlocks blocks = new AnthropicBlocks();

    /// What was read.
    record Read(long tokens, boolean hasImages, String lastText, boolean lastIsTool) {}

    private AnthropicMessages(Seal seal, boolean current, boolean thinks) {
        this.seal = seal;
        this.current = current;
        this.thinks = thinks;
    }

    /// @param current whether the client declares the current version of the API
    static Read read(Input body, Seal seal, boolean current) {
        var messages = body.required("messages").elements();
        if (messages.isEmpty()) {
            throw Input.refused("messages: at least one message is required");
        }
        boolean thinks = body.at("thinking").at("type").text().equals("enabled");
        return new AnthropicMessages(seal, current, thinks).all(messages);
    }

    private Read all(List<Input> messages) {
        long tokens = 0;
        for (int i = 0; i < messages.size(); i++) {
            var message = messages.get(i);
            message.allow(Set.of("role", "content"));
            role(message, i == 0 ? "" : messages.get(i - 1).at("role").text());
            contents(message, i == messages.size() - 1);
            requireAnswered(messages, i);
            requireAsked(messages, i);
            tokens += blocks.tokensOf(message);
        }
        var last = messages.getLast();
        requireNoPrefill(last);
        requireThinkingStart(messages);
        boolean lastIsTool = !results(last).isEmpty();
        return new Read(tokens, blocks.sawImage(), blocks.textOf(last), lastIsTool);
    }

    private void role(Input message, String before) {
        var role = message.required("role");
        if (role.text().equals("system")) {
            requireSystemTurn(role, before);
        } else if (!Set.of("user", "assistant").contains(role.text())) {
            throw role.wrong("Input should be 'user' or 'assistant'");
        } else if (before.isEmpty() && role.text().equals("assistant")) {
            throw Input.refused("messages: first message must use the \"user\" role");
        }
    }

    private void requireSystemTurn(Input role, String before) {
        if (!ClaudeRules.SYSTEM_TURNS.isOf(seal.model())) {
            throw Input.refused("messages: Unexpected role \"system\". The Messages API accepts a top-level `system` "
                    + "parameter, not \"system\" as an input message role.");
        }
        if (!before.equals("user")) {
            throw role.wrong("a system message must directly follow a user message");
        }
    }

    private void contents(Input message, boolean last) {
        var content = message.required("content");
        boolean assistant = message.at("role").text().equals("assistant");
        if (content.isText()) {
            requireWords(content.text(), assistant, message);
            return;
        }
        var list = content.elements();
        if (list.isEmpty() && !assistant) {
            throw message.wrong("user messages must have non-empty content");
        }
        for (var block : list) {
            block(block, assistant);
        }
        requireSomethingToRead(list);
        if (last && assistant && !list.isEmpty()) {
            requireNoTrailingSpace(list.getLast().at("text").text());
        }
    }

    private static void requireWords(String text, boolean assistant, Input message) {
        if (text.isEmpty() && !assistant) {
            throw message.wrong("user messages must have non-empty content");
        }
        if (!text.isEmpty() && text.isBlank()) {
            throw Input.refused("messages: text content blocks must contain non-whitespace text");
        }
    }

    private static void requireNoTrailingSpace(String text) {
        if (!text.equals(text.stripTrailing())) {
            throw Input.refused("messages: final assistant content cannot end with trailing whitespace");
        }
    }

    /// White space alone is nothing to read; beside another block it passes.
    private static void requireSomethingToRead(List<Input> list) {
        if (list.size() == 1 && isBlankText(list.getFirst())) {
            throw Input.refused("messages: text content blocks must contain non-whitespace text");
        }
    }

    private static boolean isBlankText(Input block) {
        return block.at("type").text().equals("text") && block.at("text").text().isBlank();
    }

    private void block(Input block, boolean assistant) {
        block.requireObject();
        var type = block.required("type").text();
        boolean known = assistant
                ? ASSISTANT_BLOCKS.contains(type) || type.endsWith("_tool_result")
                : USER_BLOCKS.contains(type);
        if (!known && (ASSISTANT_BLOCKS.contains(type) || USER_BLOCKS.contains(type))) {
            throw block.wrong(
                    "`" + type + "` blocks are not permitted in " + (assistant ? "assistant" : "user") + " messages");
        }
        if (!known) {
            throw block.wrong("Input tag '" + type + "' found using 'type' does not match any of the expected tags: "
                    + EXPECTED_TAGS);
        }
        if (current && assistant && type.equals("document")) {
            throw block.wrong("`document` blocks are not permitted in assistant messages");
        }
        if (current && !assistant && block.at("citations").node().size() > 0 && type.equals("text")) {
            throw block.as("text").at("citations").wrong("citations are not permitted on user text blocks");
        }
        switch (type) {
            case "thinking" -> thinking(block);
            case "redacted_thinking" -> redacted(block);
            case "tool_use" -> toolUse(block);
            case String _ -> blocks.read(block, type);
        }
    }

    private void thinking(Input block) {
        var thinking = block.as("thinking");
        thinking.allow(Set.of("type", "thinking", "signature"));
        thinking.required("thinking").requireText();
        thinking.required("signature").requireText();
        if (!seal.signed(block.at("thinking").text(), block.at("signature").text())) {
            throw block.wrong("Invalid `signature` in `thinking` block");
        }
    }

    private void redacted(Input block) {
        var redacted = block.as("redacted_thinking");
        redacted.allow(Set.of("type", "data"));
        redacted.required("data").requireText();
        if (!seal.issued(block.at("data").text())) {
            throw block.wrong("Invalid `data` in `redacted_thinking` block");
        }
    }

    private void toolUse(Input block) {
        var use = block.as("tool_use");
        use.allow(Set.of("type", "id", "name", "input", "cache_control", "caller"));
        use.required("id").requireMatch(ID);
        use.required("name").requireMatch("[a-zA-Z0-9_-]{1,200}");
        use.required("input").requireObject();
        if (!toolUses.add(block.at("id").text())) {
            throw block.wrong("`tool_use` ids must be unique");
        }
    }

    private static void requireAnswered(List<Input> messages, int index) {
        var open = ids(messages.get(index), "tool_use", "id");
        if (open.isEmpty()) {
            return;
        }
        if (index + 1 < messages.size()) {
            open.removeAll(leadingResults(messages.get(index + 1)));
        }
        if (!open.isEmpty()) {
            throw messages.get(index)
                    .wrong("`tool_use` ids were found without `tool_result` blocks immediately after: "
                            + String.join(", ", open)
                            + ". Each `tool_use` block must have a corresponding `tool_result` block "
                            + "in the next message.");
        }
    }

    private static void requireAsked(List<Input> messages, int index) {
        var asked = index == 0 ? Set.<String>of() : ids(messages.get(index - 1), "tool_use", "id");
        for (var result : results(messages.get(index))) {
            if (!asked.contains(result.at("tool_use_id").text())) {
                throw result.wrong("unexpected `tool_use_id` found in `tool_result` blocks: "
                        + result.at("tool_use_id").text()
                        + ". Each `tool_result` block must have a corresponding `tool_use` block in the previous "
                        + "message.");
            }
        }
    }

    private static Set<String> leadingResults(Input message) {
        var ids = new HashSet<String>();
        if (message.at("content").node().isArray()) {
            for (var block : message.at("content").elements()) {
                if (!block.at("type").text().equals("tool_result")) {
                    break; // results come first
                }
                ids.add(block.at("tool_use_id").text());
            }
        }
        return ids;
    }

    private static Set<String> ids(Input message, String type, String field) {
        var ids = new LinkedHashSet<String>();
        message.at("content").node().forEach(block -> {
            if (block.path("type").asText().equals(type)) {
                ids.add(block.path(field).asText());
            }
        });
        return ids;
    }

    private static List<Input> results(Input message) {
        if (!message.at("content").node().isArray()) {
            return List.of();
        }
        var results = new ArrayList<Input>();
        for (var block : message.at("content").elements()) {
            if (block.at("type").text().equals("tool_result")) {
                results.add(block);
            }
        }
        return results;
    }

    private void requireNoPrefill(Input last) {
        boolean assistant = last.at("role").text().equals("assistant");
        if (assistant && (thinks || ClaudeRules.NO_PREFILL.isOf(seal.model()))) {
            throw Input.refused("This model does not support assistant message prefill. The conversation must end with "
                    + "a user message.");
        }
    }

    /// With manual thinking, the assistant's part of an open tool loop begins with what it thought.
    private void requireThinkingStart(List<Input> messages) {
        if (!thinks || results(messages.getLast()).isEmpty()) {
            return;
        }
        int start = messages.size() - 2;
        while (start > 1 && !results(messages.get(start - 1)).isEmpty()) {
            start -= 2;
        }
        var first = messages.get(Math.max(start, 1)).at("content").elements().getFirst();
        var type = first.at("type").text();
        if (!type.equals("thinking") && !type.equals("redacted_thinking")) {
            throw first.at("type")
                    .wrong("Expected `thinking` or `redacted_thinking`, but found `" + type
                            + "`. When `thinking` is enabled, a final `assistant` message must start with a thinking block "
                            + "(preceeding the lastmost set of `tool_use` and `tool_result` blocks). We recommend you include "
                            + "thinking blocks from previous turns. To avoid this requirement, disable `thinking`. Please "
                            + "consult our documentation at "
                            + "https://docs.claude.com/en/docs/build-with-claude/extended-thinking");
        }
    }
}

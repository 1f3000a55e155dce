package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.format.Findings;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.JsonCursor;

/// Finds what the messages of a call need, and what the API refuses in them. Used once.
final class MessageScan {
    private static final String CONTENT = "a text or an array of content blocks";

    private final Findings findings;
    private final Version version;
    private String lastRole = "";
    private Facts last = new Facts();

    MessageScan(Findings findings, Version version) {
        this.findings = findings;
        this.version = version;
    }

    /// What a message's content has, seen before its role may be known. Indexes of blocks; -1 for none.
    private static final class Facts {
        int document = -1;
        int citedText = -1;
        int toolCall = -1;
        int toolResult = -1;
        /// The type of the last block; empty where there is none.
        String lastType = "";
        boolean hasContent;
    }

    /// Consumes `messages`.
    void read(JsonCursor cursor) {
        Findings.require(cursor, JsonToken.START_ARRAY, "messages", "an array");
        int index = 0;
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            String where = "messages[" + index + "]";
            Findings.require(cursor, JsonToken.START_OBJECT, where, "an object");
            message(cursor, where);
            index++;
        }
        if (index == 0) {
            throw new InvalidRequestException("messages must not be empty", "messages");
        }
        if (lastRole.equals("assistant")) {
            goesOn();
        }
    }

    /// Consumes `system`.
    void system(JsonCursor cursor) {
        if (cursor.peek() == JsonToken.VALUE_NULL) {
            cursor.skip();
            return;
        }
        content(cursor, "system", new Facts());
    }

    /// The model is to go on with its own last words, or with what its provider's tools did meanwhile.
    private void goesOn() {
        switch (last.lastType) {
            case "" -> {
                // An empty message is nothing to go on with.
            }
            case "text" -> findings.add(Feature.PREFILL);
            case "tool_use", "thinking", "redacted_thinking" -> {
                // The provider refuses it, or a result is made up.
            }
            default -> findings.add(Feature.ANTHROPIC_API);
        }
    }

    private void message(JsonCursor cursor, String where) {
        findings.addMessage();
        Facts facts = new Facts();
        String role = "";
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            switch (cursor.name()) {
                case "role" -> role = cursor.textOrEmpty();
                case "content" -> {
                    content(cursor, where + ".content", facts);
                    facts.hasContent = true;
                }
                default -> findings.addText(cursor.skip());
            }
        }
        require(role, facts, where);
        lastRole = role;
        last = facts;
    }

    private void require(String role, Facts facts, String where) {
        boolean isUser = role.equals("user");
        boolean isAssistant = role.equals("assistant");
        if (!isUser && !isAssistant && !role.equals("system")) {
            throw new InvalidRequestException(where + ".role must be user, assistant or system", where + ".role");
        }
        if (!facts.hasContent) {
            throw new InvalidRequestException(where + ".content is missing", where + ".content");
        }
        refuse(!isAssistant, facts.toolCall, where, "tool_use blocks belong to assistant messages");
        refuse(!isUser, facts.toolResult, where, "tool_result blocks belong to user messages");
        boolean isNew = version == Version.V2026;
        refuse(isNew && isAssistant, facts.document, where, "document blocks are not permitted in assistant messages");
        refuse(isNew && isUser, facts.citedText, where, "citations are not permitted in user messages");
    }

    private static void refuse(boolean applies, int block, String where, String why) {
        if (applies && block >= 0) {
            String place = where + ".content[" + block + "]";
            throw new InvalidRequestException(place + ": " + why, place);
        }
    }

    private void content(JsonCursor cursor, String where, Facts facts) {
        switch (cursor.peek()) {
            case VALUE_STRING -> {
                int bytes = cursor.skip();
                facts.lastType = bytes == 0 ? "" : "text";
                findings.addText(bytes);
            }
            case START_ARRAY -> blocks(cursor, where, facts);
            default -> throw new InvalidRequestException(where + " must be " + CONTENT, where);
        }
    }

    private void blocks(JsonCursor cursor, String where, Facts facts) {
        int index = 0;
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            String place = where + "[" + index + "]";
            Findings.require(cursor, JsonToken.START_OBJECT, place, "an object");
            BlockScan block = new BlockScan(findings).read(cursor);
            if (block.type().isEmpty()) {
                throw new InvalidRequestException(place + ".type is missing", place + ".type");
            }
            note(block, index, facts);
            index++;
        }
    }

    private static void note(BlockScan block, int index, Facts facts) {
        facts.lastType = block.type();
        switch (block.type()) {
            case "document" -> facts.document = index;
            case "tool_use" -> facts.toolCall = index;
            case "tool_result" -> facts.toolResult = index;
            case "text" -> {
                if (block.hasCitations()) {
                    facts.citedText = index;
                }
            }
            default -> {
                // nothing is refused of it
            }
        }
    }
}

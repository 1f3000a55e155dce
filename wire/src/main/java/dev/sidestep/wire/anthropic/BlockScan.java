package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.format.Findings;
import dev.sidestep.wire.json.JsonCursor;

/// Finds what one content block needs. Used once; its fields come in any order, so it is judged at its end.
final class BlockScan {
    private final Findings findings;
    private String type = "";
    private String sourceType = "";
    private boolean hasCitations;
    private boolean citesSources;
    private boolean hasMedia;

    BlockScan(Findings findings) {
        this.findings = findings;
    }

    /// What it is; empty where it does not say.
    String type() {
        return type;
    }

    /// True where a text brings citations.
    boolean hasCitations() {
        return hasCitations;
    }

    /// Consumes the block, an object.
    BlockScan read(JsonCursor cursor) {
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            field(cursor.name(), cursor);
        }
        need();
        return this;
    }

    private void field(String name, JsonCursor cursor) {
        switch (name) {
            case "type" -> type = cursor.textOrEmpty();
            case "source" -> source(cursor);
            case "content" -> content(cursor);
            case "citations" -> citations(cursor);
            case "file_id" -> file(cursor);
            // Proofs and unreadable results; the provider does not count them as text.
            case "cache_control", "signature", "data", "encrypted_content" -> cursor.skip();
            default -> findings.addText(cursor.skip());
        }
    }

    private void file(JsonCursor cursor) {
        findings.add(Feature.ANTHROPIC_API);
        findings.addHandle(cursor.textOrEmpty());
    }

    private void need() {
        switch (type) {
            case "image" -> {
                findings.add(Feature.VISION);
                if (sourceType.equals("url")) {
                    findings.add(Feature.IMAGE_URLS);
                }
            }
            case "document", "search_result" -> {
                findings.add(Feature.FILES);
                if (sourceType.equals("url")) {
                    findings.add(Feature.IMAGE_URLS);
                }
                if (hasMedia) {
                    // A document that is made of blocks with images among them; no other format has such.
                    findings.add(Feature.ANTHROPIC_API);
                }
            }
            case "container_upload" -> findings.add(Feature.ANTHROPIC_API);
            default -> {
                // text, tools, and what the provider's own tools left behind
            }
        }
        if (citesSources && (type.equals("document") || type.equals("search_result"))) {
            findings.add(Feature.CITATIONS);
        }
    }

    /// The bytes of an image or a document, or the address of a search's result.
    private void source(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            findings.addText(cursor.skip());
            return;
        }
        long dataBytes = 0;
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            switch (cursor.name()) {
                case "type" -> sourceType = cursor.textOrEmpty();
                case "data" -> dataBytes = cursor.skip();
                case "file_id" -> file(cursor);
                case "content" -> content(cursor);
                default -> cursor.skip();
            }
        }
        if (sourceType.equals("text")) {
            findings.addText(dataBytes);
        } else if (!sourceType.equals("content")) {
            findings.addMedium();
        }
    }

    private void content(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_ARRAY) {
            findings.addText(cursor.skip());
            return;
        }
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            if (cursor.peek() == JsonToken.START_OBJECT) {
                hasMedia |= !new BlockScan(findings).read(cursor).type.equals("text");
            } else {
                findings.addText(cursor.skip());
            }
        }
    }

    /// A text's citations, or whether a document may be cited.
    private void citations(JsonCursor cursor) {
        if (cursor.peek() == JsonToken.START_ARRAY) {
            for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
                hasCitations = true;
                cursor.skip();
            }
            return;
        }
        if (cursor.peek() != JsonToken.START_OBJECT) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            boolean isEnabled = cursor.name().equals("enabled") && cursor.peek() == JsonToken.VALUE_TRUE;
            citesSources |= isEnabled;
            cursor.skip();
        }
    }
}

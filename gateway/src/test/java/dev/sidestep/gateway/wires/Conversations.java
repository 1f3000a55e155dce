package dev.sidestep.gateway.wires;

import java.util.List;

/// The names of the canonical conversations' files.
final class Conversations {
    private Conversations() {}

    static List<String> names() {
        return List.of(
                "01-text-in-many-scripts",
                "02-system-prompts-everywhere",
                "03-parallel-tool-results",
                "04-parallel-tool-calls",
                "05-tool-errors",
                "06-image-in-base64",
                "07-image-by-address",
                "08-image-in-a-tool-result",
                "09-pdf",
                "10-json-schema",
                "11-json-schema-with-tools",
                "12-forced-tool",
                "13-thinking",
                "14-thinking-with-tools",
                "15-refusal",
                "16-most-tokens-reached",
                "17-stop-sequences",
                "18-empty-and-odd-contents",
                "19-large-tool-schemas",
                "20-mcp-tool-names",
                "21-long-tool-call-ids",
                "22-unanswered-tool-call",
                "23-sampling-and-penalties",
                "24-turns-out-of-order");
    }
}

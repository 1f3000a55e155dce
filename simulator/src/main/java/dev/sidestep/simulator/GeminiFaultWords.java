package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// What faults say in the words of Gemini's generateContent.
record GeminiFaultWords() implements FaultWords {
    @Override
    public String body(int status, Trouble trouble) {
        return switch (trouble) {
            case STATUS -> error(status, "Simulated status " + status);
            case OVERLOADED ->
                error(
                        503,
                        "This model is currently experiencing high demand. Spikes in demand are usually temporary. "
                                + "Please try again later.");
            case LIMITED -> error(429, "Resource has been exhausted (e.g. check quota).");
        };
    }

    private static String error(int status, String message) {
        return GeminiVoice.error(status, GeminiVoice.status(status), message, JsonNodeFactory.instance.arrayNode());
    }

    @Override
    public String event(Trouble trouble, int eventsBefore) {
        return "data: " + body(503, trouble) + "\n\n";
    }

    @Override
    public String lifecycle() {
        return "data: {\"candidates\":[{\"content\":{\"role\":\"model\"},\"index\":0}]}\n\n";
    }

    @Override
    public String done() {
        return "";
    }

    @Override
    public String broken() {
        return "data: {\"candidates\":[{\"content\":{\"parts\":[{\n\n";
    }
}

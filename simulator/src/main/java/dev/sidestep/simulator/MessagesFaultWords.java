package dev.sidestep.simulator;

/// What faults say in the words of Anthropic's Messages.
record MessagesFaultWords() implements FaultWords {
    private static final String REQUEST = "req_011Csim0";
    private static final int OVERLOADED_STATUS = 529;

    @Override
    public String body(int status, Trouble trouble) {
        return switch (trouble) {
            case STATUS -> AnthropicVoice.error(AnthropicVoice.type(status), "Simulated status " + status, REQUEST);
            case OVERLOADED -> AnthropicVoice.error(AnthropicVoice.type(OVERLOADED_STATUS), "Overloaded", REQUEST);
            case LIMITED -> AnthropicVoice.error(AnthropicVoice.type(429), "Rate limited", REQUEST);
        };
    }

    @Override
    public String event(Trouble trouble, int eventsBefore) {
        return "event: error\ndata: " + body(OVERLOADED_STATUS, trouble) + "\n\n";
    }

    @Override
    public String lifecycle() {
        return "event: ping\ndata: {\"type\":\"ping\"}\n\n";
    }

    @Override
    public String done() {
        return "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
    }

    @Override
    public String broken() {
        return "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\n\n";
    }
}

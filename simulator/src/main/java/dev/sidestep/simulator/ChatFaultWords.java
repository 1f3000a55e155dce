package dev.sidestep.simulator;

/// What faults say in the words of Chat Completions.
record ChatFaultWords() implements FaultWords {
    private static final String ROLE_EVENT = "data: {\"id\":\"chatcmpl-0\",\"object\":\"chat.completion.chunk\","
            + "\"created\":0,\"model\":\"simulated\",\"choices\":[{\"index\":0,"
            + "\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n";

    @Override
    public String body(int status, Trouble trouble) {
        return switch (trouble) {
            case STATUS -> error("Simulated status " + status, "server_error");
            case OVERLOADED -> SimulatedError.OVER_CAPACITY;
            case LIMITED ->
                "{\"error\":{\"message\":\"Rate limit reached. Please try again in 20s.\",\"type\":\"tokens\","
                        + "\"param\":null,\"code\":\"rate_limit_exceeded\"}}";
        };
    }

    private static String error(String message, String type) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"param\":null,\"code\":null}}";
    }

    @Override
    public String event(Trouble trouble, int eventsBefore) {
        return "data: " + body(503, trouble) + "\n\n";
    }

    @Override
    public String lifecycle() {
        return ROLE_EVENT;
    }

    @Override
    public String done() {
        return "data: [DONE]\n\n";
    }

    @Override
    public String broken() {
        return "data: {\"id\":\"chatcmpl-broken\",\"choices\":[{\n\n";
    }
}

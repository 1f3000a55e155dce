package dev.sidestep.wire.openai;

/// JSON that breaks its grammar or a bound: where, and what belongs there. Never quotes what stands there instead,
/// since
/// that is somebody's prompt.
final class JsonFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int at;
    private final String expected;

    JsonFault(int at, String expected) {
        // Thrown for hostile input at any rate that the sender likes, so it carries no stack trace.
        super("expected " + expected + " at byte " + at, null, false, false);
        this.at = at;
        this.expected = expected;
    }

    /// Index into the scanned bytes.
    int at() {
        return at;
    }

    String expected() {
        return expected;
    }
}

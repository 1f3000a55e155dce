package dev.sidestep.gateway;

import java.util.concurrent.ThreadLocalRandom;

/// By what a request is found again: the id of the call that it became, else one of its own. Immutable.
///
/// @param name the field of errors and log lines that holds it; behind `x-sidestep-`, the header
/// @param text the id
record RequestId(String name, String text) {
    /// The longest id of a client's that is taken over.
    private static final int MOST_CHARS = 128;

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int BITS_PER_DIGIT = 5;
    private static final int LENGTH = 20;
    private static final int HALF = LENGTH / 2;

    /// The id of a request that is no call.
    static RequestId fresh() {
        StringBuilder text = new StringBuilder("req-".length() + LENGTH).append("req-");
        ThreadLocalRandom random = ThreadLocalRandom.current();
        append(random.nextLong(), text);
        append(random.nextLong(), text);
        return new RequestId("request", text.toString());
    }

    private static void append(long bits, StringBuilder text) {
        long left = bits;
        for (int i = 0; i < HALF; i++) {
            text.append(DIGITS.charAt((int) left & DIGITS.length() - 1));
            left >>>= BITS_PER_DIGIT;
        }
    }

    /// The id of a request that became this call.
    static RequestId of(String call) {
        return new RequestId("call", call);
    }

    String header() {
        return "x-sidestep-" + name;
    }

    /// Whether a client's own id can stand in a header and in a log line.
    static boolean isSound(String given) {
        return !given.isEmpty() && given.length() <= MOST_CHARS && given.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}

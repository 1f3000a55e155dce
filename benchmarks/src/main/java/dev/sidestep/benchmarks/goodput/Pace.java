package dev.sidestep.benchmarks.goodput;

import dev.sidestep.simulator.Ask;
import java.time.Duration;

/// How long providers take. Pure.
final class Pace {
    /// What the chance is for: see [Chance].
    private static final int FIRST_CONTENT = 2;

    private static final int LENGTH = 3;
    private static final int SLOWNESS = 4;

    private static final long REFUSAL_NANOS = Duration.ofMillis(80).toNanos();
    private static final long FAULT_NANOS = Duration.ofMillis(800).toNanos();
    private static final long NO_CONNECTION_NANOS = Duration.ofMillis(20).toNanos();
    private static final long FASTEST_NANOS = Duration.ofMillis(300).toNanos();
    private static final long SPREAD_NANOS = Duration.ofMillis(400).toNanos();
    private static final long PROMPT_TOKEN_NANOS = Duration.ofSeconds(1).toNanos() / 20_000;
    private static final long ANSWER_TOKEN_NANOS = Duration.ofSeconds(1).toNanos() / 80;
    private static final long SLOWEST_NANOS = Duration.ofSeconds(45).toNanos();

    private final long seed;

    Pace(long seed) {
        this.seed = seed;
    }

    static long refusalNanos() {
        return REFUSAL_NANOS;
    }

    static long troubleNanos(Trouble.Kind kind) {
        return switch (kind) {
            case UNREACHABLE -> NO_CONNECTION_NANOS;
            case OVERLOADED -> REFUSAL_NANOS;
            case FAULTY -> FAULT_NANOS;
            case SLOW -> throw new IllegalArgumentException("a slow provider answers");
        };
    }

    /// From the request to its answer's first content.
    long firstContentNanos(Call call, Spot spot, Ask ask, boolean isSlow) {
        double spread = Chance.of(seed, FIRST_CONTENT, call.id(), spot.index()) * SPREAD_NANOS;
        double slowness = isSlow ? Chance.of(seed, SLOWNESS, call.id(), spot.index()) * SLOWEST_NANOS : 0;
        return FASTEST_NANOS + (long) (spread + slowness) + ask.promptTokens() * PROMPT_TOKEN_NANOS;
    }

    /// How long the answer is, in tokens: the same whoever gives it.
    long answerTokens(Call call) {
        double share =
                CallSize.SHORTEST_ANSWER + (1 - CallSize.SHORTEST_ANSWER) * Chance.of(seed, LENGTH, call.id(), 0);
        return Math.max(1, (long) (call.maxTokens() * share));
    }

    /// From an answer's first content to its end.
    static long streamNanos(long answerTokens) {
        return answerTokens * ANSWER_TOKEN_NANOS;
    }
}

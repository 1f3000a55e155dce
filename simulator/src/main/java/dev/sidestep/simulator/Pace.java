package dev.sidestep.simulator;

import java.time.Duration;

/// How fast simulated models answer, and how much.
///
/// @param firstToken time from the request to the first token
/// @param tokensPerSecond speed after that; 0 means all at once
/// @param answerTokens length of an answer in tokens; 0 means as long as its text happens to be
public record Pace(Duration firstToken, int tokensPerSecond, int answerTokens) {
    /// No latency at all, and natural answers: what tests want.
    public static final Pace INSTANT = new Pace(Duration.ZERO, 0, 0);

    private static final int MAX_ANSWER_TOKENS = 100_000; // an answer is laid out in memory before it is sent

    public Pace {
        if (firstToken.isNegative() || tokensPerSecond < 0 || answerTokens < 0) {
            throw new IllegalArgumentException("pace must not be negative");
        }
        if (answerTokens > MAX_ANSWER_TOKENS) {
            throw new IllegalArgumentException(
                    "answer-tokens must be at most " + MAX_ANSWER_TOKENS + ": " + answerTokens);
        }
    }

    long firstTokenNanos() {
        return firstToken.toNanos();
    }

    long tokenNanos() {
        return tokensPerSecond == 0 ? 0 : 1_000_000_000L / tokensPerSecond;
    }
}

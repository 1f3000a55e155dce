package dev.sidestep.core;

import java.time.ZoneId;

/// When a provider gives back what a limit counted.
public sealed interface Refill {
    /// Bit by bit, all the time: a token bucket. Groq, OpenAI, Anthropic.
    record Continuous() implements Refill {}

    /// All at once, where the window ends by the calendar of a time zone: Gemini's day ends at midnight in Los Angeles.
    record Calendar(ZoneId zone) implements Refill {}

    /// Nobody knows. What was taken comes back one window later, which keeps within the limit however the provider
    /// counts.
    record Unknown() implements Refill {}
}

package dev.sidestep.core.testing;

import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Window;
import java.time.Duration;

/// The outcomes that tests name most.
public final class Outcomes {
    /// The target answers.
    public static final Outcome OK = new Outcome.Succeeded();
    /// A failure that cools nothing and is no reason to stop.
    public static final Outcome UNCOOLING = new Outcome.TooLarge(6_000);
    /// A failure that the same target may get over.
    public static final Outcome FAULT = new Outcome.Faulted("500");

    private Outcomes() {}

    /// The model's limit, over after this span.
    public static Outcome limited(Duration span) {
        return new Outcome.RateLimited(LimitScope.MODEL, Window.MINUTE, span.toMillis());
    }

    /// The model's limit, with no wait named.
    public static Outcome limited() {
        return new Outcome.RateLimited(LimitScope.MODEL, Window.UNSPECIFIED, Outcome.UNSAID);
    }
}

package dev.sidestep.wire.limits;

import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Window;
import java.util.List;
import java.util.function.Function;

/// The last column of the table: what a refusal came to, with the numbers it told.
final class Outcomes {
    /// From this wait on an Azure limit, which names no window, is a daily one: its per-minute ones clear in a minute.
    private static final long AZURE_DAY_MILLIS = 3_600_000;
    /// Behind which words the size of a context window stands.
    private static final List<String> WINDOW_SIZES = List.of(
            "context length is", "tokens allowed", "tokens >", "context length of", "context window of", "maximum of");

    private Outcomes() {}

    /// A limit that time cures; window and wait as told.
    static Function<Facts, Outcome> limit(LimitScope scope) {
        return facts -> new Outcome.RateLimited(scope, facts.window(), facts.waitMillis());
    }

    /// A limit whose window the provider documents but does not say.
    static Function<Facts, Outcome> limit(LimitScope scope, Window window) {
        return facts -> new Outcome.RateLimited(scope, window, facts.waitMillis());
    }

    /// A limit whose window only its wait tells.
    static Function<Facts, Outcome> limitByWait(LimitScope scope) {
        return facts -> {
            long waitMillis = facts.waitMillis();
            Window byWait = waitMillis >= AZURE_DAY_MILLIS ? Window.DAY : Window.MINUTE;
            return new Outcome.RateLimited(scope, waitMillis == Outcome.UNSAID ? facts.window() : byWait, waitMillis);
        };
    }

    /// Money or plan; any wait it tells is a retry hint for something else, and not believed.
    static Function<Facts, Outcome> funds(LimitScope scope) {
        return _ -> new Outcome.OutOfFunds(scope, Outcome.UNSAID);
    }

    /// Money or plan that comes back at a time it tells.
    static Function<Facts, Outcome> fundsUntil(LimitScope scope) {
        return facts -> new Outcome.OutOfFunds(scope, facts.waitMillis());
    }

    /// The call is too large for the target.
    static Function<Facts, Outcome> tooLarge() {
        return facts -> new Outcome.TooLarge(largest(facts));
    }

    static Function<Facts, Outcome> overloaded() {
        return facts -> new Outcome.Overloaded(facts.waitMillis());
    }

    static Function<Facts, Outcome> unavailable(LimitScope scope) {
        return _ -> new Outcome.ModelUnavailable(scope);
    }

    static Function<Facts, Outcome> unauthorized(LimitScope scope) {
        return _ -> new Outcome.Unauthorized(scope);
    }

    /// The request's fault, wherever it is sent.
    static Function<Facts, Outcome> rejected() {
        return _ -> new Outcome.Rejected(false);
    }

    /// This model's slip: another target may do better.
    static Function<Facts, Outcome> slipped() {
        return _ -> new Outcome.Rejected(true);
    }

    static Function<Facts, Outcome> fault() {
        return facts ->
                new Outcome.Faulted(facts.status() == Row.IN_BAND ? "an error inside a 200" : "HTTP " + facts.status());
    }

    private static long largest(Facts facts) {
        Usage usage = facts.usage();
        if (usage.exceedsLimit()) {
            return usage.limit();
        }
        return WINDOW_SIZES.stream()
                .mapToLong(words -> Usage.after(facts.text(), words))
                .filter(size -> size > 0)
                .findFirst()
                .orElse(0);
    }
}

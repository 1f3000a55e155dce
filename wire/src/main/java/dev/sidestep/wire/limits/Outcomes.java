package dev.sidestep.wire.limits;

import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Window;
import dev.sidestep.wire.limits.words.Usage;
import java.util.List;
import java.util.function.Function;

/// The last column of the table: what a refusal came to, with the numbers it told.
final class Outcomes {
    /// From this wait on an Azure limit, which names no window, is a daily one: its per-minute ones
    /// clear in a minute.
    private static final long AZURE_DAY_MILLIS = 3_600_000;
    /// Behind which words the size of a context window stands.
    private static final List<String> WINDOW_SIZES = List.of(
            "context length is", "tokens allowed", "tokens >", "context length of", "context window of", "maximum of");

    private Outcomes() {}

    /// A limit that time cures; window and wait as told.
    static Function<Facts, Outcome> limit(LimitScope scope) {
        return facts -> limited(facts, scope, facts.window());
    }

    /// A limit whose window the provider documents but does not say.
    static Function<Facts, Outcome> limit(LimitScope scope, Window window) {
        return facts -> limited(facts, scope, window);
    }

    /// A limit whose window only its wait tells.
    static Function<Facts, Outcome> limitByWait(LimitScope scope) {
        return facts -> limited(facts, scope, facts.toldMillis() >= AZURE_DAY_MILLIS ? Window.DAY : Window.MINUTE);
    }

    /// The wait is the one told; where none is, until the window ends by the calendar, or until a
    /// bucket has refilled.
    private static Outcome limited(Facts facts, LimitScope scope, Window window) {
        long told = facts.toldMillis();
        long end = Calendars.untilEndMillis(facts, window);
        long computed = end > 0 ? end : facts.refillMillis();
        long wait = told > 0 ? told : computed;
        return new Outcome.RateLimited(scope, window, wait, end >= wait ? end : Outcome.UNSAID);
    }

    /// Money or plan. It comes back on the day it tells, if any; a span it tells is a hint for
    /// something else.
    static Function<Facts, Outcome> funds(LimitScope scope) {
        return facts -> new Outcome.OutOfFunds(scope, facts.toldMomentMillis());
    }

    /// Money or plan that comes back after the span or at the time it tells, or with the next
    /// window of a calendar.
    static Function<Facts, Outcome> fundsUntil(LimitScope scope) {
        return facts -> {
            long told = facts.toldMillis();
            long end = Calendars.untilEndMillis(facts, facts.window());
            return new Outcome.OutOfFunds(scope, told > 0 ? told : end);
        };
    }

    /// The call is too large for the target.
    static Function<Facts, Outcome> tooLarge() {
        return facts -> new Outcome.TooLarge(largest(facts));
    }

    static Function<Facts, Outcome> overloaded() {
        return facts -> new Outcome.Overloaded(facts.toldMillis());
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
        return facts -> new Outcome.Faulted(
                facts.status() == Clues.IN_BAND ? "an error inside a 200" : "HTTP " + facts.status());
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

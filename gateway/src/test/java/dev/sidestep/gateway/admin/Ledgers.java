package dev.sidestep.gateway.admin;

import dev.sidestep.store.ledger.AttemptRow;
import dev.sidestep.store.ledger.CallDetail;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.Content;
import dev.sidestep.store.ledger.Cost;
import dev.sidestep.store.ledger.Place;
import dev.sidestep.store.ledger.Skipped;
import dev.sidestep.store.ledger.Timing;
import dev.sidestep.store.ledger.TokenState;
import dev.sidestep.store.ledger.Tokens;
import dev.sidestep.store.ledger.UsageRow;
import java.time.Instant;
import java.util.List;

/// What a ledger may hold.
public final class Ledgers {
    private static final long AT = Instant.parse("2026-11-22T09:00:00.250Z").toEpochMilli();
    private static final Place LARGE = new Place("groq", "groq-free", "large");
    private static final Place SMALL = new Place("openai", "openai", "small");
    private static final Cost PRICED = new Cost(new Cost.UnitPrice(150, 600), 45_000);

    private Ledgers() {}

    /// A call that met a limit at its first target and was answered by its second.
    public static CallDetail sidestepped(String id) {
        Timing timing = new Timing(AT, 12, 480, 310);
        CallRow call = new CallRow(
                id, "team-a", "chat", "openai", "large", true, "answered", "", SMALL, 2, true, timing, List.of());
        return new CallDetail(call, List.of(limited(id), answered(id)), null);
    }

    /// The same, with what it said.
    public static CallDetail told(String id) {
        CallDetail detail = sidestepped(id);
        return new CallDetail(detail.call(), detail.attempts(), new Content(id, "{\"a\":1}", "Hello"));
    }

    private static AttemptRow limited(String id) {
        return new AttemptRow(
                id,
                1,
                LARGE,
                "team-a",
                "start",
                "rate-limited",
                "Limit 100000, Used 101577",
                true,
                new Timing(AT, 0, 90, Timing.NEVER),
                61_500,
                TokenState.SETTLED,
                Tokens.NONE,
                Cost.UNPRICED,
                List.of());
    }

    private static AttemptRow answered(String id) {
        return new AttemptRow(
                id,
                2,
                SMALL,
                "team-a",
                "provider",
                "succeeded",
                "",
                true,
                new Timing(AT + 102, 12, 378, 208),
                0,
                TokenState.ESTIMATED,
                new Tokens(100, 50, 40, 0, 20),
                PRICED,
                List.of(new Skipped("groq-free/medium", "cooling", "until 09:05")));
    }

    /// Figures of a group of two values.
    public static UsageRow row(String first, String second, long calls, long costNanoUsd) {
        Tokens tokens = new Tokens(calls * 1_000, calls * 100, calls * 10, 0, calls);
        return new UsageRow(
                List.of(first, second),
                calls,
                calls - 1,
                2,
                1,
                calls + 2,
                2,
                3,
                tokens,
                costNanoUsd,
                1,
                1,
                500_000_000,
                0);
    }
}

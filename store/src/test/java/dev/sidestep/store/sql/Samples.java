package dev.sidestep.store.sql;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.quota.QuotaState;
import dev.sidestep.core.quota.Unit;
import dev.sidestep.core.state.CooldownRecord;
import dev.sidestep.core.state.QuotaRecord;
import dev.sidestep.store.Conversation;
import dev.sidestep.store.ledger.AttemptRow;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.Cost;
import dev.sidestep.store.ledger.Place;
import dev.sidestep.store.ledger.Skipped;
import dev.sidestep.store.ledger.Timing;
import dev.sidestep.store.ledger.TokenState;
import dev.sidestep.store.ledger.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Rows and records to write.
final class Samples {
    static final Instant BEGIN = Instant.parse("2026-11-22T09:00:00Z");
    static final LimitKey KEY = LimitKey.named(LimitScope.MODEL, "acme", "gpt-5");
    static final Skipped COOLING = new Skipped("b/gpt-5", "cooling", "until 09:31");

    private Samples() {}

    static String id(int number) {
        return String.format(Locale.ROOT, "%08d", number);
    }

    static CallRow call(int number, String outcome) {
        return call(number, outcome, new Place("openai", "main", "gpt-5"), BEGIN);
    }

    static CallRow call(int number, String outcome, Place place, Instant at) {
        return new CallRow(
                id(number),
                "anna",
                "chat",
                "openai",
                "gpt-5",
                true,
                outcome,
                "",
                place,
                1,
                true,
                new Timing(at.toEpochMilli(), 7, 1_200, 300),
                List.of());
    }

    static AttemptRow attempt(int call, int number, String outcome) {
        TokenState state = outcome.equals(CallRow.OPEN) ? TokenState.OPEN : TokenState.SETTLED;
        return attempt(call, number, outcome, state);
    }

    static AttemptRow attempt(int call, int number, String outcome, TokenState state) {
        return new AttemptRow(
                id(call),
                number,
                new Place("openai", "main", "gpt-5"),
                "anna",
                "start",
                outcome,
                "",
                true,
                new Timing(BEGIN.toEpochMilli(), 0, 1_100, 290),
                0,
                state,
                new Tokens(100, 50, 30, 20, 10),
                new Cost(new Cost.UnitPrice(150, 600), 45_000),
                List.of(COOLING, new Skipped("c/gpt-5", "unfit", "")));
    }

    static CooldownRecord cooldown(LimitKey key, long remaining, long span) {
        return new CooldownRecord(
                key, Window.MINUTE, CooldownKind.RATE_LIMIT, "main/gpt-5", remaining, span, 2, "slow down");
    }

    static QuotaRecord quota(long used, long reset) {
        return new QuotaRecord(KEY, Unit.TOKENS, Window.MINUTE, 1_000, used, reset, QuotaState.Source.TOLD);
    }

    static Conversation conversation(String id, long turns, String text) {
        return new Conversation(
                new Conversation.Key("hash", "helper", id),
                turns,
                List.of(new Conversation.Message("user", text), new Conversation.Message("assistant", "yes")));
    }
}

package dev.sidestep.store.share;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.quota.QuotaState;
import dev.sidestep.core.quota.Unit;
import dev.sidestep.core.state.CooldownId;
import dev.sidestep.core.state.CooldownRecord;
import dev.sidestep.core.state.QuotaRecord;
import dev.sidestep.core.state.QuotaUse;
import dev.sidestep.core.state.StateChange;

/// Limits to tell of.
final class Samples {
    static final LimitKey KEY = LimitKey.named(LimitScope.MODEL, "acme", "openai/gpt-oss-120b");
    static final LimitKey OTHER_KEY = LimitKey.named(LimitScope.ACCOUNT, "groq \"free\" | 2", "");
    static final CooldownId ID = new CooldownId(KEY, Window.MINUTE, CooldownKind.RATE_LIMIT);
    static final QuotaUse ONE_USE = new QuotaUse(KEY, Unit.REQUESTS, Window.MINUTE, 1);

    private Samples() {}

    static CooldownRecord cooldown(LimitKey key, long seconds) {
        long millis = seconds * 1_000;
        return new CooldownRecord(
                key, Window.MINUTE, CooldownKind.RATE_LIMIT, "groq/m", millis, millis, 2, "Rate limit reached");
    }

    static StateChange cooled(long seconds) {
        return new StateChange.Cooled(cooldown(KEY, seconds));
    }

    static StateChange recovered() {
        return new StateChange.Recovered(ID);
    }

    static QuotaRecord quota(long used) {
        return new QuotaRecord(KEY, Unit.TOKENS, Window.DAY, 1_000, used, 3_600_000, QuotaState.Source.TOLD);
    }
}

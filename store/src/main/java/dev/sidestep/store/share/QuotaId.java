package dev.sidestep.store.share;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Window;
import dev.sidestep.core.quota.Unit;
import dev.sidestep.core.state.QuotaRecord;
import dev.sidestep.core.state.QuotaUse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Which limit: there is at most one of each.
record QuotaId(LimitKey key, Unit unit, Window window) {
    static QuotaId of(QuotaRecord quota) {
        return new QuotaId(quota.key(), quota.unit(), quota.window());
    }

    static QuotaId of(QuotaUse use) {
        return new QuotaId(use.key(), use.unit(), use.window());
    }

    static QuotaId of(List<?> words) throws GarbageException {
        if (words.size() < 5) {
            throw new GarbageException("not five words");
        }
        return new QuotaId(
                Words.key(words.get(0), words.get(1), words.get(2)),
                Words.unit(words.get(3)),
                Words.window(words.get(4)));
    }

    static QuotaId ofField(String field) throws GarbageException {
        return of(Json.list(field.getBytes(StandardCharsets.UTF_8)));
    }

    /// Its name in a hash.
    String field() {
        return Json.write(json -> json.writeArray(
                new String[] {key.scope().id(), key.holder(), key.model(), unit.id(), window.id()}, 0, 5));
    }

    /// Whether what is used of it outlives the node that used it: requests under way do not.
    boolean isLasting() {
        return unit != Unit.CONCURRENT;
    }
}

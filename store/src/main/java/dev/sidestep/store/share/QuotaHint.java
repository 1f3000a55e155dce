package dev.sidestep.store.share;

import dev.sidestep.core.quota.QuotaState;
import dev.sidestep.core.state.QuotaId;
import dev.sidestep.core.state.QuotaRecord;
import java.util.concurrent.TimeUnit;

/// What was used of a limit at a moment of the clock that all nodes share. Immutable.
///
/// @param resetMillis the moment from which on nothing of it counts; 0 where nobody knew
/// @param atMillis the moment at which this was so
record QuotaHint(QuotaId id, long limit, long used, long resetMillis, QuotaState.Source source, long atMillis) {
    private static final long MOST = 1_000_000_000_000_000L;
    private static final long MOST_MILLIS = TimeUnit.DAYS.toMillis(400);

    static QuotaHint of(QuotaRecord quota, long nowMillis) {
        return new QuotaHint(
                quota.id(),
                Math.min(quota.limit(), MOST),
                Math.min(quota.used(), MOST),
                quota.resetMillis() == 0 ? 0 : nowMillis + Math.min(quota.resetMillis(), MOST_MILLIS),
                quota.source(),
                nowMillis);
    }

    static QuotaHint ofValue(QuotaId id, byte[] value) throws GarbageException {
        Fields fields = Json.fields(value);
        fields.requireVersion();
        return new QuotaHint(
                id,
                fields.number("limit", 1, MOST),
                fields.number("used", 0, MOST),
                fields.number("reset", 0, Long.MAX_VALUE / 2),
                Words.source(fields.text("source")),
                fields.number("at", 0, Long.MAX_VALUE / 2));
    }

    /// What a hash holds of it.
    String value() {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeNumberField("v", Fields.VERSION);
            json.writeNumberField("limit", limit);
            json.writeNumberField("used", used);
            json.writeNumberField("reset", resetMillis);
            json.writeStringField("source", source.id());
            json.writeNumberField("at", atMillis);
            json.writeEndObject();
        });
    }

    /// Whether nothing of it counts any more.
    boolean isOver(long nowMillis) {
        return nowMillis >= (resetMillis == 0 ? atMillis + id.windowMillis() : resetMillis);
    }

    /// What is left of it: where nothing counts any more, that there is such a limit.
    QuotaRecord record(long nowMillis) {
        if (isOver(nowMillis)) {
            return new QuotaRecord(id.key(), id.unit(), id.window(), limit, 0, 0, source);
        }
        long reset = resetMillis == 0 ? 0 : Math.clamp(resetMillis - nowMillis, 0, MOST_MILLIS);
        return new QuotaRecord(id.key(), id.unit(), id.window(), limit, used, reset, source);
    }
}

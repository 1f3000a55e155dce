package dev.sidestep.store.share;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sidestep.core.state.CooldownId;
import dev.sidestep.core.state.CooldownRecord;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// A cooldown with the moment of its end on the clock that all nodes share. Immutable.
///
/// @param untilMillis of that clock
/// @param spanMillis from its begin to its end
record CooldownHint(CooldownId id, String target, long untilMillis, long spanMillis, int level, String reason) {
    private static final long MOST_MILLIS = TimeUnit.DAYS.toMillis(400);
    private static final int MOST_LEVEL = 1_000;
    private static final int MOST_OF_A_TARGET = 2 * Words.MOST_OF_A_NAME + 1;
    private static final int MOST_OF_A_REASON = 500;

    static CooldownHint of(CooldownRecord cooldown, long nowMillis) {
        return new CooldownHint(
                cooldown.id(),
                Words.shortened(cooldown.target(), MOST_OF_A_TARGET),
                nowMillis + Math.min(cooldown.remainingMillis(), MOST_MILLIS),
                Math.min(cooldown.spanMillis(), MOST_MILLIS),
                Math.min(cooldown.level(), MOST_LEVEL),
                Words.shortened(cooldown.reason(), MOST_OF_A_REASON));
    }

    static CooldownHint of(CooldownId id, Fields fields) throws GarbageException {
        return new CooldownHint(
                id,
                Words.shortened(fields.text("target"), MOST_OF_A_TARGET),
                fields.number("until", 0, Long.MAX_VALUE / 2),
                fields.number("span", 0, MOST_MILLIS),
                (int) fields.number("level", 0, MOST_LEVEL),
                Words.shortened(fields.text("reason"), MOST_OF_A_REASON));
    }

    static CooldownHint ofValue(CooldownId id, byte[] value) throws GarbageException {
        Fields fields = Json.fields(value);
        fields.requireVersion();
        return of(id, fields);
    }

    /// What a hash holds of it.
    String value() {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeNumberField("v", Fields.VERSION);
            writeFields(json);
            json.writeEndObject();
        });
    }

    void writeFields(JsonGenerator json) throws IOException {
        json.writeNumberField("until", untilMillis);
        json.writeNumberField("span", spanMillis);
        json.writeNumberField("level", level);
        json.writeStringField("target", target);
        json.writeStringField("reason", reason);
    }

    boolean isOver(long nowMillis) {
        return untilMillis <= nowMillis;
    }

    /// Whether it began before a moment.
    boolean isOlderThan(long millis) {
        return untilMillis - spanMillis < millis;
    }

    /// What is left of it: however far clocks went apart, never more than all of it.
    CooldownRecord record(long nowMillis) {
        long remaining = Math.clamp(untilMillis - nowMillis, 0, spanMillis);
        return new CooldownRecord(id.key(), id.window(), id.kind(), target, remaining, spanMillis, level, reason);
    }
}

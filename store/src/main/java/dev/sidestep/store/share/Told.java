package dev.sidestep.store.share;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sidestep.core.LimitKey;
import dev.sidestep.core.state.CooldownId;
import dev.sidestep.core.state.QuotaId;
import dev.sidestep.core.state.QuotaUse;
import dev.sidestep.core.state.StateChange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A change as one node tells it to the others. Immutable.
///
/// @param atMillis of the shared clock, when it came about
record Told(StateChange change, long atMillis) {
    /// How many keys or uses one text holds at most: whatever their names, it fits into a message.
    private static final int MOST_OF_A_TEXT = 32;

    private static final int MOST_HEARD = 4 * MOST_OF_A_TEXT;
    private static final long MOST_USED = 1_000_000_000_000L;

    /// What goes into messages: more than one text where there is much to say, none where nobody would take it.
    List<String> texts() {
        return switch (change) {
            case StateChange.Cooled(var cooldown) -> {
                CooldownHint hint = CooldownHint.of(cooldown, atMillis);
                yield text("cooled", hint.id(), hint::writeFields);
            }
            case StateChange.Probing(var id) -> text("probing", id, _ -> {});
            case StateChange.Recovered(var id) -> text("recovered", id, _ -> {});
            case StateChange.Unproven(var id) -> text("unproven", id, _ -> {});
            case StateChange.Cleared(var keys) ->
                Slices.of(keys.stream().filter(Words::isTellable).toList(), MOST_OF_A_TEXT)
                        .map(this::cleared)
                        .toList();
            case StateChange.Used(var uses) ->
                Slices.of(
                                uses.stream()
                                        .filter(use -> Words.isTellable(use.key()))
                                        .toList(),
                                MOST_OF_A_TEXT)
                        .map(Told::used)
                        .toList();
        };
    }

    /// What another node tells.
    static Told of(Fields fields, long nowMillis) throws GarbageException {
        return switch (fields.text("t")) {
            case "cooled" ->
                new Told(
                        new StateChange.Cooled(
                                CooldownHint.of(id(fields), fields).record(nowMillis)),
                        nowMillis);
            case "probing" -> new Told(new StateChange.Probing(id(fields)), nowMillis);
            case "recovered" -> new Told(new StateChange.Recovered(id(fields)), nowMillis);
            case "unproven" -> new Told(new StateChange.Unproven(id(fields)), nowMillis);
            case "cleared" ->
                new Told(
                        new StateChange.Cleared(keys(fields.list("keys"))),
                        Math.min(nowMillis, fields.number("at", 0, Long.MAX_VALUE / 2)));
            case "used" -> new Told(new StateChange.Used(uses(fields.list("u"))), nowMillis);
            default -> throw new GarbageException("a kind of change that is not known here");
        };
    }

    private static List<String> text(String type, CooldownId id, Json.Writing rest) {
        if (!Words.isTellable(id.key())) {
            return List.of();
        }
        return List.of(Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("t", type);
            json.writeFieldName("k");
            json.writeRawValue(Names.of(id));
            rest.to(json);
            json.writeEndObject();
        }));
    }

    private String cleared(List<LimitKey> keys) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("t", "cleared");
            json.writeNumberField("at", atMillis);
            json.writeArrayFieldStart("keys");
            for (LimitKey key : keys) {
                json.writeRawValue(Names.of(key));
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static String used(List<QuotaUse> uses) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("t", "used");
            json.writeArrayFieldStart("u");
            for (QuotaUse use : uses) {
                writeUse(json, use);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void writeUse(JsonGenerator json, QuotaUse use) throws IOException {
        json.writeStartArray();
        json.writeString(use.key().scope().id());
        json.writeString(use.key().holder());
        json.writeString(use.key().model());
        json.writeString(use.unit().id());
        json.writeString(use.window().id());
        json.writeNumber(Math.clamp(use.amount(), -MOST_USED, MOST_USED));
        json.writeEndArray();
    }

    private static CooldownId id(Fields fields) throws GarbageException {
        return Names.cooldown(fields.list("k"));
    }

    private static Set<LimitKey> keys(List<?> lists) throws GarbageException {
        Set<LimitKey> keys = new HashSet<>();
        for (Object list : bounded(lists)) {
            keys.add(Names.key(list));
        }
        return keys;
    }

    private static List<QuotaUse> uses(List<?> lists) throws GarbageException {
        List<QuotaUse> uses = new ArrayList<>();
        for (Object list : bounded(lists)) {
            if (!(list instanceof List<?> words && words.size() == 6)) {
                throw new GarbageException("not five words and a number");
            }
            QuotaId id = Names.quota(words);
            uses.add(new QuotaUse(id.key(), id.unit(), id.window(), Words.number(words.get(5), -MOST_USED, MOST_USED)));
        }
        return uses;
    }

    private static List<?> bounded(List<?> lists) throws GarbageException {
        if (lists.size() > MOST_HEARD) {
            throw new GarbageException("too many at once");
        }
        return lists;
    }
}

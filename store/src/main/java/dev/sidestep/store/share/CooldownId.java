package dev.sidestep.store.share;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.state.CooldownRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Which cooldown: there is at most one of each.
record CooldownId(LimitKey key, Window window, CooldownKind kind) {
    static CooldownId of(CooldownRecord cooldown) {
        return new CooldownId(cooldown.key(), cooldown.window(), cooldown.kind());
    }

    /// The one that a [#field] or a list of words names.
    static CooldownId of(List<?> words) throws GarbageException {
        if (words.size() != 5) {
            throw new GarbageException("not five words");
        }
        return new CooldownId(
                Words.key(words.get(0), words.get(1), words.get(2)),
                Words.window(words.get(3)),
                Words.kind(words.get(4)));
    }

    static CooldownId ofField(String field) throws GarbageException {
        return of(Json.list(field.getBytes(StandardCharsets.UTF_8)));
    }

    /// Its name in a hash and in messages: a list, since names may hold any separator.
    String field() {
        return Json.write(json -> json.writeArray(
                new String[] {key.scope().id(), key.holder(), key.model(), window.id(), kind.id()}, 0, 5));
    }
}

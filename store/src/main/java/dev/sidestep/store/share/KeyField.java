package dev.sidestep.store.share;

import dev.sidestep.core.LimitKey;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The name of a limit's key in a hash and in messages: a list of three words.
final class KeyField {
    private KeyField() {}

    static String of(LimitKey key) {
        return Json.write(json -> json.writeArray(new String[] {key.scope().id(), key.holder(), key.model()}, 0, 3));
    }

    static LimitKey key(String field) throws GarbageException {
        return key(Json.list(field.getBytes(StandardCharsets.UTF_8)));
    }

    static LimitKey key(Object list) throws GarbageException {
        if (list instanceof List<?> words && words.size() == 3) {
            return Words.key(words.get(0), words.get(1), words.get(2));
        }
        throw new GarbageException("not three words");
    }
}

package dev.sidestep.store.share;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.state.CooldownId;
import dev.sidestep.core.state.QuotaId;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The names of limits' keys, of cooldowns and of limits in hashes and in messages: lists of words, since names may
/// hold
/// any separator.
final class Names {
    private static final int WORDS_OF_A_KEY = 3;
    private static final int WORDS_OF_AN_ID = 5;

    private Names() {}

    static String of(LimitKey key) {
        return list(key.scope().id(), key.holder(), key.model());
    }

    static String of(CooldownId id) {
        LimitKey key = id.key();
        return list(
                key.scope().id(),
                key.holder(),
                key.model(),
                id.window().id(),
                id.kind().id());
    }

    static String of(QuotaId id) {
        LimitKey key = id.key();
        return list(
                key.scope().id(),
                key.holder(),
                key.model(),
                id.unit().id(),
                id.window().id());
    }

    private static String list(String... words) {
        return Json.write(json -> json.writeArray(words, 0, words.length));
    }

    static LimitKey key(String field) throws GarbageException {
        return key(words(field));
    }

    static LimitKey key(Object list) throws GarbageException {
        if (list instanceof List<?> words && words.size() == WORDS_OF_A_KEY) {
            return keyOf(words);
        }
        throw new GarbageException("not three words");
    }

    static CooldownId cooldown(String field) throws GarbageException {
        return cooldown(words(field));
    }

    static CooldownId cooldown(List<?> words) throws GarbageException {
        if (words.size() != WORDS_OF_AN_ID) {
            throw new GarbageException("not five words");
        }
        return new CooldownId(keyOf(words), Words.window(words.get(3)), Words.kind(words.get(4)));
    }

    static QuotaId quota(String field) throws GarbageException {
        return quota(words(field));
    }

    /// @param words may be followed by more that is none of the name's
    static QuotaId quota(List<?> words) throws GarbageException {
        if (words.size() < WORDS_OF_AN_ID) {
            throw new GarbageException("not five words");
        }
        return new QuotaId(keyOf(words), Words.unit(words.get(3)), Words.window(words.get(4)));
    }

    private static LimitKey keyOf(List<?> words) throws GarbageException {
        return Words.key(words.get(0), words.get(1), words.get(2));
    }

    private static List<?> words(String field) throws GarbageException {
        return Json.list(field.getBytes(StandardCharsets.UTF_8));
    }
}

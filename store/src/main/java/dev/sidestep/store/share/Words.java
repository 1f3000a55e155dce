package dev.sidestep.store.share;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.quota.QuotaState;
import dev.sidestep.core.quota.Unit;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Values as others wrote them, made into ours where they are within bounds.
final class Words {
    /// The longest name of an account, a quota group or a model that is told or heard, in characters.
    static final int MOST_OF_A_NAME = 256;

    private static final Map<String, LimitScope> SCOPES = byId(LimitScope.values(), LimitScope::id);
    private static final Map<String, Window> WINDOWS = byId(Window.values(), Window::id);
    private static final Map<String, CooldownKind> KINDS = byId(CooldownKind.values(), CooldownKind::id);
    private static final Map<String, Unit> UNITS = byId(Unit.values(), Unit::id);
    private static final Map<String, QuotaState.Source> SOURCES =
            byId(QuotaState.Source.values(), QuotaState.Source::id);

    private Words() {}

    static LimitKey key(Object scope, Object holder, Object model) throws GarbageException {
        LimitKey key = LimitKey.named(known(SCOPES, scope), text(holder), text(model));
        if (!isTellable(key)) {
            throw new GarbageException("a name that nothing can have");
        }
        return key;
    }

    static Window window(Object id) throws GarbageException {
        return known(WINDOWS, id);
    }

    static CooldownKind kind(Object id) throws GarbageException {
        return known(KINDS, id);
    }

    static Unit unit(Object id) throws GarbageException {
        return known(UNITS, id);
    }

    static QuotaState.Source source(Object id) throws GarbageException {
        return known(SOURCES, id);
    }

    static String text(@Nullable Object value) throws GarbageException {
        if (value instanceof String text) {
            return text;
        }
        throw new GarbageException("no text");
    }

    static long number(@Nullable Object value, long least, long most) throws GarbageException {
        if (value instanceof Long number && number >= least && number <= most) {
            return number;
        }
        throw new GarbageException("no number in range");
    }

    /// Whether a key's names are such that other nodes take them.
    static boolean isTellable(LimitKey key) {
        return !key.holder().isEmpty() && isName(key.holder()) && isName(key.model());
    }

    /// A text for people, as long as it may be.
    static String shortened(String text, int most) {
        String printable = text.replaceAll("\\p{Cntrl}", " ");
        return printable.length() <= most ? printable : printable.substring(0, most - 1) + "…";
    }

    private static boolean isName(String text) {
        return text.length() <= MOST_OF_A_NAME && text.chars().noneMatch(Character::isISOControl);
    }

    private static <E> E known(Map<String, E> words, Object id) throws GarbageException {
        E word = words.get(text(id));
        if (word == null) {
            throw new GarbageException("a word that is not known here");
        }
        return word;
    }

    private static <E> Map<String, E> byId(E[] words, Function<E, String> id) {
        return Stream.of(words).collect(Collectors.toUnmodifiableMap(id, Function.identity()));
    }
}

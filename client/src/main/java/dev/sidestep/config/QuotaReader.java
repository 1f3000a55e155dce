package dev.sidestep.config;

import dev.sidestep.core.Window;
import dev.sidestep.core.quota.QuotaLimit;
import dev.sidestep.core.quota.Unit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads limits, such as `{ rpm: 30, tpm: 6000 }`.
final class QuotaReader {
    /// Larger than any limit; catches a slip of the keyboard.
    private static final long MOST = 1_000_000_000_000L;

    private static final String PACED = "paced";

    /// What a limit is one of: an account has at most one limit of a kind for the same thing.
    record Kind(Unit unit, Window window) {
        static Kind of(QuotaLimit limit) {
            return new Kind(limit.unit(), limit.window());
        }

        /// A day's requests one by one, or a minute's tokens, would keep calls waiting that nobody refuses.
        boolean mayBePaced() {
            return unit == Unit.REQUESTS && (window == Window.SECOND || window == Window.MINUTE);
        }

        /// Its key in configuration; the words for a kind that has none.
        String key() {
            return KINDS.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(this))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseGet(() -> unit.id() + " per " + window.id());
        }
    }

    private static final Map<String, Kind> KINDS = kinds();

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("rps", new Kind(Unit.REQUESTS, Window.SECOND));
        kinds.put("rpm", new Kind(Unit.REQUESTS, Window.MINUTE));
        kinds.put("rpd", new Kind(Unit.REQUESTS, Window.DAY));
        kinds.put("tpm", new Kind(Unit.TOKENS, Window.MINUTE));
        kinds.put("tpd", new Kind(Unit.TOKENS, Window.DAY));
        kinds.put("input-tpm", new Kind(Unit.INPUT_TOKENS, Window.MINUTE));
        kinds.put("input-tpd", new Kind(Unit.INPUT_TOKENS, Window.DAY));
        kinds.put("output-tpm", new Kind(Unit.OUTPUT_TOKENS, Window.MINUTE));
        kinds.put("output-tpd", new Kind(Unit.OUTPUT_TOKENS, Window.DAY));
        kinds.put("concurrent", new Kind(Unit.CONCURRENT, Window.UNSPECIFIED));
        return kinds;
    }

    private QuotaReader() {}

    /// @param inherited limits of the kinds of which the section says nothing
    static List<QuotaLimit> read(Section section, List<QuotaLimit> inherited) {
        Map<Kind, QuotaLimit> limits = new LinkedHashMap<>();
        inherited.forEach(limit -> limits.put(Kind.of(limit), limit));
        boolean isPaced = section.flag(PACED).orElse(inherited.stream().anyMatch(QuotaLimit::isPaced));
        KINDS.forEach((key, kind) -> section.value(key).ifPresent(value -> {
            limits.remove(kind);
            limit(value, kind).ifPresent(limit -> limits.put(kind, limit));
        }));
        if (section.has(PACED) && limits.keySet().stream().noneMatch(Kind::mayBePaced)) {
            section.mistake(PACED, "paced belongs to requests per second or minute, such as rpm: 15");
        }
        return limits.values().stream().map(limit -> paced(limit, isPaced)).toList();
    }

    /// The limit of a word such as `rpm`.
    ///
    /// @throws IllegalArgumentException where the word is none, or the limit less than 1
    static QuotaLimit named(String word, long limit) {
        Kind kind = KINDS.get(word);
        if (kind == null) {
            throw new IllegalArgumentException("expected one of " + String.join(", ", KINDS.keySet()) + ", found "
                    + Closest.quoted(word) + Closest.suggestion(word, KINDS.keySet()));
        }
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException(word + " must be from 1 to " + MOST + ": " + limit);
        }
        return new QuotaLimit(kind.unit(), kind.window(), limit);
    }

    /// The limits by their words.
    static Map<String, Long> names(List<QuotaLimit> limits) {
        Map<String, Long> names = new LinkedHashMap<>();
        limits.forEach(limit -> names.put(Kind.of(limit).key(), limit.limit()));
        return names;
    }

    private static QuotaLimit paced(QuotaLimit limit, boolean isPaced) {
        return Kind.of(limit).mayBePaced()
                ? new QuotaLimit(limit.unit(), limit.window(), limit.limit(), isPaced)
                : limit;
    }

    private static Optional<QuotaLimit> limit(Value value, Kind kind) {
        OptionalLong most = value.is("none") ? OptionalLong.empty() : value.number(1, MOST);
        return most.isPresent()
                ? Optional.of(new QuotaLimit(kind.unit(), kind.window(), most.getAsLong()))
                : Optional.empty();
    }
}

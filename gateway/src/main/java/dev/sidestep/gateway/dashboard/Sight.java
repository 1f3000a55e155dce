package dev.sidestep.gateway.dashboard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a person sees of a document: what counts down by itself is left out, moments count to two seconds, room to 1 %
/// of its limit, and what is measured roughly. Immutable.
///
/// @param rest everything but moments
/// @param moments in seconds since 1970, in their order
record Sight(Map<String, Object> rest, List<Long> moments) {
    /// The clock that tells moments and the one that counts spans are two: rounding may fall either way.
    private static final long TOLERATED_SECONDS = 2;

    private static final long PERCENT = 100;

    /// A quota is coming back all the time, and what it has left tells that as well.
    private static final Set<String> COUNTED_DOWN =
            Set.of("state_seconds", "remaining_seconds", "probe_seconds", "reset_seconds", "reset_at");

    private static final Set<String> MOMENTS = Set.of("until", "state_until");
    private static final Set<String> MEASURED = Set.of("attempts", "failures", "first_content_ms");

    /// The sight of a target's document.
    static Sight of(Map<String, Object> document) {
        List<Long> moments = new ArrayList<>();
        return new Sight(coarse(document, moments), moments);
    }

    private static Map<String, Object> coarse(Map<?, ?> document, List<Long> moments) {
        Map<String, Object> coarse = new LinkedHashMap<>();
        document.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (MOMENTS.contains(name)) {
                moments.add(seconds(value));
            } else if (name.equals("remaining")) {
                coarse.put(name, share(value, document));
            } else if (!COUNTED_DOWN.contains(name)) {
                coarse.put(name, MEASURED.contains(name) ? magnitude(value) : coarse(value, moments));
            }
        });
        return coarse;
    }

    private static Object coarse(Object value, List<Long> moments) {
        return switch (value) {
            case Map<?, ?> map -> coarse(map, moments);
            case List<?> list ->
                list.stream().map(each -> coarse(each, moments)).toList();
            default -> value;
        };
    }

    private static long seconds(Object moment) {
        return switch (moment) {
            case String text -> Instant.parse(text).getEpochSecond();
            case Optional<?> known when known.isPresent() -> seconds(known.get());
            default -> 0;
        };
    }

    private static Object share(Object remaining, Map<?, ?> quota) {
        return remaining instanceof Long left && quota.get("limit") instanceof Long most && most > 0
                ? left * PERCENT / most
                : remaining;
    }

    /// The two leading binary digits: a change of less than a quarter is not seen.
    private static Object magnitude(Object value) {
        if (value instanceof Number number && number.longValue() > 1) {
            int shift = Long.SIZE - 2 - Long.numberOfLeadingZeros(number.longValue());
            return number.longValue() >> shift << shift;
        }
        return value;
    }

    /// True where a person sees no difference.
    boolean looksLike(Sight other) {
        if (!rest.equals(other.rest) || moments.size() != other.moments.size()) {
            return false;
        }
        for (int i = 0; i < moments.size(); i++) {
            if (Math.abs(moments.get(i) - other.moments.get(i)) > TOLERATED_SECONDS) {
                return false;
            }
        }
        return true;
    }
}

package dev.sidestep.wire.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Loss;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What one call loses on its way to one target, each loss once. Not thread-safe.
final class Losses {
    /// Losses told; a real call has under ten, and they go into a header.
    private static final int MAX_LOSSES = 64;

    /// Names that are told as they came; others are the sender's own text.
    private static final Pattern FIELD = Pattern.compile("[A-Za-z][A-Za-z0-9_.]{0,63}");

    /// Values that count without their field, too.
    private static final Map<String, Set<String>> DEFAULTS = Map.of(
            "service_tier", Set.of("\"auto\"", "\"default\""),
            "store", Set.of("false"),
            "background", Set.of("false"),
            "truncation", Set.of("\"disabled\""),
            "verbosity", Set.of("\"medium\""));

    private final Set<Loss> losses = new LinkedHashSet<>();

    void add(Loss loss) {
        losses.add(losses.size() < MAX_LOSSES ? loss : Loss.dropped("more"));
    }

    void addAll(Collection<Loss> more) {
        more.forEach(this::add);
    }

    void dropped(String field) {
        add(Loss.dropped(field));
    }

    void approximated(String field, String detail) {
        add(Loss.approximated(field, detail));
    }

    /// Takes the fields that only another format has.
    ///
    /// @param place before their names, such as `messages.`; empty for those of the call itself
    void extras(String place, Extras extras) {
        if (extras.areLostAt(WireFormat.GEMINI)) {
            extras.fields().forEach((name, value) -> extra(place, name, value));
        }
    }

    private void extra(String place, String name, JsonNode value) {
        boolean isEmpty = value.isNull() || (value.isContainerNode() && value.isEmpty());
        if (!isEmpty && !DEFAULTS.getOrDefault(name, Set.of()).contains(value.toString())) {
            dropped(place + (FIELD.matcher(name).matches() ? name : "unknown"));
        }
    }

    List<Loss> told() {
        return List.copyOf(losses);
    }
}

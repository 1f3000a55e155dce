package dev.sidestep.wire.format;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.WireFormat;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What one call loses on its way to one target, each loss told once and in the client's words. Not thread-safe.
///
/// Writers name fields as Chat Completions does; see [FieldNames].
public final class Losses {
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

    private final WireFormat target;
    private final FieldNames names;
    private final Set<Loss> losses = new LinkedHashSet<>();

    /// @param target the format that the call is written in
    /// @param names what the client calls its fields
    public Losses(WireFormat target, FieldNames names) {
        this.target = target;
        this.names = names;
    }

    public void add(Loss loss) {
        String field = names.of(loss.field());
        losses.add(losses.size() < MAX_LOSSES ? new Loss(field, loss.action(), loss.detail()) : Loss.dropped("more"));
    }

    public void addAll(Collection<Loss> more) {
        more.forEach(this::add);
    }

    /// It was left out.
    public void dropped(String field) {
        add(Loss.dropped(field));
    }

    /// It was left out, where it said something.
    public void droppedIf(boolean isSomething, String field) {
        if (isSomething) {
            dropped(field);
        }
    }

    /// It was said in other words.
    public void approximated(String field, String detail) {
        add(Loss.approximated(field, detail));
    }

    /// It was brought into the target's range.
    public void clamped(String field, Object asked, Object given) {
        add(Loss.clamped(field, asked, given));
    }

    /// It was put elsewhere.
    public void hoisted(String field, String where) {
        add(Loss.hoisted(field, where));
    }

    /// The fields of the call itself that only another format has are left out.
    public void extras(Extras extras) {
        extras("", extras);
    }

    /// Fields that only another format has are left out.
    ///
    /// @param place whose they are, such as `messages`; empty for those of the call itself
    public void extras(String place, Extras extras) {
        if (extras.areLostAt(target)) {
            extras.fields().forEach((name, value) -> extra(place, name, value));
        }
    }

    /// One field that only another format has is left out, unless it says no more than its absence.
    public void extra(String place, String name, JsonNode value) {
        boolean isEmpty = value.isNull() || (value.isContainerNode() && value.isEmpty());
        if (!isEmpty && !DEFAULTS.getOrDefault(name, Set.of()).contains(value.toString())) {
            String known = FIELD.matcher(name).matches() ? name : "unknown";
            dropped(place.isEmpty() ? known : place + "." + known);
        }
    }

    /// All of them.
    public List<Loss> list() {
        return List.copyOf(losses);
    }
}

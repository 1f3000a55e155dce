package dev.sidestep.wire.format;

/// Something of a call that a target is not given as it came, and the call is answered all the same. What a call cannot
/// do without is none: that is a [dev.sidestep.core.Feature] that it needs.
///
/// @param field where in the client's body, such as `top_k` or `messages[3].content[1].cache_control`
/// @param action what became of it
/// @param detail into what it was changed, such as `32000->8192`; empty where it was dropped
public record Loss(String field, Action action, String detail) {
    /// What becomes of a field.
    public enum Action {
        /// It is left out.
        DROPPED,
        /// It is brought into the target's range.
        CLAMPED,
        /// It is said in other words that mean nearly the same.
        APPROXIMATED,
        /// It stands in another place.
        HOISTED
    }

    /// It was left out.
    public static Loss dropped(String field) {
        return new Loss(field, Action.DROPPED, "");
    }

    /// It was brought into the target's range.
    public static Loss clamped(String field, Object asked, Object given) {
        return new Loss(field, Action.CLAMPED, asked + "->" + given);
    }

    /// It was said in other words.
    public static Loss approximated(String field, String detail) {
        return new Loss(field, Action.APPROXIMATED, detail);
    }

    /// It was put elsewhere.
    public static Loss hoisted(String field, String where) {
        return new Loss(field, Action.HOISTED, where);
    }

    /// As told in `x-sidestep-dropped`: `frequency_penalty`, `max_tokens=32000->8192`.
    @Override
    public String toString() {
        return detail.isEmpty() ? field : field + "=" + detail;
    }
}

package dev.sidestep.wire.limits;

import dev.sidestep.core.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// What a refusal must look like to be meant. An empty column matches anything.
///
/// @param provider the provider's type
/// @param statuses the statuses
/// @param labels types, codes, reasons, any of which the error must carry
/// @param where where in the sentence one of the phrases must stand
/// @param phrases phrases in lower case
/// @param condition what no column of words can say
record Clues(
        String provider,
        List<Statuses> statuses,
        Set<String> labels,
        Where where,
        List<String> phrases,
        Condition condition) {
    /// The status of an error inside a 200 that names none itself.
    static final int IN_BAND = 0;

    /// A range of statuses.
    record Statuses(int first, int last) {}

    /// Where a phrase stands in the sentence.
    enum Where {
        ANYWHERE,
        START,
        WHOLE
    }

    /// Any provider's words.
    static Clues any() {
        return of("");
    }

    /// One provider's words.
    static Clues of(String provider) {
        return new Clues(provider, List.of(), Set.of(), Where.ANYWHERE, List.of(), Condition.NONE);
    }

    Clues status(int... each) {
        List<Statuses> ranges =
                Arrays.stream(each).mapToObj(one -> new Statuses(one, one)).toList();
        return new Clues(provider, ranges, labels, where, phrases, condition);
    }

    Clues statuses(int first, int last) {
        return new Clues(provider, List.of(new Statuses(first, last)), labels, where, phrases, condition);
    }

    Clues label(String... anyOf) {
        return new Clues(provider, statuses, Set.of(anyOf), where, phrases, condition);
    }

    Clues says(String... anyOf) {
        return words(Where.ANYWHERE, anyOf);
    }

    Clues starts(String... anyOf) {
        return words(Where.START, anyOf);
    }

    Clues is(String... anyOf) {
        return words(Where.WHOLE, anyOf);
    }

    private Clues words(Where place, String... anyOf) {
        return new Clues(provider, statuses, labels, place, List.of(anyOf), condition);
    }

    Clues when(Condition fact) {
        return new Clues(provider, statuses, labels, where, phrases, fact);
    }

    /// A row of the table: these clues mean this outcome.
    Row gives(Function<Facts, Outcome> outcome) {
        return new Row(this, outcome, false);
    }

    /// A row that knows nothing but the status: the refusal may have said something that nobody
    /// here understands.
    Row guesses(Function<Facts, Outcome> outcome) {
        return new Row(this, outcome, true);
    }

    /// Loops, not streams: a refusal asks a hundred rows.
    boolean match(Facts facts) {
        return hasProvider(facts.provider())
                && hasStatus(facts.status())
                && (labels.isEmpty() || hasLabel(facts))
                && (phrases.isEmpty() || hasPhrase(facts.text()))
                && condition.holds(facts);
    }

    /// A type has members: `gemini` is also `gemini-vertex`.
    private boolean hasProvider(String type) {
        return provider.isEmpty()
                || type.startsWith(provider)
                        && (type.length() == provider.length() || type.charAt(provider.length()) == '-');
    }

    private boolean hasStatus(int status) {
        for (Statuses range : statuses) {
            if (status >= range.first() && status <= range.last()) {
                return true;
            }
        }
        return statuses.isEmpty();
    }

    private boolean hasLabel(Facts facts) {
        for (String label : facts.labels()) {
            if (labels.contains(label)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasPhrase(String text) {
        for (String phrase : phrases) {
            if (isSaid(phrase, text)) {
                return true;
            }
        }
        return false;
    }

    private boolean isSaid(String phrase, String text) {
        return switch (where) {
            case ANYWHERE -> text.contains(phrase);
            case START -> text.startsWith(phrase);
            case WHOLE -> text.equals(phrase) || text.equals(phrase + ".");
        };
    }
}

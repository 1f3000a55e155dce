package dev.sidestep.wire.limits;

import dev.sidestep.core.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/// One row of the table: what a refusal must look like, and what it then came to. An empty column
/// matches anything.
///
/// @param provider the provider's type
/// @param statuses the statuses
/// @param labels types, codes, reasons, any of which the error must carry
/// @param where where in the sentence one of the phrases must stand
/// @param phrases phrases in lower case
/// @param quotaWords words, all of which the violated quotas must hold together
/// @param condition what else must be true
/// @param outcome what it came to
/// @param isGuess true where the row knows nothing but the status: the words may have had a meaning
record Row(
        String provider,
        List<Statuses> statuses,
        Set<String> labels,
        Where where,
        List<String> phrases,
        List<String> quotaWords,
        Condition condition,
        Function<Facts, Outcome> outcome,
        boolean isGuess) {
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

    /// What no column of words can say.
    enum Condition {
        NONE,
        /// The call alone is more than the limit.
        EXCEEDS_LIMIT,
        /// A web page came in place of an answer.
        PAGE
    }

    /// A row of any provider.
    static Row any() {
        return of("");
    }

    /// A row of one provider's quirk.
    static Row of(String provider) {
        return new Row(
                provider,
                List.of(),
                Set.of(),
                Where.ANYWHERE,
                List.of(),
                List.of(),
                Condition.NONE,
                _ -> new Outcome.Faulted(""),
                false);
    }

    Row status(int... each) {
        List<Statuses> ranges =
                Arrays.stream(each).mapToObj(one -> new Statuses(one, one)).toList();
        return new Row(provider, ranges, labels, where, phrases, quotaWords, condition, outcome, isGuess);
    }

    Row statuses(int first, int last) {
        return new Row(
                provider,
                List.of(new Statuses(first, last)),
                labels,
                where,
                phrases,
                quotaWords,
                condition,
                outcome,
                isGuess);
    }

    Row label(String... anyOf) {
        return new Row(provider, statuses, Set.of(anyOf), where, phrases, quotaWords, condition, outcome, isGuess);
    }

    Row says(String... anyOf) {
        return words(Where.ANYWHERE, anyOf);
    }

    Row starts(String... anyOf) {
        return words(Where.START, anyOf);
    }

    Row is(String... anyOf) {
        return words(Where.WHOLE, anyOf);
    }

    private Row words(Where place, String... anyOf) {
        return new Row(provider, statuses, labels, place, List.of(anyOf), quotaWords, condition, outcome, isGuess);
    }

    Row quotas(String... allOf) {
        return new Row(provider, statuses, labels, where, phrases, List.of(allOf), condition, outcome, isGuess);
    }

    Row when(Condition fact) {
        return new Row(provider, statuses, labels, where, phrases, quotaWords, fact, outcome, isGuess);
    }

    Row gives(Function<Facts, Outcome> maker) {
        return new Row(provider, statuses, labels, where, phrases, quotaWords, condition, maker, false);
    }

    Row guesses(Function<Facts, Outcome> maker) {
        return new Row(provider, statuses, labels, where, phrases, quotaWords, condition, maker, true);
    }

    boolean matches(Facts facts) {
        return hasProvider(facts.provider())
                && hasStatus(facts.status())
                && (labels.isEmpty() || facts.body().labels().stream().anyMatch(labels::contains))
                && (phrases.isEmpty() || phrases.stream().anyMatch(phrase -> isSaid(phrase, facts.text())))
                && quotaWords.stream()
                        .allMatch(word -> facts.body().violations().stream()
                                .anyMatch(one -> one.id().contains(word)))
                && holds(facts);
    }

    /// A type has members: `gemini` is also `gemini-vertex`.
    private boolean hasProvider(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return provider.isEmpty() || lower.equals(provider) || lower.startsWith(provider + "-");
    }

    private boolean hasStatus(int status) {
        return statuses.isEmpty()
                || statuses.stream().anyMatch(range -> status >= range.first() && status <= range.last());
    }

    private boolean isSaid(String phrase, String text) {
        return switch (where) {
            case ANYWHERE -> text.contains(phrase);
            case START -> text.startsWith(phrase);
            case WHOLE -> text.strip().equals(phrase);
        };
    }

    private boolean holds(Facts facts) {
        return switch (condition) {
            case NONE -> true;
            case EXCEEDS_LIMIT -> facts.usage().exceedsLimit();
            case PAGE -> facts.isPage();
        };
    }
}

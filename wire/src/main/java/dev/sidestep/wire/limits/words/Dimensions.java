package dev.sidestep.wire.limits.words;

import dev.sidestep.core.Window;
import dev.sidestep.core.quota.Unit;
import dev.sidestep.wire.limits.times.Spans;
import dev.sidestep.wire.limits.times.Waits;
import dev.sidestep.wire.limits.words.Dimension.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the dimensions that a sentence names: a noun with its span (`input tokens per minute`,
/// `daily requests`, `API calls / month`), an abbreviation (`TPM`), or a span alone (`/ min`,
/// `hourly`).
public final class Dimensions {
    private static final Map<String, Unit> NOUNS = Map.ofEntries(
            Map.entry("token", Unit.TOKENS),
            Map.entry("tokens", Unit.TOKENS),
            Map.entry("request", Unit.REQUESTS),
            Map.entry("requests", Unit.REQUESTS),
            Map.entry("call", Unit.REQUESTS),
            Map.entry("calls", Unit.REQUESTS),
            Map.entry("query", Unit.REQUESTS),
            Map.entry("queries", Unit.REQUESTS),
            Map.entry("concurrency", Unit.CONCURRENT));
    /// What is counted too, but not by us.
    private static final Set<String> FOREIGN_NOUNS = Set.of("seconds", "images", "characters", "pages", "dollars");
    /// Words that may stand between a number and its noun, and what they make of it.
    private static final Map<String, Unit> QUALIFIERS = Map.ofEntries(
            Map.entry("input", Unit.INPUT_TOKENS),
            Map.entry("prompt", Unit.INPUT_TOKENS),
            Map.entry("output", Unit.OUTPUT_TOKENS),
            Map.entry("completion", Unit.OUTPUT_TOKENS),
            Map.entry("generated", Unit.OUTPUT_TOKENS),
            Map.entry("concurrent", Unit.CONCURRENT),
            Map.entry("parallel", Unit.CONCURRENT),
            Map.entry("simultaneous", Unit.CONCURRENT),
            Map.entry("api", Unit.REQUESTS),
            Map.entry("total", Unit.TOKENS));

    private static final Set<String> JOINTS = Set.of("per", "/", "a", "an", "each", "every", "in");
    private static final Map<String, Window> SPANS = Map.ofEntries(
            Map.entry("second", Window.SECOND),
            Map.entry("sec", Window.SECOND),
            Map.entry("s", Window.SECOND),
            Map.entry("minute", Window.MINUTE),
            Map.entry("minutes", Window.MINUTE),
            Map.entry("min", Window.MINUTE),
            Map.entry("hour", Window.HOUR),
            Map.entry("hr", Window.HOUR),
            Map.entry("h", Window.HOUR),
            Map.entry("day", Window.DAY),
            Map.entry("month", Window.MONTH));
    private static final Map<String, Window> ADJECTIVES =
            Map.of("minutely", Window.MINUTE, "hourly", Window.HOUR, "daily", Window.DAY, "monthly", Window.MONTH);

    /// What an abbreviation begins with; its last letter is the span's.
    private static final Map<String, Unit> SHORT_NOUNS = Map.of(
            "tp", Unit.TOKENS,
            "itp", Unit.INPUT_TOKENS,
            "otp", Unit.OUTPUT_TOKENS,
            "rp", Unit.REQUESTS,
            "qp", Unit.REQUESTS);
    /// Seconds of sound, and images.
    private static final Set<String> SHORT_FOREIGN_NOUNS = Set.of("as", "ip");

    private static final Map<Character, Window> SHORT_SPANS =
            Map.of('s', Window.SECOND, 'm', Window.MINUTE, 'h', Window.HOUR, 'd', Window.DAY);

    private final String sentence;
    private final List<Word> words;

    private Dimensions(String sentence) {
        this.sentence = sentence;
        this.words = Word.of(sentence);
    }

    /// The dimensions of a sentence in lower case, in its order.
    public static List<Dimension> in(String sentence) {
        return new Dimensions(sentence).all();
    }

    private List<Dimension> all() {
        List<Dimension> found = new ArrayList<>();
        int behind = 0;
        for (int at = 0; at < words.size(); at++) {
            if (words.get(at).start() >= behind) {
                Optional<Dimension> dimension = at(at);
                dimension.ifPresent(found::add);
                behind = dimension.map(Dimension::end).orElse(behind);
            }
        }
        return found;
    }

    private Optional<Dimension> at(int at) {
        String word = words.get(at).text();
        if (NOUNS.containsKey(word) || FOREIGN_NOUNS.contains(word)) {
            return noun(at);
        }
        boolean isSpan = word.equals("per") || word.equals("/");
        if (isSpan && spanOf(at + 1) != Window.UNSPECIFIED) {
            return Optional.of(span(spanOf(at + 1), at, at + 1));
        }
        return ADJECTIVES.containsKey(word) ? Optional.of(adjective(at)) : abbreviation(at);
    }

    /// A noun with the span before or behind it; without one it is only a word, unless it needs
    /// none.
    private Optional<Dimension> noun(int at) {
        int first = at;
        Optional<Unit> unit = Optional.ofNullable(NOUNS.get(textAt(at)));
        while (QUALIFIERS.containsKey(textAt(first - 1))) {
            first--;
            unit = qualified(unit, textAt(first));
        }
        int last = spanBehind(at);
        Window window = last > at ? spanOf(last) : Window.UNSPECIFIED;
        if (window == Window.UNSPECIFIED && unit.filter(Unit.CONCURRENT::equals).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(dimension(unit, Form.NOUN, window, first, last));
    }

    private static Optional<Unit> qualified(Optional<Unit> unit, String qualifier) {
        Unit meant = QUALIFIERS.getOrDefault(qualifier, Unit.TOKENS);
        boolean applies = switch (meant) {
            case INPUT_TOKENS, OUTPUT_TOKENS -> unit.filter(Unit.TOKENS::equals).isPresent();
            case CONCURRENT -> unit.filter(Unit.REQUESTS::equals).isPresent();
            case REQUESTS, TOKENS -> false;
        };
        return applies ? Optional.of(meant) : unit;
    }

    /// The last word of "per minute", "/ min", "in a day", "daily" behind a noun; the noun itself
    /// where there is none.
    private int spanBehind(int noun) {
        int at = noun + 1;
        if (ADJECTIVES.containsKey(textAt(at))) {
            return at;
        }
        while (at <= noun + 2 && JOINTS.contains(textAt(at))) {
            at++;
        }
        return at > noun + 1 && spanOf(at) != Window.UNSPECIFIED ? at : noun;
    }

    /// "daily", with its noun where one stands behind it: "daily API request limit".
    private Dimension adjective(int at) {
        int noun = at + 1;
        while (QUALIFIERS.containsKey(textAt(noun))) {
            noun++;
        }
        return NOUNS.containsKey(textAt(noun))
                ? dimension(Optional.ofNullable(NOUNS.get(textAt(noun))), Form.NOUN, spanOf(at), at, noun)
                : span(spanOf(at), at, at);
    }

    private Optional<Dimension> abbreviation(int at) {
        String word = textAt(at);
        if (word.length() < 3 || word.length() > 4) {
            return Optional.empty();
        }
        String noun = word.substring(0, word.length() - 1);
        Window window = SHORT_SPANS.getOrDefault(word.charAt(word.length() - 1), Window.UNSPECIFIED);
        boolean isKnown = SHORT_NOUNS.containsKey(noun) || SHORT_FOREIGN_NOUNS.contains(noun);
        return isKnown && window != Window.UNSPECIFIED
                ? Optional.of(dimension(Optional.ofNullable(SHORT_NOUNS.get(noun)), Form.ABBREVIATION, window, at, at))
                : Optional.empty();
    }

    private Dimension span(Window window, int first, int last) {
        return dimension(Optional.empty(), Form.SPAN, window, first, last);
    }

    private Dimension dimension(Optional<Unit> unit, Form form, Window window, int first, int last) {
        long number = textAt(first - 1).equals(Word.NUMBER)
                ? Usage.numberAt(sentence, words.get(first - 1).start())
                : Usage.UNSAID;
        return new Dimension(
                unit,
                form,
                window,
                number,
                words.get(first).start(),
                words.get(last).end());
    }

    private Window spanOf(int at) {
        String word = textAt(at);
        return word.equals(Word.NUMBER)
                ? spanInNumber(words.get(at).start())
                : SPANS.getOrDefault(word, ADJECTIVES.getOrDefault(word, Window.UNSPECIFIED));
    }

    /// "60s", "86400s", "1 minute".
    private Window spanInNumber(int from) {
        Spans.Span span = Spans.at(sentence, from, Waits.SECOND_NANOS);
        return span.isBare() || span.isMoment()
                ? Window.UNSPECIFIED
                : Windows.ofSeconds(span.nanos() / Waits.SECOND_NANOS).orElse(Window.UNSPECIFIED);
    }

    private String textAt(int at) {
        return at >= 0 && at < words.size() ? words.get(at).text() : "";
    }
}

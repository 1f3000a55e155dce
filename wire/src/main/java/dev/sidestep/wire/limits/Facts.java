package dev.sidestep.wire.limits;

import dev.sidestep.core.Outcome;
import dev.sidestep.core.Window;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a refusal says, as the rows of the table ask it.
///
/// @param provider the provider's type
/// @param status the HTTP status; for an error inside a 200, the one that the error itself names,
///     or [Row#IN_BAND]
/// @param isPage true for a web page in place of an answer
/// @param body what the body says
/// @param text the sentence in lower case; what stands in backticks reads `*`
/// @param dimensions what the sentence says that limits count
/// @param headers the answer's headers
/// @param now the answer's own time where it told one, for hints that are moments
record Facts(
        String provider,
        int status,
        boolean isPage,
        ErrorBody body,
        String text,
        List<Dimension> dimensions,
        Headers headers,
        Instant now) {
    static Facts of(String provider, int status, boolean isPage, ErrorBody body, Headers headers, Instant now) {
        String said = body.raw().isEmpty() ? body.message() : body.message() + " " + body.raw();
        String cut =
                said.length() > BodyReader.MAX_SENTENCE_CHARS ? said.substring(0, BodyReader.MAX_SENTENCE_CHARS) : said;
        String text = withoutNames(cut.toLowerCase(Locale.ROOT));
        return new Facts(provider, status, isPage, body, text, Dimensions.in(text), headers, serverTime(headers, now));
    }

    /// The numbers of the sentence.
    Usage usage() {
        return Usage.of(text);
    }

    /// The window that the violated quotas, the words or, failing them, the numbers name.
    Window window() {
        Window named = namedWindow();
        return named == Window.UNSPECIFIED ? usage().windowOf(waitMillis()) : named;
    }

    /// The window that is named: words count more than abbreviations, and the first in the sentence
    /// counts.
    Window namedWindow() {
        Window violated = Violation.longestWindow(body.violations());
        return violated != Window.UNSPECIFIED
                ? violated
                : firstWindow(false).or(() -> firstWindow(true)).orElse(Window.UNSPECIFIED);
    }

    private Optional<Window> firstWindow(boolean abbreviated) {
        return dimensions.stream()
                .filter(one -> (one.form() == Dimension.Form.ABBREVIATION) == abbreviated)
                .map(Dimension::window)
                .filter(window -> window != Window.UNSPECIFIED)
                .findFirst();
    }

    /// The wait, from the most exact source that has one: header, field, sentence, numbers.
    long waitMillis() {
        long told = inHeader("retry-after-ms", Waits.MILLI_NANOS);
        told = told > 0 ? told : inHeader("retry-after", Waits.SECOND_NANOS);
        told = told > 0 ? told : Waits.inValue(body.delayMillis(), Waits.MILLI_NANOS, now);
        told = told > 0 ? told : Waits.inValue(body.delay(), Waits.SECOND_NANOS, now);
        told = told > 0 ? told : Waits.inValue(body.resetAt(), Waits.SECOND_NANOS, now);
        told = told > 0 ? told : Waits.inText(text, now);
        return told > 0 ? told : usage().refillMillis(namedWindow());
    }

    private long inHeader(String name, long unitNanos) {
        return headers.first(name)
                .map(value -> Waits.inValue(value, unitNanos, now))
                .orElse(Outcome.UNSAID);
    }

    private static Instant serverTime(Headers headers, Instant now) {
        return headers.first("date").flatMap(Facts::date).orElse(now);
    }

    private static Optional<Instant> date(String value) {
        return value.length() > 64 ? Optional.empty() : Moments.httpDate(value);
    }

    /// A model's name may hold any word (`acme/tpm-rate-limit-429b`): what stands in backticks
    /// reads `*`.
    private static String withoutNames(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        int from = 0;
        for (int open = text.indexOf('`'); open >= 0; open = text.indexOf('`', from)) {
            int close = text.indexOf('`', open + 1);
            if (close < 0) {
                break;
            }
            plain.append(text, from, open).append("`*`");
            from = close + 1;
        }
        return plain.append(text, from, text.length()).toString();
    }
}

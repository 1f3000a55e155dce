package dev.sidestep.wire.limits;

import dev.sidestep.core.Outcome;
import dev.sidestep.core.Window;
import dev.sidestep.core.quota.QuotaReport;
import dev.sidestep.wire.limits.bodies.BodyReader;
import dev.sidestep.wire.limits.bodies.ErrorBody;
import dev.sidestep.wire.limits.bodies.Violation;
import dev.sidestep.wire.limits.times.Moments;
import dev.sidestep.wire.limits.times.Waits;
import dev.sidestep.wire.limits.words.Dimension;
import dev.sidestep.wire.limits.words.Dimensions;
import dev.sidestep.wire.limits.words.Names;
import dev.sidestep.wire.limits.words.Usage;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What a refusal says, as the rows of the table ask it.
///
/// @param provider the provider's type, in lower case
/// @param status the HTTP status; for an error inside a 200, the one that the error itself names,
///     or [Clues#IN_BAND]
/// @param isPage true for a web page in place of an answer
/// @param body what the body says
/// @param labels every short machine word of body and headers, in lower case
/// @param text the sentence in lower case, with `*` for names
/// @param dimensions what the sentence says that limits count
/// @param usage the numbers of the sentence
/// @param headers the answer's headers
/// @param now the answer's own time where it told one, for hints that are moments
record Facts(
        String provider,
        int status,
        boolean isPage,
        ErrorBody body,
        Set<String> labels,
        String text,
        List<Dimension> dimensions,
        Usage usage,
        Headers headers,
        Instant now) {
    /// The exception's class, which Bedrock tells in a header; an address may follow behind a
    /// colon.
    private static final String AMAZON_ERROR = "x-amzn-errortype";

    static Facts of(String provider, int status, boolean isPage, ErrorBody body, Headers headers, Instant now) {
        String said = body.raw().isEmpty() ? body.message() : body.message() + " " + body.raw();
        String cut =
                said.length() > BodyReader.MAX_SENTENCE_CHARS ? said.substring(0, BodyReader.MAX_SENTENCE_CHARS) : said;
        String text = Names.masked(cut.toLowerCase(Locale.ROOT)).strip();
        return new Facts(
                provider.toLowerCase(Locale.ROOT),
                status,
                isPage,
                body,
                labels(body, headers),
                text,
                Dimensions.in(text),
                Usage.of(text),
                headers,
                serverTime(headers, now));
    }

    /// The window that the violated quotas, the words or, failing them, the numbers name.
    Window window() {
        Window named = namedWindow();
        return named == Window.UNSPECIFIED ? usage.windowOf(toldNanos()) : named;
    }

    /// The window that is named: that of the dimension right before the limit's number, or else the
    /// first in the sentence, where words count more than abbreviations.
    Window namedWindow() {
        Window violated = Violation.longestWindow(body.violations());
        return violated != Window.UNSPECIFIED
                ? violated
                : dimensionOfLimit(_ -> true)
                        .map(Dimension::window)
                        .filter(window -> window != Window.UNSPECIFIED)
                        .or(() -> firstWindow(false))
                        .or(() -> firstWindow(true))
                        .orElse(Window.UNSPECIFIED);
    }

    /// The last dimension of a kind that stands before the number that is called the limit.
    Optional<Dimension> dimensionOfLimit(Predicate<Dimension> kind) {
        int limitAt = Usage.placeAfter(text, "limit");
        return dimensions.stream()
                .filter(one -> one.start() < limitAt && kind.test(one))
                .reduce((_, later) -> later);
    }

    private Optional<Window> firstWindow(boolean abbreviated) {
        return dimensions.stream()
                .filter(one -> (one.form() == Dimension.Form.ABBREVIATION) == abbreviated)
                .map(Dimension::window)
                .filter(window -> window != Window.UNSPECIFIED)
                .findFirst();
    }

    /// The wait that was told, from the most exact source that has one: header, field, sentence.
    /// Where two contradict each other, the earlier of these counts.
    long toldMillis() {
        return Waits.roundUp(toldNanos());
    }

    /// The moment that was told: what has a date is meant, whatever else the refusal is about.
    long toldMomentMillis() {
        return Waits.roundUp(Math.max(Waits.momentInValue(body.resetAt(), now), Waits.momentInText(text, now)));
    }

    /// The wait that frees room for this call, by the numbers of the sentence.
    long refillMillis() {
        return Waits.roundUp(usage.refillNanos(namedWindow()));
    }

    private long toldNanos() {
        long told = inHeader("retry-after-ms", Waits.MILLI_NANOS);
        told = told > 0 ? told : inHeader("retry-after", Waits.SECOND_NANOS);
        told = told > 0 ? told : untilPlanIsBack();
        told = told > 0 ? told : Waits.nanosInValue(body.delayMillis(), Waits.MILLI_NANOS, now);
        told = told > 0 ? told : Waits.nanosInValue(body.delay(), Waits.SECOND_NANOS, now);
        told = told > 0 ? told : Waits.nanosInValue(body.resetAt(), Waits.SECOND_NANOS, now);
        return told > 0 ? told : Waits.nanosInText(text, now);
    }

    private long untilPlanIsBack() {
        return PlanHeaders.read(provider, headers, now)
                .map(QuotaReport::resetMillis)
                .filter(QuotaReport::isTold)
                .map(millis -> millis * Waits.MILLI_NANOS)
                .orElse(Outcome.UNSAID);
    }

    private long inHeader(String name, long unitNanos) {
        return headers.first(name)
                .map(value -> Waits.nanosInValue(value, unitNanos, now))
                .orElse(Outcome.UNSAID);
    }

    private static Set<String> labels(ErrorBody body, Headers headers) {
        Optional<String> exception = headers.first(AMAZON_ERROR);
        if (exception.isEmpty()) {
            return body.labels();
        }
        Set<String> labels = new HashSet<>(body.labels());
        labels.add(exception.get().split(":", 2)[0].strip().toLowerCase(Locale.ROOT));
        return labels;
    }

    private static Instant serverTime(Headers headers, Instant now) {
        return headers.first("date").flatMap(Moments::httpDate).orElse(now);
    }
}

package dev.sidestep.wire.limits;

import dev.sidestep.core.Outcome;
import dev.sidestep.wire.limits.bodies.BodyReader;
import dev.sidestep.wire.limits.bodies.ErrorBody;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads what a provider's answer came to. Pure and thread-safe; the work is bounded by
/// [Answer#MAX_BODY_BYTES].
public final class ErrorReader {
    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    /// Of the statuses that find fault with a call, those that do not find it in what the call
    /// says.
    private static final Set<Integer> NEVER_QUOTE = Set.of(402, 429, 498);

    private ErrorReader() {}

    /// What an answer came to: any answer but a 200 that carries what was asked for. A 200 with no
    /// error in it reads as [Outcome.Succeeded].
    public static Reading read(Answer answer) {
        int length = Math.min(answer.body().length, Answer.MAX_BODY_BYTES);
        String text = new String(answer.body(), 0, length, StandardCharsets.UTF_8).strip();
        boolean isPage = text.startsWith("<") || contentType(answer).contains("text/html");
        ErrorBody body = isPage ? ErrorBody.text("", true) : body(answer, length, text);
        return reading(answer, isPage, body);
    }

    /// What an error object came to that stood inside a 200: in a stream's event, or as the whole
    /// JSON. JSON with no error in it reads as [Outcome.Succeeded].
    public static Reading readInBand(String providerType, byte[] json, Instant now) {
        return read(new Answer(providerType, OK, Headers.NONE, json, now));
    }

    private static Reading reading(Answer answer, boolean isPage, ErrorBody body) {
        boolean isSuccess = isSuccess(answer);
        if (isSuccess && !body.isError()) {
            return new Reading(new Outcome.Succeeded(), "", "", "", true, List.of());
        }
        Facts facts = Facts.of(
                answer.providerType(),
                status(answer.status(), isSuccess, body),
                isPage,
                body,
                answer.headers(),
                answer.now());
        Row row = Table.row(facts);
        Outcome outcome = row.outcome().apply(facts);
        return new Reading(
                outcome, body.message(), body.type(), body.code(), !row.isGuess(), RefusalQuotas.of(facts, outcome));
    }

    /// The status that counts. The error's own number speaks where the HTTP status is a 200, and
    /// where it says 429: a gateway in between may have made a 500 of it.
    private static int status(int http, boolean isSuccess, ErrorBody body) {
        if (isSuccess) {
            return body.numericStatus() > 0 ? body.numericStatus() : Clues.IN_BAND;
        }
        return body.numericStatus() == TOO_MANY_REQUESTS ? TOO_MANY_REQUESTS : http;
    }

    private static boolean isSuccess(Answer answer) {
        return answer.status() >= OK && answer.status() < 300;
    }

    private static ErrorBody body(Answer answer, int length, String text) {
        boolean mayQuote = !isSuccess(answer) && !NEVER_QUOTE.contains(answer.status());
        if (text.startsWith("data:") || text.startsWith("event:")) {
            byte[] data = firstData(text).getBytes(StandardCharsets.UTF_8);
            return BodyReader.read(data, data.length, text, mayQuote);
        }
        return BodyReader.read(answer.body(), length, text, mayQuote);
    }

    /// The data of the first event, where a refusal came as a stream.
    private static String firstData(String text) {
        int start = text.startsWith("data:") ? 0 : text.indexOf("\ndata:") + 1;
        int end = text.indexOf('\n', start);
        return text.substring(Math.min(start + 5, text.length()), end < 0 ? text.length() : end)
                .strip();
    }

    private static String contentType(Answer answer) {
        return answer.headers().first("content-type").orElse("").toLowerCase(Locale.ROOT);
    }
}

package dev.sidestep.wire.limits;

import dev.sidestep.core.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Answers for tests, in short.
final class Answers {
    /// A message in the usual wrapping, with the code that most providers give a limit.
    static final String LIMITED = """
            {"error":{"message":"%s","type":"tokens","code":"rate_limit_exceeded"}}""";
    /// A message in the usual wrapping.
    static final String MESSAGE = """
            {"error":{"message":"%s"}}""";

    private Answers() {}

    static Outcome outcome(String provider, int status, String body) {
        return read(provider, status, Map.of(), body).outcome();
    }

    static Outcome outcome(String provider, int status, Map<String, String> headers, String body) {
        return read(provider, status, headers, body).outcome();
    }

    static Reading read(String provider, int status, String body) {
        return read(provider, status, Map.of(), body);
    }

    static Reading read(String provider, int status, Map<String, String> headers, String body) {
        return read(provider, status, headers, body, Case.NOW);
    }

    static Reading read(String provider, int status, Map<String, String> headers, String body, Instant now) {
        return ErrorReader.read(
                new Answer(provider, status, Case.headers(headers), body.getBytes(StandardCharsets.UTF_8), now));
    }

    /// Headers written `name: value`, one after the other, with `; ` between; `-` for none.
    static Map<String, String> headers(String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (!text.equals("-")) {
            for (String header : text.split("; ")) {
                headers.put(header.split(": ", 2)[0], header.split(": ", 2)[1]);
            }
        }
        return headers;
    }
}

package dev.sidestep.wire.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Messages of the known families that nobody recorded: other numbers, models, units and closing
/// sentences, other case, no backticks, wrapped and relayed. The table is `families.txt`.
class FamiliesTest {
    /// One line of the table: what is answered, and what it must be read as.
    record Variation(int line, String provider, int status, Map<String, String> headers, String body, String outcome) {
        @Override
        public String toString() {
            return "line " + line + ": " + provider + " " + status;
        }
    }

    static List<Variation> variations() {
        InputStream table = Objects.requireNonNull(FamiliesTest.class.getResourceAsStream("families.txt"));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            List<String> all = lines.lines().toList();
            return IntStream.range(0, all.size())
                    .filter(at -> !all.get(at).isBlank() && !all.get(at).startsWith("#"))
                    .mapToObj(at -> parse(at + 1, all.get(at)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("variations")
    @DisplayName("Unseen messages of the known families are read by their grammar")
    void variationIsReadLikeItsFamily(Variation variation) {
        Reading reading = ErrorReader.read(new Answer(
                variation.provider(),
                variation.status(),
                Case.headers(variation.headers()),
                variation.body().getBytes(StandardCharsets.UTF_8),
                Case.NOW));

        assertThat(words(reading.outcome())).isEqualTo(variation.outcome());
    }

    /// `outcome | provider status [header: value; ...] | body`; a body that is no JSON is a
    /// message, and gets the usual wrapping with an unknown type.
    private static Variation parse(int line, String text) {
        String[] columns = text.split("\\s+\\|\\s+", 3);
        String[] head = columns[1].split(" ", 3);
        Map<String, String> headers = new LinkedHashMap<>();
        if (head.length > 2) {
            for (String header : head[2].split("; ")) {
                headers.put(header.split(": ", 2)[0], header.split(": ", 2)[1]);
            }
        }
        boolean isDocument = columns[2].startsWith("{") || columns[2].startsWith("[") || columns[2].startsWith("raw ");
        String body = isDocument
                ? columns[2].replaceFirst("^raw ", "")
                : "{\"error\":{\"message\":\"" + columns[2].replace("\"", "\\\"") + "\"}}";
        return new Variation(line, head[0], Integer.parseInt(head[1]), headers, body, columns[0].strip());
    }

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case Outcome.RateLimited(var scope, var window, var wait, var end) ->
                "limited " + scope.id() + " " + window.id() + " " + seconds(wait) + (end > 0 ? "/" + seconds(end) : "");
            case Outcome.TooLarge(var limit) -> "too-large " + limit;
            case Outcome.OutOfFunds(var scope, var wait) -> "funds " + scope.id() + " " + seconds(wait);
            case Outcome.Overloaded(var wait) -> "overloaded " + seconds(wait);
            case Outcome.ModelUnavailable(var scope) -> "unavailable " + scope.id();
            case Outcome.Unauthorized(var scope) -> "unauthorized " + scope.id();
            case Outcome.Rejected(var elsewhere, var _) -> elsewhere ? "rejected elsewhere" : "rejected";
            case Outcome.Faulted _ -> "faulted";
            case Outcome.Succeeded _, Outcome.TimedOut _, Outcome.Unreachable _, Outcome.Cancelled _ -> outcome.id();
            case Outcome.Repairable _ -> outcome.id();
        };
    }

    private static String seconds(long millis) {
        return millis % 1000 == 0 ? String.valueOf(millis / 1000) : millis + "ms";
    }
}

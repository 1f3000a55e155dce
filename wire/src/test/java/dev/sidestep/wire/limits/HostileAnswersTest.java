package dev.sidestep.wire.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Outcome;
import dev.sidestep.core.quota.QuotaReport;
import dev.sidestep.wire.limits.times.Waits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers that nobody would send but to hurt: whatever they are, they are read in bounded time to
/// something that makes sense.
class HostileAnswersTest {
    private static final long LONGEST_MILLIS = 367L * 86_400_000;
    private static final List<Case> RECORDS = Case.all();
    private static final List<String> HEADERS = List.of(
            "retry-after",
            "retry-after-ms",
            "date",
            "content-type",
            "x-amzn-errortype",
            "x-ratelimit-limit-requests",
            "x-ratelimit-remaining-requests",
            "x-ratelimit-reset-requests",
            "x-ratelimit-limit",
            "ratelimit",
            "ratelimit-policy",
            "anthropic-ratelimit-tokens-limit",
            "anthropic-ratelimit-tokens-reset",
            "anthropic-ratelimit-unified-status",
            "anthropic-ratelimit-unified-5h-utilization",
            "anthropic-ratelimit-unified-5h-reset");
    private static final List<String> PIECES = List.of(
            "0",
            "-1",
            "9",
            "429",
            "1e300",
            "9223372036854775808",
            ".",
            ",",
            ";w=60",
            ";q=",
            "\"",
            "'",
            "`",
            "{",
            "}",
            "[",
            "]",
            ":",
            "\\",
            "%3F",
            " ",
            "\n",
            "\u0000",
            "\u202e",
            "\ud83d",
            "é",
            "s",
            "ms",
            "h",
            "try again in ",
            "retry after ",
            "until ",
            "limit ",
            "limit: 0, ",
            "used ",
            "requested ",
            " per minute",
            "tokens ",
            "TPM",
            "(actual/limit): ",
            "tomorrow at ",
            "midnight utc",
            "2026-13-45",
            "litellm.RateLimitError: ",
            "Exception - ",
            "free-models-per-day",
            "{\"error\":",
            "\"retryDelay\":\"",
            "Sat, 21 Nov 2026 12:00:34 GMT");

    @ParameterizedTest
    @ValueSource(longs = {1, 429, 20_261_121, 4_294_967_296L})
    @DisplayName("faults 28 to 30: no answer makes the reader fail, or tell what cannot be")
    void nothingFails(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 0; round < 4_000; round++) {
            Case record = RECORDS.get(random.nextInt(RECORDS.size()));
            Answer answer = new Answer(
                    record.provider(),
                    random.nextInt(10) > 0 ? record.status() : random.nextInt(1_000),
                    Case.headers(mutatedHeaders(record.headers(), random)),
                    mutated(record.body(), random).getBytes(StandardCharsets.UTF_8),
                    Case.NOW);

            Reading reading = ErrorReader.read(answer);

            makesSense(reading, "seed " + seed + ", round " + round + ", record " + record.id());
            QuotaReader.read(answer.providerType(), answer.headers(), answer.now())
                    .forEach(HostileAnswersTest::makesSense);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9",
                "try again in ",
                "until 2026-11-2",
                "limit ",
                "`",
                "input ",
                "daily ",
                "per ",
                "1h",
                "0.",
                "{",
                "[{",
                "{\"error\":",
                "\"a\":",
                "\\",
                "RateLimitError: ",
                "litellm.",
                "tokens per ",
                "a-1 ",
                "/",
                "retry ",
                "é",
                "in about another ",
                " 9 left",
                "\n",
                "data: ",
                "metric: x, limit: ",
                "(actual/limit)"
            })
    @Timeout(20)
    @DisplayName("fault 30: ten megabytes of anything take no longer than the part that is read")
    void boundedTime(String piece) {
        byte[] flood = piece.repeat(10_000_000 / piece.length()).getBytes(StandardCharsets.UTF_8);
        String line =
                piece.repeat(10_000 / piece.length()).replace("\\", "\\\\").replace("\"", "\\\"");
        byte[] sentence =
                ("{\"error\":{\"message\":\"" + line.replace("\n", " ") + "\"}}").getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = Map.of("retry-after", line, "x-ratelimit-limit-tokens", line, "date", line);

        Assertions.assertThatNoException().isThrownBy(() -> {
            for (byte[] body : List.of(flood, sentence)) {
                ErrorReader.read(new Answer("groq", 429, Case.headers(headers), body, Case.NOW));
            }
        });
        assertThat(timed(() -> ErrorReader.read(new Answer("groq", 429, Headers.NONE, sentence, Case.NOW))))
                .isLessThan(Duration.ofSeconds(1));
    }

    private static Duration timed(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void makesSense(Reading reading, String what) {
        long wait = switch (reading.outcome()) {
            case Outcome.RateLimited limited -> Math.max(limited.waitMillis(), limited.windowEndMillis());
            case Outcome.OutOfFunds funds -> funds.waitMillis();
            case Outcome.Overloaded overloaded -> overloaded.waitMillis();
            case Outcome.TooLarge _,
                    Outcome.Succeeded _,
                    Outcome.ModelUnavailable _,
                    Outcome.Faulted _,
                    Outcome.TimedOut _,
                    Outcome.Unreachable _,
                    Outcome.Rejected _,
                    Outcome.Repairable _,
                    Outcome.Unauthorized _,
                    Outcome.Cancelled _ -> Outcome.UNSAID;
        };
        assertThat(wait).as(what).isBetween(0L, LONGEST_MILLIS);
        assertThat(wait == Outcome.UNSAID || wait >= Waits.FLOOR_MILLIS)
                .as(what)
                .isTrue();
        assertThat(reading.message()).as(what).hasSizeLessThanOrEqualTo(Reading.MAX_MESSAGE_CHARS);
        reading.quotas().forEach(HostileAnswersTest::makesSense);
    }

    private static void makesSense(QuotaReport report) {
        assertThat(report.limit()).isNotZero();
        assertThat(report.resetMillis()).isLessThanOrEqualTo(LONGEST_MILLIS);
        if (QuotaReport.isTold(report.limit())) {
            assertThat(report.remaining()).isLessThanOrEqualTo(report.limit());
        }
    }

    private static Map<String, String> mutatedHeaders(Map<String, String> headers, RandomGenerator random) {
        Map<String, String> mutated = new HashMap<>(headers);
        for (int extra = random.nextInt(4); extra > 0; extra--) {
            mutated.put(HEADERS.get(random.nextInt(HEADERS.size())), mutated("" + random.nextInt(100_000), random));
        }
        return mutated;
    }

    /// The text with some pieces put in, taken out or doubled.
    private static String mutated(String text, RandomGenerator random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int changes = random.nextInt(6); changes > 0; changes--) {
            int from = random.nextInt(mutated.length() + 1);
            int to = Math.min(mutated.length(), from + random.nextInt(40));
            switch (random.nextInt(4)) {
                case 0 -> mutated.delete(from, to);
                case 1 -> mutated.insert(from, mutated.substring(from, to));
                case 2 -> mutated.replace(from, to, PIECES.get(random.nextInt(PIECES.size())));
                default ->
                    mutated.insert(
                            from, PIECES.get(random.nextInt(PIECES.size())).repeat(1 + random.nextInt(3)));
            }
        }
        return mutated.toString();
    }
}

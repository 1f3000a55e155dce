package dev.sidestep.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sidestep.core.Outcome;
import dev.sidestep.wire.limits.Answer;
import dev.sidestep.wire.limits.ErrorReader;
import dev.sidestep.wire.limits.Headers;
import dev.sidestep.wire.limits.QuotaReader;
import dev.sidestep.wire.limits.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Answers that are none: errors and the limits that they and their headers tell. The first byte of an input chooses
/// the provider, the second the status; then headers, one a line, and behind an empty line the body.
final class RefusalFuzzer {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final long LONGEST_MILLIS = 367L * 86_400_000;
    private static final List<String> PROVIDERS =
            List.of("openai", "groq", "anthropic", "gemini", "mistral", "openrouter", "azure", "cerebras", "nobody");
    private static final List<Integer> STATUSES =
            List.of(429, 400, 200, 401, 402, 403, 404, 413, 500, 503, 529, 0, 999);

    @FuzzTest(maxDuration = "10m")
    @DictionaryFile(resourcePath = "/dev/sidestep/wire/fuzz/refusals.dict")
    void whatIsReadMakesSense(byte[] input) {
        if (input.length < 2) {
            return;
        }
        String text = new String(input, 2, input.length - 2, StandardCharsets.ISO_8859_1);
        int blank = text.indexOf("\n\n");
        Headers headers = headers(text.substring(0, Math.max(blank, 0)));
        byte[] body = Arrays.copyOfRange(input, blank < 0 ? 2 : blank + 4, input.length);
        String provider = Given.pick(PROVIDERS, input[0]);
        Answer answer = new Answer(provider, Given.pick(STATUSES, input[1]), headers, body, NOW);

        makesSense(ErrorReader.read(answer));
        makesSense(ErrorReader.readInBand(provider, body, NOW));
        assertThat(ErrorReader.read(answer)).isEqualTo(ErrorReader.read(answer));
        QuotaReader.read(provider, headers, NOW)
                .forEach(report -> assertThat(report.resetMillis()).isLessThanOrEqualTo(LONGEST_MILLIS));
    }

    private static Headers headers(String lines) {
        Map<String, String> headers = new HashMap<>();
        lines.lines()
                .filter(line -> line.indexOf(':') > 0)
                .forEach(line -> headers.put(
                        line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT),
                        line.substring(line.indexOf(':') + 1).strip()));
        return name -> Optional.ofNullable(headers.get(name));
    }

    private static void makesSense(Reading reading) {
        assertThat(reading.message().length()).isLessThanOrEqualTo(Reading.MAX_MESSAGE_CHARS);
        assertThat(reading.type().length()).isLessThanOrEqualTo(Reading.MAX_CODE_CHARS);
        assertThat(reading.code().length()).isLessThanOrEqualTo(Reading.MAX_CODE_CHARS);
        assertThat((reading.message() + reading.type() + reading.code()).chars())
                .noneMatch(Character::isISOControl);
        assertThat(waitMillis(reading.outcome())).isBetween(0L, LONGEST_MILLIS);
        reading.quotas().forEach(report -> assertThat(report.resetMillis()).isLessThanOrEqualTo(LONGEST_MILLIS));
    }

    private static long waitMillis(Outcome outcome) {
        return switch (outcome) {
            case Outcome.RateLimited limited -> Math.max(limited.waitMillis(), limited.windowEndMillis());
            case Outcome.OutOfFunds(var _, var waitMillis) -> waitMillis;
            case Outcome.Overloaded(var waitMillis) -> waitMillis;
            default -> 0;
        };
    }
}

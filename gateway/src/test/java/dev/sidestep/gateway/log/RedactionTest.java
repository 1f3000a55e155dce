package dev.sidestep.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.config.Secret;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private final Redaction redaction = new Redaction();

    private void conceal(String... secrets) {
        redaction.conceal(List.of(secrets).stream().map(Secret::of).toList());
    }

    @Test
    void configuredSecretIsMaskedWhereverItStands() {
        conceal("correct horse battery");

        assertThat(redaction.of("correct horse battery, acorrect horse batteryb and correct horse"))
                .isEqualTo("***, a***b and correct horse");
    }

    @Test
    void secretsWithTheSameEndAreBothFound() {
        conceal("aaaa-shared-end", "bb-shared-end", "shared-end");

        assertThat(redaction.of("x aaaa-shared-end bb-shared-end shared-end")).isEqualTo("x *** *** ***");
    }

    @Test
    void secretWithinAnotherLeavesNoRest() {
        conceal("12345678", "1234567890abcdef");

        assertThat(redaction.of("<1234567890abcdef> <12345678>")).isEqualTo("<***> <***>");
    }

    @Test
    void earlierSecretsStayConcealed() {
        conceal("the-first-key");
        conceal("the-second-key");

        assertThat(redaction.of("the-first-key the-second-key")).isEqualTo("*** ***");
    }

    @Test
    void placeHolderIsNoSecret() {
        conceal("none");

        assertThat(redaction.of("none of it")).isEqualTo("none of it");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    key sk-proj-abcdefgh1234 was refused        | key *** was refused
                    gsk_abcdefgh1234                            | ***
                    (AIzaSyD-abcdefgh1234)                      | (***)
                    Authorization: Bearer abcdefgh1234          | Authorization: Bearer ***
                    "authorization":"Bearer abc"                | "authorization":"Bearer ***"
                    x-api-key: secret1                          | x-api-key: ***
                    GET /v1beta/models?key=abc&x=1              | GET /v1beta/models?key=***&x=1
                    https://a.example/?a=1&access_token=abc     | https://a.example/?a=1&access_token=***
                    postgresql://me:pass@db:5432/x              | postgresql://me:***@db:5432/x
                    """)
    void whatLooksLikeASecretIsMasked(String text, String masked) {
        assertThat(redaction.of(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "🔄 Attempt 3: Switching to groq/llama-3.1-8b-instant",
                "Cached rate limit for groq_llama-3.3-70b-versatile until 2024-11-14 16:20:00",
                "task-force-for-risk-management",
                "listening url=http://127.0.0.1:8080 accounts=3",
                "gateway.api-keys is empty",
                "broken call=call-01m81njmx5jwjky0g0ag target=groq/a1"
            })
    void ordinaryLinesStayAsTheyAre(String line) {
        conceal("groq-key-of-the-test");

        assertThat(redaction.of(line)).isEqualTo(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-", "bearer ", "://a:", "?key=", "authorization: ", "aaaaaaaa", "x-api-key\""})
    void longTextsTakeLinearTime(String part) {
        conceal(IntStream.range(0, 5_000)
                .mapToObj(i -> "sk-configured-key-" + i)
                .toArray(String[]::new));
        String text = part.repeat(400_000 / part.length());

        long beganNanos = System.nanoTime();
        redaction.of(text);

        assertThat(Duration.ofNanos(System.nanoTime() - beganNanos)).isLessThan(Duration.ofSeconds(2));
    }
}

package dev.sidestep;

import static dev.sidestep.TwoTargets.FIRST;
import static dev.sidestep.TwoTargets.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sidestep.call.CallFailedException;
import dev.sidestep.config.Knobs;
import dev.sidestep.core.failover.Decision.Reason;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Where;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What providers say in whole answers: faults 20, 21, 32 to 37, 44, 45 and 48.
class AnswerFaultsTest {
    private static final String JSON = "application/json";

    @RegisterExtension
    private final TwoTargets targets = new TwoTargets();

    @Test
    @DisplayName("fault 20: a gzip bomb is not even begun, and no encoding is asked for")
    void bomb() throws Exception {
        targets.with(once()).faulty(encoded(200, "gzip", gzip(new byte[10 << 20])));

        targets.assertSteppedAround(targets.chat(), 1);
        assertThat(targets.journal().entries().getFirst().headers()).doesNotContainKey("accept-encoding");
    }

    static Stream<Arguments> encodings() throws IOException {
        return Stream.of(
                Arguments.of("truncated gzip", Fault.truncatedGzip()),
                Arguments.of("not what it says", encoded(200, "gzip", bytes(completion("plain")))),
                Arguments.of("twice", encoded(200, "gzip, gzip", gzip(gzip(bytes(completion("twice")))))),
                Arguments.of("brotli", encoded(200, "br", new byte[] {0x0b, 0x02, (byte) 0x80})),
                Arguments.of("an unknown one", encoded(200, "rot13", bytes("{}"))));
    }

    @ParameterizedTest(name = "fault 21: {0}")
    @MethodSource("encodings")
    @DisplayName("fault 21: an encoding that was not asked for is no answer")
    void encoding(String what, Fault fault) throws Exception {
        assertThat(what).isNotEmpty();
        targets.with(once()).faulty(fault);

        targets.assertSteppedAround(targets.chat(), 1);
    }

    @Test
    @DisplayName("fault 21: the encoding identity is none")
    void identity() throws Exception {
        targets.faulty(encoded(200, "identity", bytes(completion("plain"))));

        assertThat(targets.chat().text()).isEqualTo("plain");
    }

    @Test
    @DisplayName("fault 21: an encoded refusal still counts by its status and its headers")
    void encodedRefusal() throws Exception {
        targets.faulty(new Fault.Answer(
                429, Map.of("content-type", JSON, "content-encoding", "gzip", "retry-after", "77"), gzip(bytes("{}"))));

        ChatCompletion answer = targets.chat();

        assertThat(answer.attempts()).hasSize(2);
        assertThat(targets.sidestep().status().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.remainingSeconds()).isBetween(70L, 77L));
    }

    @Test
    @DisplayName("fault 32: an account without funds cools, and the other one answers")
    void outOfFunds() throws Exception {
        targets.faulty(Fault.json(
                429,
                "{\"error\":{\"message\":\"You exceeded your current quota\",\"type\":\"insufficient_quota\","
                        + "\"code\":\"insufficient_quota\"}}"));

        assertThat(targets.chat().attempts()).hasSize(2);
        assertThat(targets.requestsToFirst()).isEqualTo(1);
        assertThat(targets.sidestep().status().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.kind()).isEqualTo("out-of-funds"));
    }

    @Test
    @DisplayName("fault 33: when every key is refused the call fails as unauthorized, and says nothing of the keys")
    void everyKeyRefused() throws Exception {
        for (String provider : List.of("groq", "openai")) {
            Fault refused = Fault.json(401, "{\"error\":{\"message\":\"Incorrect API key: test-" + provider + "\"}}");
            targets.server().simulator().inject(Where.provider(provider), refused);
        }

        CallFailedException failure = catchThrowableOfType(CallFailedException.class, targets::chat);

        assertThat(failure.reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(targets.journal().count()).isEqualTo(2);
        assertThat(failure.getMessage()).endsWith("(Incorrect API key: ***)");
        assertThat(failure.attempts().toString()).doesNotContain("test-");
    }

    @Test
    @DisplayName("fault 35: a key that the provider repeats in its answer does not reach the caller")
    void repeatedKey() throws Exception {
        targets.faulty(Fault.json(400, "{\"error\":{\"message\":\"you sent test-groq\",\"param\":\"test-groq\"}}"));

        CallFailedException failure = catchThrowableOfType(CallFailedException.class, targets::chat);

        assertThat(failure).hasMessage("you sent ***");
        assertThat(new String(failure.providerAnswer().orElseThrow().body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"error\":{\"message\":\"you sent ***\",\"param\":\"***\"}}");
    }

    @ParameterizedTest(name = "fault 34: {0}")
    @ValueSource(ints = {403, 404})
    @DisplayName("fault 34: a forbidden or unknown model is left out from then on")
    void forbidden(int status) throws Exception {
        targets.faulty(Fault.status(status));

        targets.chat();
        targets.chat();

        assertThat(targets.requestsToFirst()).isEqualTo(1);
        assertThat(targets.requestsToSecond()).isEqualTo(2);
    }

    @ParameterizedTest(name = "fault 35: {0}")
    @ValueSource(ints = {400, 422})
    @DisplayName("fault 35: a request that is itself at fault is sent once, and the provider's words are returned")
    void poison(int status) throws Exception {
        String words = "{\"error\":{\"message\":\"Invalid 'temperature': 429 is above the maximum of 2, rate limit or"
                + " not\",\"type\":\"invalid_request_error\",\"param\":\"temperature\",\"code\":null}}";
        targets.faulty(Fault.json(status, words));

        CallFailedException failure = catchThrowableOfType(CallFailedException.class, targets::chat);

        assertThat(failure.reason()).isEqualTo(Reason.REJECTED);
        assertThat(failure.providerAnswer().orElseThrow().status()).isEqualTo(status);
        assertThat(failure.providerAnswer().orElseThrow().body()).isEqualTo(bytes(words));
        assertThat(targets.journal().count()).isEqualTo(1);
        targets.assertNothingCools();
    }

    @Test
    @DisplayName("fault 35: the same for a streamed call")
    void poisonedStream() throws Exception {
        targets.faulty(Fault.json(400, "{\"error\":{\"message\":\"bad\",\"type\":\"invalid_request_error\"}}"));

        StreamedAnswer answer = targets.stream();

        assertThat(answer.end()).isEqualTo("failed: bad");
        assertThat(targets.journal().count()).isEqualTo(1);
    }

    @ParameterizedTest(name = "fault 36: {0}")
    @ValueSource(ints = {500, 502, 503, 504, 520, 521, 522, 523, 524, 529})
    @DisplayName("fault 36: a server error without a wait is retried once, then the next target answers")
    void serverError(int status) throws Exception {
        targets.faulty(Fault.status(status));

        targets.assertSteppedAround(targets.chat(), 2);
    }

    @ParameterizedTest(name = "fault 36: {0}")
    @ValueSource(ints = {503, 529})
    @DisplayName("fault 36: with Retry-After there is no retry before it is over")
    void serverErrorWithRetryAfter(int status) throws Exception {
        targets.faulty(new Fault.Answer(status, Map.of("content-type", JSON, "retry-after", "30"), bytes("{}")));

        targets.chat();
        targets.chat();

        assertThat(targets.requestsToFirst()).isEqualTo(1);
        assertThat(targets.sidestep().status().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.remainingSeconds()).isBetween(1L, 30L));
    }

    @Test
    @DisplayName("fault 36: one server error costs nothing but the retry")
    void singleServerError() throws Exception {
        targets.faulty(Fault.status(500), 1);

        ChatCompletion answer = targets.chat();

        assertThat(answer.model()).isEqualTo(FIRST);
        assertThat(targets.journal().count()).isEqualTo(2);
    }

    @Test
    @DisplayName("fault 37: an error inside a 200 counts as what it is")
    void errorInside200() throws Exception {
        targets.with(once()).faulty(Fault.errorInside200());

        targets.assertSteppedAround(targets.chat(), 1);
    }

    @Test
    @DisplayName("fault 37: a rate limit inside a 200 cools for as long as it says")
    void limitInside200() throws Exception {
        targets.faulty(
                Fault.json(
                        200,
                        "{\"error\":{\"message\":\"Rate limit reached for model `m` on tokens per day (TPD): Limit 100000, Used"
                                + " 97875, Requested 3399. Please try again in 18m20.589s.\",\"code\":\"rate_limit_exceeded\"}}"));

        targets.chat();

        assertThat(targets.requestsToFirst()).isEqualTo(1);
        assertThat(targets.sidestep().status().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.remainingSeconds()).isBetween(1090L, 1101L));
    }

    static Stream<Arguments> noAnswers() {
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("white space", "  \n"),
                Arguments.of("null", "null"),
                Arguments.of("an empty object", "{}"),
                Arguments.of("no choices", "{\"choices\":[]}"),
                Arguments.of("choices that are none", "{\"choices\":{}}"),
                Arguments.of("a text", "\"hello\""),
                Arguments.of("cut off", completion("x").substring(0, 40)),
                Arguments.of("two answers", completion("a") + completion("b")),
                Arguments.of("100,000 levels deep", "{\"a\":" + "[".repeat(100_000)),
                Arguments.of(
                        "deep and closed", "{\"a\":" + "[".repeat(9_999) + "]".repeat(9_999) + ",\"choices\":[1]}"),
                Arguments.of(
                        "a number of a million digits", "{\"choices\":[{\"index\":" + "9".repeat(1_000_000) + "}]}"));
    }

    @ParameterizedTest(name = "fault 44: {0}")
    @MethodSource("noAnswers")
    @DisplayName("fault 44: JSON that is hostile or no answer falls over")
    void hostileJson(String what, String body) throws Exception {
        assertThat(what).isNotEmpty();
        targets.with(once()).faulty(Fault.json(200, body));

        targets.assertSteppedAround(targets.chat(), 1);
    }

    @Test
    @DisplayName("fault 44: a million fields beside the answer are stepped over")
    void manyFields() throws Exception {
        StringBuilder fields = new StringBuilder();
        IntStream.range(0, 1_000_000)
                .forEach(i -> fields.append("\"k").append(i).append("\":0,"));
        targets.faulty(Fault.json(200, "{" + fields + completion("found").substring(1)));

        assertThat(targets.chat().text()).isEqualTo("found");
    }

    @Test
    @DisplayName("fault 44: an answer of 100 MB is cut off and falls over")
    void hugeAnswer() throws Exception {
        byte[] body = new byte[100 << 20];
        Arrays.fill(body, (byte) 'x');
        targets.with(once()).faulty(new Fault.Answer(200, Map.of("content-type", JSON), body));

        targets.assertSteppedAround(targets.chat(), 1);
    }

    @Test
    @DisplayName("fault 44: an error of 10 MB is read no further than it may be long")
    void hugeError() throws Exception {
        byte[] body = new byte[10 << 20];
        Arrays.fill(body, (byte) ' ');
        targets.with(once()).faulty(new Fault.Answer(500, Map.of("content-type", JSON), body));

        targets.assertSteppedAround(targets.chat(), 1);
    }

    @Test
    @DisplayName("fault 45: an answer that is not UTF-8 falls over")
    void notUtf8() throws Exception {
        targets.with(once())
                .faulty(new Fault.Answer(
                        200,
                        Map.of("content-type", JSON),
                        completion("\u00ff\u00fe").getBytes(StandardCharsets.ISO_8859_1)));

        targets.assertSteppedAround(targets.chat(), 1);
    }

    @Test
    @DisplayName("fault 45: escapes, NUL and lone surrogates come through byte for byte")
    void escapes() throws Exception {
        String body = completion("\\u0000 \\ud83d grüße 😀");
        targets.faulty(Fault.json(200, body));

        assertThat(targets.chat().json()).isEqualTo(bytes(body));
    }

    @Test
    @DisplayName("fault 48: an answer that names another model is still that of the target")
    void otherModelsName() throws Exception {
        targets.with(Knobs.builder()).faulty(Fault.json(200, completion("x")));

        ChatCompletion answer = targets.chat();

        assertThat(answer.model()).isEqualTo(FIRST);
        assertThat(new String(answer.json(), StandardCharsets.UTF_8)).contains("\"model\":\"another\"");
    }

    private static String completion(String text) {
        return "{\"id\":\"x\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"another\",\"choices\":[{\"index\":0,"
                + "\"message\":{\"role\":\"assistant\",\"content\":\"" + text + "\"},\"finish_reason\":\"stop\"}]}";
    }

    private static Fault encoded(int status, String encoding, byte[] body) {
        return new Fault.Answer(status, Map.of("content-type", JSON, "content-encoding", encoding), body);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

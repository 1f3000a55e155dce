package dev.sidestep.wire.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.core.Feature;
import dev.sidestep.core.Lifecycle;
import dev.sidestep.core.Model;
import dev.sidestep.wire.anthropic.Calls.Sent;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.openai.OpenAiFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What leaves for a target of this format where the client speaks it, too.
class EditTest {
    private static final Aim LARGE = Calls.aim(new Model(Calls.OPUS_46, Calls.ALL, 0, 0, null, Lifecycle.ACTIVE));

    @Test
    void callThatFitsLeavesAsTheArrayThatCame() {
        ClientCall call = Calls.old(Calls.body("\"new_field\":1.50").replace("\"m\"", "\"" + Calls.OPUS_46 + "\""));

        Fitting fitting = Calls.FORMAT.edit(call, LARGE);

        assertThat(fitting.body()).isSameAs(call.body().bytes());
        assertThat(fitting.losses()).isEmpty();
    }

    @Test
    void onlyTheModelAndOurOwnFieldsChange() {
        String body = " {\"models\":[\"a\"], \"model\" : \"m\", \"max_tokens\":10,\"x\":{\"b\": 1.0 ,\"a\":2},"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"é\\u00e9\"}], \"fallbacks\":[\"b\"]}";

        assertThat(new String(Calls.FORMAT.edit(Calls.old(body), LARGE).body(), UTF_8))
                .isEqualTo(" {\"model\" : \"claude-opus-4-6\", \"max_tokens\":10,\"x\":{\"b\": 1.0 ,\"a\":2},"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"é\\u00e9\"}]}");
    }

    @Test
    @DisplayName("case 59: a limit above the model's is clamped")
    void case59LimitIsClamped() {
        Sent sent = edited("", "claude-opus-4-6", "1000", "64000");

        assertThat(sent.body().path("max_tokens").asLong()).isEqualTo(32_000);
        assertThat(sent.losses()).containsExactly("max_tokens=64000->32000");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            claude-opus-4-8   | {"type":"enabled","budget_tokens":6000} | {"type":"adaptive"}                     | medium | thinking=adaptive
            claude-opus-4-8   | {"type":"disabled"}                     | -                                       | -      | -
            claude-opus-4-8   | {"type":"adaptive","display":"omitted"} | {"type":"adaptive","display":"omitted"} | -      | -
            claude-fable-5    | {"type":"disabled"}                     | -                                       | low    | thinking=low
            claude-opus-4-6   | {"budget_tokens":6000,"type":"enabled"} | {"budget_tokens":6000,"type":"enabled"} | -      | -
            claude-opus-4-6   | {"type":"disabled"}                     | {"type":"disabled"}                     | -      | -
            claude-haiku-4-5  | {"type":"adaptive"}                     | {"type":"enabled","budget_tokens":16384} | -     | thinking=budget of 16384
            claude-3-haiku    | {"type":"enabled","budget_tokens":6000} | -                                       | -      | thinking
            some-other-model  | {"type":"enabled","budget_tokens":6000} | {"type":"enabled","budget_tokens":6000} | -      | -
            """)
    @DisplayName("case 75: thinking is said in the model's words")
    void case75ThinkingIsConverted(String model, String asked, String given, String effort, String loss) {
        Sent sent = edited("\"thinking\":" + asked, model, "1000", "30000");

        assertThat(sent.body().has("thinking") ? sent.body().path("thinking").toString() : null)
                .isEqualTo(given);
        assertThat(sent.body().at("/output_config/effort").asText()).isEqualTo(effort == null ? "" : effort);
        assertThat(sent.losses()).isEqualTo(loss == null ? List.of() : List.of(loss));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            claude-opus-4-8   | max   | {"effort":"max"}   | -
            claude-opus-4-6   | xhigh | {"effort":"high"}  | thinking=xhigh->high
            claude-haiku-4-5  | high  | -                  | output_config.effort
            claude-opus-4-8   | ultra | {"effort":"ultra"} | -
            """)
    void effortIsBroughtIntoTheModelsRange(String model, String asked, String given, String loss) {
        Sent sent = edited("\"output_config\":{\"effort\":\"" + asked + "\"}", model, "1000", "1000");

        assertThat(
                        sent.body().has("output_config")
                                ? sent.body().path("output_config").toString()
                                : null)
                .isEqualTo(given);
        assertThat(sent.losses()).isEqualTo(loss == null ? List.of() : List.of(loss));
    }

    @Test
    void effortLeavesTheRestOfItsObject() {
        Sent sent = edited(
                "\"output_config\":{\"effort\":\"high\",\"format\":{\"type\":\"json_schema\",\"schema\":{}}}",
                Calls.HAIKU_45,
                "1000",
                "1000");

        assertThat(sent.body().path("output_config").toString())
                .isEqualTo("{\"format\":{\"type\":\"json_schema\",\"schema\":{}}}");
    }

    @Test
    void budgetStaysBelowAClampedLimit() {
        Sent sent =
                edited("\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":50000}", Calls.HAIKU_45, "1000", "64000");

        assertThat(sent.body().at("/thinking/budget_tokens").asLong()).isEqualTo(31_999);
        assertThat(sent.losses()).containsExactly("max_tokens=64000->32000", "thinking=50000->31999");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            claude-opus-4-8  | "temperature":0.5              | -                              | temperature
            claude-opus-4-8  | "temperature":1.0              | -                              | -
            claude-opus-4-8  | "top_k":5                      | -                              | top_k
            claude-opus-4-5  | "temperature":0.5,"top_p":0.9  | "temperature":0.5              | top_p
            claude-opus-4-5  | "temperature":null,"top_p":0.9 | "top_p":0.9                    | -
            claude-opus-4    | "temperature":0.5,"top_p":0.9  | "temperature":0.5,"top_p":0.9  | -
            """)
    @DisplayName("cases 56, 57: sampling as far as the model takes it")
    void case56SamplingByModel(String model, String asked, String given, String loss) {
        Sent sent = edited(asked, model, "1000", "1000");

        String kept = sent.body().toString().replaceAll(".*\"content\":\"hi\"\\}\\],?(.*)\\}", "$1");
        assertThat(kept).isEqualTo(given == null ? "" : given);
        assertThat(sent.losses()).isEqualTo(loss == null ? List.of() : List.of(loss));
        assertThat(sent.headers()).containsEntry("anthropic-version", "2023-06-01");
    }

    @Test
    void ownVersionAndBetasGoOn() {
        Map<String, String> headers = Map.of("anthropic-version", "2026-10-21", "anthropic-beta", "a,b");
        ClientCall call = Calls.FORMAT.read(Calls.json(Calls.body("")), headers);

        assertThat(Calls.FORMAT.headers(call, LARGE)).isEqualTo(headers);
        assertThat(Calls.FORMAT.path(LARGE, true)).isEqualTo("/messages");
    }

    @Test
    @DisplayName("§6: state of other providers is taken out, byte by byte")
    void tokensOfOursAreStripped() {
        String token = new Opaque(WireFormat.GEMINI, "g/m", "thoughtSignature", "s").token();
        String body = messages("{\"role\":\"assistant\", \"content\": [ {\"type\":\"thinking\",\"thinking\":\"a\","
                + "\"signature\":\"" + token + "\"} , {\"type\":\"text\", \"text\":\"é\"}]},"
                + "{\"role\":\"user\",\"content\":\"x\"},"
                + "{\"content\":[{\"type\":\"redacted_thinking\",\"data\":\"" + token + "\"}],\"role\":\"assistant\"},"
                + "{\"role\":\"user\",\"content\":\"y\"}");

        Fitting fitting = Calls.FORMAT.edit(Calls.old(body), LARGE);

        assertThat(new String(fitting.body(), UTF_8))
                .contains("[{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\", \"content\": "
                        + "[{\"type\":\"text\", \"text\":\"é\"}]},{\"role\":\"user\",\"content\":\"x\"},"
                        + "{\"role\":\"user\",\"content\":\"y\"}]");
        assertThat(fitting.losses()).hasSize(1);
    }

    @Test
    @DisplayName("case 71: the provider's own thoughts stay, shown or not")
    void case71OwnThoughtsStay() {
        String body = messages("{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"\","
                + "\"signature\":\"EqQB\"},{\"type\":\"text\",\"text\":\"sidestep.1.\"}]},"
                + "{\"role\":\"user\",\"content\":\"x\"}");

        Fitting fitting = Calls.FORMAT.edit(Calls.old(body), LARGE);

        assertThat(new String(fitting.body(), UTF_8)).contains("EqQB");
        assertThat(fitting.losses()).isEmpty();
    }

    @Test
    @DisplayName("case 69: after an invalid signature one attempt goes without any thought")
    void case69AllThoughtsAreStripped() {
        String body = messages("{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"edited\","
                        + "\"signature\":\"EqQB\"},{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\",\"input\":{}}]},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"a\"}]}")
                .replace("\"max_tokens\"", "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000},\"max_tokens\"");

        Sent sent = new Sent(Calls.FORMAT.edit(Calls.old(body), Calls.repaired(LARGE)), Map.of());

        assertThat(sent.messages()).doesNotContain("EqQB").contains("tool_use");
        assertThat(sent.body().has("thinking")).isFalse();
        assertThat(sent.losses()).contains("messages.thinking");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            400 | messages.1.content.0: Invalid `signature` in `thinking` block | THINKING
            400 | messages.3: `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified. | THINKING
            400 | This URL is disallowed by the website's robots.txt file. | DOWNLOAD
            400 | Unable to download the file. Please verify the URL. | DOWNLOAD
            400 | prompt is too long | ``
            500 | Invalid `signature` in `thinking` block | ``
            """)
    @DisplayName("cases 48, 69: refusals that a repaired body mends")
    void case48RefusalsAreRecognised(int status, String message, String refusal) {
        String body =
                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"" + message + "\"}}";

        assertThat(Refusal.of(status, Calls.json(body)).map(Enum::name).orElse(""))
                .isEqualTo(refusal);
        assertThat(Refusal.of(400, Calls.json("<html>robots.txt"))).isEmpty();
    }

    @Test
    @DisplayName("case 12: system turns are hoisted where the model takes none")
    void case12SystemTurnOfAnotherModelIsHoisted() {
        String body = messages("{\"role\":\"system\",\"content\":\"be brief\"}");

        Sent older = Calls.edited(Calls.old(body), LARGE);
        Sent newer = Calls.edited(Calls.old(body), Calls.aim(Calls.OPUS_48));

        assertThat(older.body().path("system").findValuesAsText("text")).containsExactly("be brief");
        assertThat(older.losses()).containsExactly("messages.system=system");
        assertThat(newer.messages()).contains("\"role\":\"system\"");
        assertThat(newer.losses()).isEmpty();
    }

    @Test
    void wordSystemElsewhereChangesNothing() {
        ClientCall call = Calls.old(Calls.body("\"tools\":[{\"name\":\"f\",\"input_schema\":{\"enum\":[\"system\"]}}]")
                .replace("\"m\"", "\"" + Calls.OPUS_46 + "\""));

        assertThat(Calls.FORMAT.edit(call, LARGE).body()).isSameAs(call.body().bytes());
    }

    @Test
    @DisplayName("case 17: a prefill that the operator lets go becomes a request to continue")
    void case17PrefillThatIsLetGo() {
        String body = messages("{\"role\":\"assistant\",\"content\":\"So far:\"}");

        Sent sent = Calls.edited(Calls.old(body), Calls.without(Calls.OPUS_48, Feature.PREFILL));

        assertThat(sent.body().path("messages")).hasSize(3);
        assertThat(sent.losses()).containsExactly("messages.prefill=a request to continue");
    }

    @Test
    void callOfAnotherFormatIsNotEdited() {
        ClientCall call = OpenAiFormat.INSTANCE.read(
                Calls.json("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"), Map.of());

        assertThatThrownBy(() -> Calls.FORMAT.edit(call, LARGE)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Sent edited(String fields, String model, String from, String to) {
        return Calls.edited(Calls.old(Calls.body(fields).replace(from, to)), Calls.aim(model));
    }

    private static String messages(String more) {
        return "{\"model\":\"m\",\"max_tokens\":4000,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}," + more
                + "]}";
    }
}

package dev.sidestep.wire.openai;

import static dev.sidestep.wire.openai.Calls.aim;
import static dev.sidestep.wire.openai.Calls.call;
import static dev.sidestep.wire.openai.Calls.foreign;
import static dev.sidestep.wire.openai.Calls.messages;
import static dev.sidestep.wire.openai.Calls.result;
import static dev.sidestep.wire.openai.Calls.text;
import static dev.sidestep.wire.openai.Calls.turn;
import static dev.sidestep.wire.openai.Calls.written;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Lifecycle;
import dev.sidestep.core.Model;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.OutputFormat;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Reasoning;
import dev.sidestep.wire.canonical.Role;
import dev.sidestep.wire.canonical.Sampling;
import dev.sidestep.wire.canonical.Source;
import dev.sidestep.wire.canonical.Tool;
import dev.sidestep.wire.canonical.ToolChoice;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.Loss;
import dev.sidestep.wire.format.ToolCallMemory.Kept;
import dev.sidestep.wire.format.ToolNames;
import dev.sidestep.wire.json.Trees;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Calls of other formats, written for OpenAI-compatible targets.
class UpstreamChatTest {
    private static final Aim OPENAI = aim("openai", "gpt-4o");
    private static final Part IMAGE = new Part.Image(new Source.Inline("image/png", "AAAA"), "", Extras.NONE);
    private static final Opaque FOREIGN = new Opaque(WireFormat.ANTHROPIC, "acc/claude", "signature", "SIG");
    private static final String CALL_C1 =
            "{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}";

    @Test
    void case03ResultsComeBeforeTheUsersText() {
        CanonicalRequest request =
                foreign(turn(Role.ASSISTANT, call("c1", "{}")), turn(Role.USER, text("so?"), result("c1", text("42"))));

        assertThat(messages(request, OPENAI))
                .isEqualTo("[{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[" + CALL_C1 + "]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"42\"},"
                        + "{\"role\":\"user\",\"content\":\"so?\"}]");
    }

    @Test
    void case04ImagesOfResultsFollowAllResults() {
        CanonicalRequest request = foreign(
                turn(Role.ASSISTANT, call("c1", "{}"), call("c2", "{}")),
                turn(Role.USER, result("c1", text("see"), IMAGE), result("c2", text("b")), text("so?")));

        JsonNode messages = written(request, OPENAI).path("messages");

        assertThat(messages.findValuesAsText("role")).containsExactly("assistant", "tool", "tool", "user", "user");
        assertThat(Trees.text(messages.path(3).path("content")))
                .isEqualTo("[{\"type\":\"text\",\"text\":\"Result of tool call c1:\"},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"}}]");
        assertThat(losses(request, OPENAI)).containsExactly("messages.tool_result=a user message");
    }

    @Test
    void case05CallsWithoutResultAreAnsweredWithAnError() {
        CanonicalRequest request = foreign(turn(Role.ASSISTANT, call("c1", "{}")), turn(Role.USER, text("go on")));

        assertThat(messages(request, OPENAI))
                .contains(
                        "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"Error: The tool call was not executed.\"},"
                                + "{\"role\":\"user\"");
    }

    @Test
    void case06ResultsWithoutCallAreTold() {
        CanonicalRequest request = foreign(turn(Role.USER, result("gone", text("42"))));

        assertThat(messages(request, OPENAI))
                .contains("\"role\":\"user\"", "42")
                .doesNotContain("\"tool\"");
    }

    @ParameterizedTest
    @CsvSource({"openai, developer", "groq, system", "my-server, system"})
    void case14DevelopersAreKnownToOpenAiAlone(String provider, String role) {
        CanonicalRequest request = foreign(turn(Role.DEVELOPER, text("a")), turn(Role.USER, text("b")));

        assertThat(written(request, aim(provider, "m"))
                        .path("messages")
                        .path(0)
                        .path("role")
                        .asText())
                .isEqualTo(role);
    }

    @Test
    void case17BeginningOfTheAnswerIsLeftOutWhereNobodyGoesOn() {
        CanonicalRequest request = foreign(turn(Role.USER, text("a")), turn(Role.ASSISTANT, text("{")));

        assertThat(messages(request, aim("mistral", "mistral-large"))).endsWith("\"content\":\"{\",\"prefix\":true}]");
        Aim without = aim("openai", "gpt-4o", Feature.PREFILL);
        assertThat(messages(request, without)).isEqualTo("[{\"role\":\"user\",\"content\":\"a\"}]");
        assertThat(losses(request, without)).containsExactly("messages.prefill");
    }

    @ParameterizedTest
    @CsvSource({"openai, refusal", "groq, content"})
    void case18RefusalsAreWhatWasSaidWhereNoFieldIs(String provider, String field) {
        CanonicalRequest request = foreign(turn(Role.ASSISTANT, new Part.Refusal("no")), turn(Role.USER, text("why?")));

        assertThat(written(request, aim(provider, "m"))
                        .path("messages")
                        .path(0)
                        .path(field)
                        .asText())
                .isEqualTo("no");
    }

    @Test
    void case19TurnsWithoutAnythingLeftAreLeftOut() {
        CanonicalRequest request = foreign(
                turn(Role.USER, text("a")),
                turn(Role.ASSISTANT, new Part.Thinking("hm", FOREIGN, Extras.NONE)),
                turn(Role.USER, text("b")));

        assertThat(written(request, OPENAI).path("messages")).hasSize(2);
        assertThat(losses(request, OPENAI)).containsExactly("messages.thinking");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ~~    | {}
            {"a   | {"a
            [1]   | [1]
            """)
    void case25To27ArgumentsGoAsTheyAre(String arguments, String sent) {
        CanonicalRequest request =
                foreign(turn(Role.ASSISTANT, call("c1", arguments)), turn(Role.USER, result("c1", text("r"))));

        assertThat(written(request, OPENAI)
                        .at("/messages/0/tool_calls/0/function/arguments")
                        .asText())
                .isEqualTo(sent);
    }

    @Test
    void case28To30ToolsSayNoMoreThanTheyDo() {
        JsonNode schema = Calls.json(
                "{\"anyOf\":[{\"$ref\":\"#/$defs/a\"}],\"$defs\":{\"a\":{}},\"additionalProperties\":false}");
        CanonicalRequest request = foreign(
                List.of(
                        new Tool.Function("a", "", null, null, Extras.NONE),
                        new Tool.Function("b", "does", schema, true, Extras.NONE)),
                new OutputFormat.Text(),
                turn(Role.USER, text("a")));

        assertThat(written(request, OPENAI).path("tools"))
                .isEqualTo(Calls.json("[{\"type\":\"function\",\"function\":{\"name\":\"a\"}},{\"type\":\"function\","
                        + "\"function\":{\"name\":\"b\",\"description\":\"does\",\"parameters\":" + schema
                        + ",\"strict\":true}}]"));
    }

    @Test
    void case38ToolChoiceGoesWithTools() {
        CanonicalRequest request = choosing(new ToolChoice.Required(), List.of());

        assertThat(written(request, OPENAI).has("tool_choice")).isFalse();
        assertThat(written(choosing(new ToolChoice.Required(), tools("a")), OPENAI)
                        .path("tool_choice")
                        .asText())
                .isEqualTo("required");
    }

    @Test
    void case40LongAndOddNamesAreMappedAndRestored() {
        String name = "mcp.server/" + "x".repeat(80);
        Aim aim = aim("openai", "gpt-4o");

        JsonNode body = written(choosing(new ToolChoice.Named(name), tools(name)), aim);

        String sent = body.at("/tools/0/function/name").asText();
        assertThat(sent).matches("[a-zA-Z0-9_-]{64}").startsWith("mcp_server_");
        assertThat(body.at("/tool_choice/function/name").asText()).isEqualTo(sent);
        assertThat(ToolNames.given(sent, aim.memory())).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"openai, .{29}", "mistral, [A-Za-z0-9]{9}", "groq, .{50}"})
    void case41IdsFitTheTargetInCallAndResult(String provider, String pattern) {
        String id = "toolu_" + "y".repeat(44);
        CanonicalRequest request =
                foreign(turn(Role.ASSISTANT, call(id, "{}")), turn(Role.USER, result(id, text("r"))));

        JsonNode messages = written(request, aim(provider, "m")).path("messages");

        assertThat(messages.at("/0/tool_calls/0/id").asText()).matches(pattern);
        assertThat(messages.at("/1/tool_call_id")).isEqualTo(messages.at("/0/tool_calls/0/id"));
    }

    @Test
    void keptIdsAndSignaturesGoBackToTheirProvider() {
        Aim aim = aim("gemini", "gemini-3");
        Opaque own = new Opaque(WireFormat.OPENAI, aim.target(), "thought_signature", "SIG");
        aim.memory().keep("call_x", new Kept("f.1", own));
        CanonicalRequest request =
                foreign(turn(Role.ASSISTANT, call("call_x", "{}")), turn(Role.USER, result("call_x", text("r"))));

        JsonNode messages = written(request, aim).path("messages");

        assertThat(messages.at("/0/tool_calls/0/id").asText()).isEqualTo("f.1");
        assertThat(messages.at("/1/tool_call_id").asText()).isEqualTo("f.1");
        assertThat(Signatures.of(messages.at("/0/tool_calls/0")).asText()).isEqualTo("SIG");
        assertThat(messages(request, aim("openai", "gpt-4o"))).doesNotContain("SIG");
    }

    @Test
    void case43ErrorsAreMarked() {
        Part failed = new Part.ToolResult("c1", "", List.of(text("no such file")), true, Extras.NONE);
        CanonicalRequest request = foreign(turn(Role.ASSISTANT, call("c1", "{}")), turn(Role.USER, failed));

        assertThat(messages(request, OPENAI)).contains("\"content\":\"Error: no such file\"");
        assertThat(Calls.write(request, OPENAI).losses()).contains(Loss.approximated("messages.is_error", "text"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            openai | {"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"a"}}]}} | 2
            groq   | "required" | 1
            """)
    void case46AllowedToolsAreFilteredWhereTheyCannotBeTold(String provider, String choice, int tools) {
        JsonNode body =
                written(choosing(new ToolChoice.Among(List.of("a"), true), tools("a", "b")), aim(provider, "m"));

        assertThat(body.path("tool_choice")).isEqualTo(Calls.json(choice));
        assertThat(body.path("tools")).hasSize(tools);
    }

    @Test
    void case51And52And53MediaAreWritten() {
        CanonicalRequest request = foreign(turn(
                Role.USER,
                new Part.Image(new Source.Url("https://x"), "high", Extras.NONE),
                new Part.Document(new Source.Inline("application/pdf", "AA"), "", Extras.NONE),
                new Part.Document(new Source.PlainText("words"), "title", Extras.NONE),
                new Part.Audio(new Source.Inline("audio/mpeg", "AA"), Extras.NONE)));

        assertThat(written(request, OPENAI).at("/messages/0/content")).isEqualTo(Calls.json("""
                [{"type":"image_url","image_url":{"url":"https://x","detail":"high"}},
                 {"type":"file","file":{"file_data":"data:application/pdf;base64,AA","filename":"document.pdf"}},
                 {"type":"text","text":"title\\n\\nwords"},
                 {"type":"input_audio","input_audio":{"data":"AA","format":"mp3"}}]
                """));
    }

    @Test
    void anotherProvidersFilesAreLost() {
        CanonicalRequest request =
                foreign(turn(Role.USER, text("a"), new Part.Document(new Source.Handle("file_1"), "", Extras.NONE)));

        assertThat(messages(request, OPENAI)).doesNotContain("file_1");
        assertThat(losses(request, OPENAI)).containsExactly("messages.document");
    }

    @ParameterizedTest
    @CsvSource({"gpt-4o, false", "gpt-5.6, true"})
    void case55MarksForTheCacheHaveASisterOnNewModels(String model, boolean taken) {
        Extras mark = new Extras(WireFormat.ANTHROPIC, Map.of("cache_control", Calls.json("{\"type\":\"ephemeral\"}")));
        CanonicalRequest request = foreign(
                turn(Role.USER, new Part.Text("a", null, mark)),
                turn(Role.ASSISTANT, text("b")),
                turn(Role.USER, text("c")));

        assertThat(messages(request, aim("openai", model))
                        .contains("\"prompt_cache_breakpoint\":{\"mode\":\"explicit\"}"))
                .isEqualTo(taken);
        assertThat(losses(request, aim("openai", model)))
                .isEqualTo(taken ? List.of() : List.of("messages.cache_control"));
    }

    @ParameterizedTest
    @CsvSource({
        "openai, gpt-4o, max_completion_tokens",
        "openai, gpt-5, max_completion_tokens",
        "mistral, m, max_tokens",
        "my-server, m, max_tokens"
    })
    void case59And60LimitsAreClampedAndGoByOneName(String provider, String id, String name) {
        Model model = new Model(id, EnumSet.allOf(Feature.class), 0, 8_192, null, Lifecycle.ACTIVE);
        CanonicalRequest request = limited(32_000);

        JsonNode body = written(request, aim(provider, model, new Calls.Memory()));

        assertThat(body.path(name).asLong()).isEqualTo(8_192);
        assertThat(body.has("max_tokens") && body.has("max_completion_tokens")).isFalse();
        assertThat(losses(request, aim(provider, model, new Calls.Memory()))).containsExactly("max_tokens=32000->8192");
    }

    @Test
    void case62MoreStopsThanFourAreClamped() {
        CanonicalRequest request = with(List.of("a", "b", "c", "d", "e"), Reasoning.UNSAID, Sampling.UNSAID);

        assertThat(written(request, OPENAI).path("stop")).hasSize(4);
        assertThat(losses(request, OPENAI)).containsExactly("stop_sequences=5->4");
    }

    @ParameterizedTest
    @CsvSource({"give me JSON, 1", "give me something, 2"})
    void case63JsonIsSpokenOf(String prompt, int messages) {
        CanonicalRequest request = foreign(List.of(), new OutputFormat.Json(), turn(Role.USER, text(prompt)));

        assertThat(written(request, OPENAI).path("messages")).hasSize(messages);
        assertThat(messages(request, OPENAI)).containsIgnoringCase("json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            openai   | gpt-5.2         | XHIGH   | xhigh  |
            openai   | o3              | NONE    | low    | thinking=none->low
            groq     | llama           | MINIMAL | low    | thinking=minimal->low
            groq     | llama           | MAX     | high   | thinking=max->high
            groq     | llama           | NONE    | none   |
            groq     | openai/gpt-oss-120b | HIGH | high  |
            my-server | m              | MEDIUM  | medium |
            """)
    void effortIsSaidInTheTargetsWords(
            String provider, String model, Reasoning.Effort effort, String sent, String loss) {
        CanonicalRequest request = with(List.of(), new Reasoning(Reasoning.Mode.ON, effort, 0, false), Sampling.UNSAID);

        assertThat(written(request, aim(provider, model))
                        .path("reasoning_effort")
                        .asText())
                .isEqualTo(sent);
        assertThat(losses(request, aim(provider, model))).isEqualTo(loss == null ? List.of() : List.of(loss));
    }

    @ParameterizedTest
    @CsvSource({"groq, qwen/qwen3.6-27b, parsed", "groq, openai/gpt-oss-20b, ''", "openai, gpt-5, ''"})
    void case67ThoughtsAreToldApartWhereTheyWouldStandInTheText(String provider, String model, String format) {
        CanonicalRequest request = foreign(turn(Role.USER, text("a")));

        assertThat(written(request, aim(provider, model))
                        .path("reasoning_format")
                        .asText())
                .isEqualTo(format);
    }

    @Test
    void budgetsBecomeEfforts() {
        CanonicalRequest request =
                with(List.of(), new Reasoning(Reasoning.Mode.ON, null, 9_000, false), Sampling.UNSAID);

        assertThat(written(request, aim("openai", "o3"))
                        .path("reasoning_effort")
                        .asText())
                .isEqualTo("medium");
        assertThat(losses(request, aim("openai", "o3"))).containsExactly("thinking=medium");
        Aim without = aim("openai", "gpt-4o", Feature.REASONING);
        assertThat(written(request, without).has("reasoning_effort")).isFalse();
        assertThat(losses(request, without)).containsExactly("thinking");
    }

    @Test
    void samplingThatIsTakenGoesAndTheRestIsTold() {
        Sampling sampling = new Sampling(new BigDecimal("0.70"), null, 40L, null, null, 5L, null, null, null, null);

        CanonicalRequest request = with(List.of(), Reasoning.UNSAID, sampling);

        assertThat(Trees.text(written(request, OPENAI))).contains("\"temperature\":0.70", "\"seed\":5");
        assertThat(losses(request, OPENAI)).containsExactly("top_k");
        assertThat(Trees.text(written(request, aim("mistral", "m")))).contains("\"random_seed\":5");
    }

    @ParameterizedTest
    @CsvSource({"deepseek, hm", "openai, ''"})
    void thoughtsGoBackToThoseWhoWantThem(String provider, String thoughts) {
        CanonicalRequest request = foreign(
                turn(Role.ASSISTANT, new Part.Thinking("hm", null, Extras.NONE), call("c1", "{}")),
                turn(Role.USER, result("c1", text("r"))));

        assertThat(written(request, aim(provider, "m"))
                        .at("/messages/0/reasoning_content")
                        .asText())
                .isEqualTo(thoughts);
    }

    @Test
    void deepSeekWantsAFieldForThoughtsEvenWithoutAny() {
        CanonicalRequest request = foreign(
                turn(Role.ASSISTANT, new Part.Thinking("hm", FOREIGN, Extras.NONE), call("c1", "{}")),
                turn(Role.USER, result("c1", text("r"))));

        assertThat(messages(request, aim("deepseek", "deepseek-chat"))).contains("\"reasoning_content\":\"\"");
        assertThat(losses(request, aim("deepseek", "deepseek-chat"))).containsExactly("messages.thinking");
    }

    @Test
    void textIsOneStringWhereNothingElseIsTaken() {
        CanonicalRequest request = foreign(turn(Role.USER, text("a"), text("b")));

        assertThat(messages(request, aim("deepseek", "m"))).contains("\"content\":\"a\\n\\nb\"");
        assertThat(messages(request, OPENAI)).contains("[{\"type\":\"text\"");
    }

    @Test
    void whatOnlyTheOriginHasIsTold() {
        CanonicalRequest request = new CanonicalRequest(
                WireFormat.ANTHROPIC,
                List.of(turn(Role.USER, text("a"), new Part.Unknown(WireFormat.ANTHROPIC, Trees.object()))),
                List.of(new Tool.Unknown(WireFormat.ANTHROPIC, Trees.object())),
                new ToolChoice.Required(),
                true,
                new OutputFormat.Text(),
                Sampling.UNSAID,
                Reasoning.UNSAID,
                0,
                List.of(),
                true,
                new Extras(WireFormat.ANTHROPIC, Map.of("container", Calls.json("\"c\""))));

        assertThat(losses(request, OPENAI)).containsExactlyInAnyOrder("messages.content", "tools", "container");
        assertThat(written(request, OPENAI).path("stream_options")).isEqualTo(Calls.json("{\"include_usage\":true}"));
        assertThat(written(request, aim("mistral", "m")).has("stream_options")).isFalse();
    }

    private static CanonicalRequest choosing(ToolChoice choice, List<Tool> tools) {
        return request(tools, choice, List.of(), Reasoning.UNSAID, Sampling.UNSAID, 0);
    }

    private static CanonicalRequest limited(long tokens) {
        return request(List.of(), new ToolChoice.Unsaid(), List.of(), Reasoning.UNSAID, Sampling.UNSAID, tokens);
    }

    private static CanonicalRequest with(List<String> stop, Reasoning reasoning, Sampling sampling) {
        return request(List.of(), new ToolChoice.Unsaid(), stop, reasoning, sampling, 0);
    }

    private static CanonicalRequest request(
            List<Tool> tools,
            ToolChoice choice,
            List<String> stop,
            Reasoning reasoning,
            Sampling sampling,
            long limit) {
        return new CanonicalRequest(
                WireFormat.ANTHROPIC,
                List.of(turn(Role.USER, text("hi"))),
                tools,
                choice,
                null,
                new OutputFormat.Text(),
                sampling,
                reasoning,
                limit,
                stop,
                false,
                Extras.NONE);
    }

    private static List<Tool> tools(String... names) {
        return List.of(names).stream()
                .map(name -> (Tool) new Tool.Function(name, "", null, null, Extras.NONE))
                .toList();
    }

    private static List<String> losses(CanonicalRequest request, Aim aim) {
        return Calls.write(request, aim).losses().stream().map(Loss::toString).toList();
    }
}

package dev.sidestep.wire.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.anthropic.Calls.Chat;
import dev.sidestep.wire.anthropic.Calls.Sent;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.OutputFormat;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Reasoning;
import dev.sidestep.wire.canonical.Reasoning.Effort;
import dev.sidestep.wire.canonical.Reasoning.Mode;
import dev.sidestep.wire.canonical.Role;
import dev.sidestep.wire.canonical.Sampling;
import dev.sidestep.wire.canonical.Source;
import dev.sidestep.wire.canonical.Tool;
import dev.sidestep.wire.canonical.ToolChoice;
import dev.sidestep.wire.canonical.Turn;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.json.Trees;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What leaves for a target of this format where the client speaks OpenAI's.
class UpstreamCallTest {
    private static final Turn HI = Calls.turn(Role.USER, "hi");
    private static final Turn CALLS_A_AND_B =
            Calls.turn(Role.ASSISTANT, new Part.ToolCall("a", "f", "{\"x\":1}"), new Part.ToolCall("b", "g", "{}"));

    @Test
    @DisplayName("case 1: results of two tool calls are one user message")
    void case01ResultsAreOneMessage() {
        Sent sent = withTools(HI, CALLS_A_AND_B, Calls.result("a", "1"), Calls.result("b", "2"));

        assertThat(roles(sent)).containsExactly("user", "assistant", "user");
        assertThat(types(sent, 2)).containsExactly("tool_result", "tool_result");
        assertThat(sent.messages()).contains("\"tool_use_id\":\"a\"", "\"tool_use_id\":\"b\"");
        assertThat(sent.losses()).isEmpty();
    }

    @Test
    @DisplayName("case 2: results come before the user's text")
    void case02ResultsComeFirst() {
        Sent sent = withTools(
                HI, CALLS_A_AND_B, Calls.result("a", "1"), Calls.result("b", "2"), Calls.turn(Role.USER, "and?"));

        assertThat(types(sent, 2)).containsExactly("tool_result", "tool_result", "text");
    }

    @Test
    @DisplayName("case 5: an unanswered tool call is answered with an error")
    void case05UnansweredCallIsAnswered() {
        Sent sent = withTools(HI, CALLS_A_AND_B, Calls.result("a", "1"), Calls.turn(Role.USER, "never mind"));

        assertThat(types(sent, 2)).containsExactly("tool_result", "tool_result", "text");
        assertThat(sent.body().at("/messages/2/content/1/is_error").asBoolean()).isTrue();
        assertThat(sent.losses()).hasSize(1);
    }

    @Test
    @DisplayName("case 6: a result without its call becomes text")
    void case06OrphanBecomesText() {
        Sent sent = withTools(HI, Calls.result("gone", "42"));

        assertThat(sent.messages()).contains("42").doesNotContain("tool_result");
        assertThat(sent.losses()).isNotEmpty();
    }

    @Test
    @DisplayName("case 12: all system messages are kept, in order")
    void case12SystemTurnsAreHoisted() {
        Sent sent = Chat.of(
                        Calls.turn(Role.SYSTEM, "one"),
                        HI,
                        Calls.turn(Role.ASSISTANT, "yes"),
                        Calls.turn(Role.SYSTEM, "two"),
                        Calls.turn(Role.USER, "go"))
                .to(Calls.OPUS_46);

        assertThat(sent.body().path("system").findValuesAsText("text")).containsExactly("one", "two");
        assertThat(roles(sent)).containsExactly("user", "assistant", "user");
        assertThat(sent.losses()).containsExactly("messages.system=system");
    }

    @Test
    @DisplayName("case 12: where the model takes them, system turns stay in place")
    void case12SystemTurnsStayInPlace() {
        Sent sent = Chat.of(Calls.turn(Role.SYSTEM, "one"), HI, Calls.turn(Role.SYSTEM, "two"))
                .to(Calls.OPUS_48);

        assertThat(roles(sent)).containsExactly("user", "system");
        assertThat(sent.losses()).isEmpty();
    }

    @Test
    @DisplayName("case 13: a system prompt alone is sent as the user's words")
    void case13SystemAloneBecomesTheUsersTurn() {
        Sent sent = Chat.of(Calls.turn(Role.SYSTEM, "Tell a joke.")).to(Calls.OPUS_46);

        assertThat(sent.body().has("system")).isFalse();
        assertThat(sent.messages())
                .isEqualTo("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Tell a joke.\"}]}]");
        assertThat(sent.losses()).hasSize(1);
    }

    @Test
    @DisplayName("case 14: a developer is the system")
    void case14DeveloperIsSystem() {
        Sent sent = Chat.of(Calls.turn(Role.DEVELOPER, "be brief"), HI).to(Calls.OPUS_46);

        assertThat(sent.body().path("system").findValuesAsText("text")).containsExactly("be brief");
        assertThat(sent.losses()).isEmpty();
    }

    @Test
    @DisplayName("case 15: empty texts beside tool calls are left out")
    void case15EmptyTextIsLeftOut() {
        Turn calls = Calls.turn(Role.ASSISTANT, new Part.Text(""), new Part.ToolCall("a", "f", "{}"));

        Sent sent = withTools(HI, calls, Calls.result("a", ""));

        assertThat(types(sent, 1)).containsExactly("tool_use");
        assertThat(sent.body().at("/messages/2/content/0").has("content")).isFalse();
        assertThat(sent.losses()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t"})
    @DisplayName("case 16: a blank user message cannot be sent")
    void case16BlankMessageGetsAPlaceholder(String text) {
        Sent sent = Chat.of(Calls.turn(Role.USER, text)).to(Calls.OPUS_46);

        assertThat(sent.body().at("/messages/0/content/0/text").asText()).isEqualTo("(no text)");
        assertThat(sent.losses()).hasSize(1);
    }

    @Test
    @DisplayName("case 15: white space beside something else passes")
    void case15BlankTextBesideAnotherPasses() {
        Sent sent = Chat.of(Calls.turn(Role.USER, new Part.Text(" "), new Part.Text("x")))
                .to(Calls.OPUS_46);

        assertThat(types(sent, 0)).containsExactly("text", "text");
        assertThat(sent.losses()).isEmpty();
    }

    @Test
    @DisplayName("case 17: where the model does not go on by itself, it is asked to")
    void case17PrefillBecomesARequest() {
        Sent sent = Chat.of(HI, Calls.turn(Role.ASSISTANT, "So far:")).to(Calls.OPUS_46);

        assertThat(roles(sent)).containsExactly("user", "assistant", "user");
        assertThat(sent.losses()).containsExactly("messages.prefill=a request to continue");
    }

    @Test
    @DisplayName("case 17: an older model goes on with a prefill")
    void case17OlderModelTakesAPrefill() {
        Sent sent = Chat.of(HI, Calls.turn(Role.ASSISTANT, "So far: ")).to(Calls.HAIKU_45);

        assertThat(roles(sent)).containsExactly("user", "assistant");
        assertThat(sent.body().at("/messages/1/content/0/text").asText()).isEqualTo("So far:");
    }

    @Test
    @DisplayName("case 18: a refusal in the history is the model's text")
    void case18RefusalIsText() {
        Sent sent = Chat.of(HI, Calls.turn(Role.ASSISTANT, new Part.Refusal("no")), HI)
                .to(Calls.OPUS_46);

        assertThat(sent.body().at("/messages/1/content/0").toString()).isEqualTo("{\"type\":\"text\",\"text\":\"no\"}");
    }

    @Test
    @DisplayName("case 19: a message of dropped parts alone is gone, and its neighbours are one")
    void case19EmptiedMessageIsGone() {
        Opaque foreign = new Opaque(WireFormat.RESPONSES, "o/m", "encrypted_content", "e");
        Turn thought = Calls.turn(Role.ASSISTANT, new Part.RedactedThinking(foreign));

        Sent sent = Chat.of(HI, thought, Calls.turn(Role.USER, "well?")).to(Calls.OPUS_46);

        assertThat(roles(sent)).containsExactly("user");
        assertThat(types(sent, 0)).containsExactly("text", "text");
        assertThat(sent.losses()).containsExactly("messages.reasoning_content");
    }

    @Test
    @DisplayName("case 20: the caller speaks first")
    void case20UserSpeaksFirst() {
        Sent sent = Chat.of(Calls.turn(Role.ASSISTANT, "hello"), HI).to(Calls.OPUS_46);

        assertThat(roles(sent)).containsExactly("user", "assistant", "user");
        assertThat(sent.losses()).hasSize(1);
    }

    @Test
    @DisplayName("case 22: names stand before the text")
    void case22NameStandsInTheText() {
        Turn ann = new Turn(Role.USER, List.of(new Part.Text("hi")), "ann", Extras.NONE);

        Sent sent = Chat.of(ann).to(Calls.OPUS_46);

        assertThat(sent.body().at("/messages/0/content/0/text").asText()).isEqualTo("ann: hi");
        assertThat(sent.losses()).containsExactly("messages.name=text");
    }

    @Test
    @DisplayName("case 23: documents of the model's move to the caller's next turn, behind the results")
    void case23DocumentOfTheModelMoves() {
        Part.Document pdf = new Part.Document(new Source.Inline("application/pdf", "AA"), "", Extras.NONE);
        Turn answer = Calls.turn(Role.ASSISTANT, pdf, new Part.ToolCall("a", "f", "{}"));

        Sent sent = withTools(HI, answer, Calls.result("a", "1"));

        assertThat(types(sent, 1)).containsExactly("tool_use");
        assertThat(types(sent, 2)).containsExactly("tool_result", "document");
        assertThat(sent.losses()).hasSize(1);
    }

    @Test
    @DisplayName("case 24: user messages that follow each other do not fuse")
    void case24TextsStayApart() {
        Sent sent = Chat.of(Calls.turn(Role.USER, "one"), Calls.turn(Role.USER, "two"))
                .to(Calls.OPUS_46);

        assertThat(roles(sent)).containsExactly("user");
        assertThat(sent.body().at("/messages/0/content").findValuesAsText("text"))
                .containsExactly("one", "two");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``          | {}
            ` `         | {}
            {"a":1.50}  | {"a":1.50}
            {"a":       | {"_raw":"{\\"a\\":"}
            "x"         | {"_raw":"\\"x\\""}
            [1]         | {"_raw":"[1]"}
            null        | {"_raw":"null"}
            """)
    @DisplayName("cases 25, 26, 27: arguments that are none, broken, or no object")
    void case25ArgumentsAreAlwaysAnObject(String arguments, String input) {
        Turn call = Calls.turn(Role.ASSISTANT, new Part.ToolCall("a", "f", arguments));

        Sent sent = withTools(HI, call, Calls.result("a", "1"));

        assertThat(sent.body().at("/messages/1/content/0/input").toString()).isEqualTo(input);
        assertThat(sent.losses().isEmpty()).isNotEqualTo(input.contains("_raw"));
    }

    @Test
    @DisplayName("cases 28, 29: a tool without parameters and description")
    void case28BareToolGetsAnEmptySchema() {
        Sent sent = withTools(HI);

        assertThat(sent.body().at("/tools/0").toString())
                .isEqualTo("{\"name\":\"f\",\"input_schema\":{\"type\":\"object\",\"properties\":{}}}");
    }

    @Test
    @DisplayName("case 30: the whole schema is passed on")
    void case30SchemaPassesWhole() {
        String schema = "{\"type\":\"object\",\"anyOf\":[{\"$ref\":\"#/$defs/a\"}],\"$defs\":{\"a\":{\"minimum\":3}},"
                + "\"additionalProperties\":{\"type\":\"string\"}}";

        assertThat(tool(schema, null).at("/tools/0/input_schema").toString()).isEqualTo(schema);
    }

    @Test
    @DisplayName("case 33: a strict tool that refers to itself is not strict any more")
    void case33CircularSchemaIsNotStrict() {
        Chat chat = strict("{\"type\":\"object\",\"properties\":{\"next\":{\"$ref\":\"#\"}}}");

        Sent sent = chat.to(Calls.OPUS_46);

        assertThat(sent.body().at("/tools/0").has("strict")).isFalse();
        assertThat(sent.losses()).containsExactly("tools.strict");
    }

    @Test
    @DisplayName("case 36: what strict tools cannot hold is told in the description")
    void case36LimitsBecomeDescriptions() {
        Chat chat = strict("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"minimum\":1,"
                + "\"description\":\"how many\"},\"e\":{\"type\":\"string\",\"format\":\"email\"}}}");

        Sent sent = chat.to(Calls.OPUS_46);

        assertThat(sent.body().at("/tools/0/input_schema").toString())
                .isEqualTo("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"description\":"
                        + "\"how many\\n\\n{minimum: 1}\"},\"e\":{\"type\":\"string\",\"format\":\"email\"}},"
                        + "\"additionalProperties\":false}");
        assertThat(sent.body().at("/tools/0/strict").asBoolean()).isTrue();
        assertThat(sent.losses()).hasSize(1);
    }

    @Test
    @DisplayName("case 37: a forced tool and thinking do not go together")
    void case37ForcedToolSwitchesThinkingOff() {
        Chat chat = forced();
        chat.reasoning = new Reasoning(Mode.ON, Effort.HIGH, 0, false);

        Sent sent = chat.to(Calls.HAIKU_45);

        assertThat(sent.body().has("thinking")).isFalse();
        assertThat(sent.body().at("/tool_choice").toString()).isEqualTo("{\"type\":\"tool\",\"name\":\"f\"}");
        assertThat(sent.losses()).containsExactly("reasoning_effort=off, because of the forced tool");
    }

    @Test
    @DisplayName("case 37: a model that cannot be forced is asked")
    void case37ModelThatCannotBeForcedIsAsked() {
        Sent sent = forced().to("claude-fable-5-1");

        assertThat(sent.body().at("/tool_choice/type").asText()).isEqualTo("auto");
        assertThat(sent.body().at("/system/0/text").asText()).contains("calling the tool f");
        assertThat(sent.losses()).containsExactly("tool_choice=auto");
    }

    @Test
    @DisplayName("case 38: a choice without tools is dropped")
    void case38ChoiceWithoutToolsIsDropped() {
        Chat chat = new Chat();
        chat.choice = new ToolChoice.Required();

        Sent sent = chat.to(Calls.OPUS_46);

        assertThat(sent.body().has("tool_choice")).isFalse();
        assertThat(sent.losses()).containsExactly("tool_choice");
    }

    @Test
    @DisplayName("case 39: tool calls in the history want a tool")
    void case39HistoryWithToolCallsGetsAStandIn() {
        Turn call = Calls.turn(Role.ASSISTANT, new Part.ToolCall("a", "f", "{}"));

        Sent sent = Chat.of(HI, call, Calls.result("a", "1")).to(Calls.OPUS_46);

        assertThat(sent.body().path("tools")).hasSize(1);
        assertThat(sent.body().at("/tool_choice/type").asText()).isEqualTo("none");
        assertThat(sent.losses()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"call.1:x", "a b", "__thought__é", ""})
    @DisplayName("case 42: odd tool-call ids are rewritten, in the call and in its result alike")
    void case42IdsFitTheGrammar(String id) {
        Turn call = Calls.turn(Role.ASSISTANT, new Part.ToolCall(id, "f", "{}"));

        Sent sent = withTools(HI, call, Calls.result(id, "1"));

        String written = sent.body().at("/messages/1/content/0/id").asText();
        assertThat(written).matches("[A-Za-z0-9_-]{1,64}");
        assertThat(sent.body().at("/messages/2/content/0/tool_use_id").asText()).isEqualTo(written);
    }

    @Test
    @DisplayName("case 43: a failed tool says so")
    void case43ErrorIsMarked() {
        Turn call = Calls.turn(Role.ASSISTANT, new Part.ToolCall("a", "f", "{}"));
        Part result = new Part.ToolResult("a", "", List.of(new Part.Text("boom")), true, Extras.NONE);

        Sent sent = withTools(HI, call, Calls.turn(Role.TOOL, result));

        assertThat(sent.body().at("/messages/2/content/0/is_error").asBoolean()).isTrue();
    }

    @Test
    @DisplayName("case 46: allowed tools are the only ones told")
    void case46AllowedToolsAreFiltered() {
        Chat chat = new Chat();
        chat.tools = List.of(Calls.tool("f"), Calls.tool("g"));
        chat.choice = new ToolChoice.Among(List.of("g"), true);

        Sent sent = chat.to(Calls.OPUS_46);

        assertThat(sent.body().path("tools").findValuesAsText("name")).containsExactly("g");
        assertThat(sent.body().at("/tool_choice/type").asText()).isEqualTo("any");
        assertThat(sent.losses()).containsExactly("tool_choice=fewer tools");
    }

    @ParameterizedTest
    @CsvSource({"false,,auto", "false,none,none"})
    void oneToolAtATimeIsSaidWithAChoice(boolean parallel, String choice, String type) {
        Chat chat = new Chat();
        chat.tools = List.of(Calls.tool("f"));
        chat.parallel = parallel;
        chat.choice = choice == null ? new ToolChoice.Unsaid() : new ToolChoice.None();

        JsonNode written = chat.to(Calls.OPUS_46).body().path("tool_choice");

        assertThat(written.path("type").asText()).isEqualTo(type);
        assertThat(written.path("disable_parallel_tool_use").asBoolean()).isEqualTo(choice == null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            image/png     | image/png
            image/jpg     | image/jpeg
            image/webp    | image/webp
            image/svg+xml |
            image/heic    |
            """)
    @DisplayName("case 50: only four kinds of images")
    void case50ImagesOfFourKinds(String type, String sent) {
        Sent image = image(new Source.Inline(type, "AA"));

        assertThat(image.messages().contains("\"media_type\":\"" + sent)).isEqualTo(sent != null);
        assertThat(image.losses().isEmpty()).isEqualTo(sent != null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data:image/png;charset=x;base64,AA==", "DATA:image/PNG;base64,AA=="})
    @DisplayName("case 49: a data address with parameters is an image in the request")
    void case49DataAddressIsOpened(String url) {
        assertThat(image(new Source.Url(url)).messages())
                .contains("\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"AA==\"}");
    }

    @Test
    void imageAddressIsSentAsOne() {
        assertThat(image(new Source.Url("https://x/y.png")).messages())
                .contains("\"source\":{\"type\":\"url\",\"url\":\"https://x/y.png\"}");
    }

    @Test
    @DisplayName("case 51: how closely to look cannot be said")
    void case51DetailIsLost() {
        Turn turn = Calls.turn(Role.USER, new Part.Image(new Source.Inline("image/png", "AA"), "high", Extras.NONE));

        assertThat(Chat.of(turn).to(Calls.OPUS_46).losses()).containsExactly("messages.image_url.detail");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            application/pdf | {"type":"base64","media_type":"application/pdf","data":"aGk="}
            text/plain      | {"type":"text","media_type":"text/plain","data":"hi"}
            text/markdown   | {"type":"text","media_type":"text/plain","data":"hi"}
            """)
    @DisplayName("case 52: files become documents")
    void case52FilesBecomeDocuments(String type, String source) {
        Sent sent = Chat.of(
                        Calls.turn(Role.USER, new Part.Document(new Source.Inline(type, "aGk="), "a.x", Extras.NONE)))
                .to(Calls.OPUS_46);

        assertThat(sent.body().at("/messages/0/content/0/source").toString()).isEqualTo(source);
        assertThat(sent.body().at("/messages/0/content/0/title").asText()).isEqualTo("a.x");
    }

    @Test
    @DisplayName("cases 52, 53: foreign file ids and sound are left out and told")
    void case53SoundAndForeignFilesAreLost() {
        Sent sent = Chat.of(Calls.turn(
                        Role.USER,
                        new Part.Text("x"),
                        new Part.Audio(new Source.Inline("audio/wav", "AA"), Extras.NONE),
                        new Part.Document(new Source.Handle("file-1"), "", Extras.NONE)))
                .to(Calls.OPUS_46);

        assertThat(types(sent, 0)).containsExactly("text");
        assertThat(sent.losses()).containsExactly("messages.input_audio", "messages.file");
    }

    @Test
    @DisplayName("cases 54, 55: at most four marks for the cache, the last ones")
    void case54FourMarksForTheCache() {
        Extras mark = new Extras(WireFormat.OPENAI, Map.of("prompt_cache_breakpoint", Trees.object()));
        List<Part> parts = new ArrayList<>(Collections.nCopies(6, new Part.Text("x", null, mark)));

        Sent sent = Chat.of(new Turn(Role.USER, parts)).to(Calls.OPUS_46);

        assertThat(sent.body().at("/messages/0/content").findValues("cache_control"))
                .hasSize(4);
        assertThat(sent.body().at("/messages/0/content/1").has("cache_control")).isFalse();
        assertThat(sent.losses()).contains("messages.prompt_cache_breakpoint");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            claude-opus-4    | 2023-06-01 | 1 | temperature=1.7->1
            claude-opus-4-7  | 2026-10-21 |   | temperature
            claude-haiku-4-5 | 2023-06-01 | 1 | temperature=1.7->1
            """)
    @DisplayName("case 56: the version follows from the temperature, and its range from the version")
    void case56TemperatureIsClampedOrDropped(String model, String version, String temperature, String loss) {
        Sent sent = sampled("1.7", null).to(model);

        assertThat(sent.headers()).containsEntry("anthropic-version", version);
        assertThat(sent.body().path("temperature").asText()).isEqualTo(temperature == null ? "" : temperature);
        assertThat(sent.losses()).containsExactly(loss);
    }

    @Test
    void callWithoutSamplingGoesInTheNewerVersion() {
        assertThat(new Chat().to(Calls.HAIKU_45).headers()).isEqualTo(Map.of("anthropic-version", "2026-10-21"));
    }

    @Test
    @DisplayName("case 56: no temperature along with thinking")
    void case56TemperatureYieldsToThinking() {
        Chat chat = sampled("0.2", null);
        chat.reasoning = new Reasoning(Mode.ON, Effort.LOW, 0, false);

        Sent sent = chat.to(Calls.OPUS_46);

        assertThat(sent.body().has("temperature")).isFalse();
        assertThat(sent.losses()).contains("temperature");
    }

    @ParameterizedTest
    @CsvSource({"claude-opus-4-5, false", "claude-3-7-sonnet-20250219, true"})
    @DisplayName("case 57: newer models take temperature or top_p, not both")
    void case57TemperaturePrevails(String model, boolean both) {
        Sent sent = sampled("0.5", "0.9").to(model);

        assertThat(sent.body().path("temperature").decimalValue()).isEqualByComparingTo("0.5");
        assertThat(sent.body().has("top_p")).isEqualTo(both);
        assertThat(sent.losses().isEmpty()).isEqualTo(both);
    }

    @Test
    @DisplayName("case 58: without a limit the model's own counts, and a budget stays below it")
    void case58LimitComesFromTheModel() {
        Chat chat = new Chat();
        chat.reasoning = new Reasoning(Mode.ON, Effort.MAX, 0, false);

        JsonNode body = chat.to(Calls.HAIKU_45).body();

        assertThat(body.path("max_tokens").asLong()).isEqualTo(32_000);
        assertThat(body.at("/thinking/budget_tokens").asLong()).isEqualTo(24_000);
    }

    @Test
    @DisplayName("case 59: a limit above the model's is clamped")
    void case59LimitIsClamped() {
        Chat chat = new Chat();
        chat.maxTokens = 64_000;

        Sent sent = chat.to(Calls.OPUS_46);

        assertThat(sent.body().path("max_tokens").asLong()).isEqualTo(32_000);
        assertThat(sent.losses()).containsExactly("max_tokens=64000->32000");
    }

    @Test
    @DisplayName("case 61: blank stop texts are dropped")
    void case61BlankStopTextsAreDropped() {
        Chat chat = new Chat();
        chat.stop = List.of("\n", "END", " ");

        Sent sent = chat.to(Calls.OPUS_46);

        assertThat(sent.body().path("stop_sequences").toString()).isEqualTo("[\"END\"]");
        assertThat(sent.losses()).containsExactly("stop");
    }

    @Test
    @DisplayName("case 63: JSON without a schema is asked for in words")
    void case63JsonIsAskedFor() {
        Chat chat = new Chat();
        chat.format = new OutputFormat.Json();

        Sent sent = chat.to(Calls.OPUS_46);

        assertThat(sent.body().at("/system/0/text").asText()).contains("JSON object");
        assertThat(sent.losses()).containsExactly("response_format=an instruction");
    }

    @Test
    void schemaOfTheAnswerIsHeldTo() {
        Chat chat = new Chat();
        JsonNode schema = Trees.parse("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},"
                        + "\"additionalProperties\":false}")
                .orElseThrow();
        chat.format = new OutputFormat.JsonSchema("answer", "", schema, true);

        Sent sent = chat.to(Calls.OPUS_46);

        assertThat(sent.body().at("/output_config/format/schema")).isEqualTo(schema);
        assertThat(sent.losses()).isEmpty();
    }

    @Test
    @DisplayName("case 65 and penalties: what this format cannot say is told")
    void case65ForeignSamplingIsTold() {
        Chat chat = new Chat();
        chat.sampling = new Sampling(null, null, null, BigDecimal.ONE, BigDecimal.ZERO, 7L, null, true, 3L, 2L);

        assertThat(chat.to(Calls.OPUS_46).losses())
                .containsExactly("frequency_penalty", "seed", "logprobs", "top_logprobs", "n");
    }

    @Test
    @DisplayName("case 68: thoughts without a signature are dropped, never signed by us")
    void case68UnsignedThoughtIsDropped() {
        Turn thought = Calls.turn(Role.ASSISTANT, new Part.Thinking("hm", null, Extras.NONE), new Part.Text("x"));

        Sent sent = Chat.of(HI, thought, HI).to(Calls.OPUS_46);

        assertThat(types(sent, 1)).containsExactly("text");
        assertThat(sent.losses()).containsExactly("messages.reasoning_content");
    }

    @ParameterizedTest
    @CsvSource({"main/claude-opus-4-6, true", "other/claude-opus-4-6, false", "main/claude-opus-4-8, false"})
    @DisplayName("cases 70, 71: signed thoughts go back to their issuer alone")
    void case71SignedThoughtsGoHome(String issuer, boolean goes) {
        Opaque signature = new Opaque(WireFormat.ANTHROPIC, issuer, "signature", "sig");
        Opaque data = new Opaque(WireFormat.ANTHROPIC, issuer, "redacted_thinking", "enc");
        Turn thought = Calls.turn(
                Role.ASSISTANT,
                new Part.Thinking("", signature, Extras.NONE),
                new Part.RedactedThinking(data),
                new Part.Text("x"));

        Sent sent = Chat.of(HI, thought, HI).to(Calls.OPUS_46);

        assertThat(sent.messages().contains("{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"sig\"}"))
                .isEqualTo(goes);
        assertThat(sent.messages().contains("{\"type\":\"redacted_thinking\",\"data\":\"enc\"}"))
                .isEqualTo(goes);
    }

    @Test
    @DisplayName("§6: in an open tool loop without its thoughts, thinking with a budget is off")
    void lostThreadSwitchesTheBudgetOff() {
        Turn call = Calls.turn(Role.ASSISTANT, new Part.ToolCall("a", "f", "{}"));
        Chat chat = Chat.of(HI, call, Calls.result("a", "1"));
        chat.tools = List.of(Calls.tool("f"));
        chat.reasoning = new Reasoning(Mode.ON, Effort.HIGH, 0, false);

        assertThat(chat.to(Calls.HAIKU_45).body().has("thinking")).isFalse();
        assertThat(chat.to(Calls.OPUS_46).body().at("/thinking/type").asText()).isEqualTo("adaptive");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            claude-opus-4-8            | HIGH    | {"type":"adaptive"}                       | high
            claude-opus-4-8            | MAX     | {"type":"adaptive"}                       | max
            claude-opus-4-8            | MINIMAL | {"type":"adaptive"}                       | low
            claude-opus-4-8            | NONE    |                                           |
            claude-opus-4-6            | XHIGH   | {"type":"adaptive"}                       | high
            claude-opus-4-6            | NONE    | {"type":"disabled"}                       |
            claude-fable-5             | NONE    |                                           | low
            claude-haiku-4-5           | LOW     | {"type":"enabled","budget_tokens":4096}   |
            claude-haiku-4-5           | MINIMAL | {"type":"enabled","budget_tokens":1024}   |
            claude-haiku-4-5           | HIGH    | {"type":"enabled","budget_tokens":16384}  |
            claude-3-haiku-20240307    | HIGH    |                                           |
            """)
    void effortIsSaidInTheModelsWords(String model, Effort asked, String thinking, String effort) {
        Chat chat = new Chat();
        chat.reasoning = new Reasoning(Mode.UNSAID, asked, 0, false);

        JsonNode body = chat.to(model).body();

        assertThat(body.has("thinking") ? body.path("thinking").toString() : null)
                .isEqualTo(thinking);
        assertThat(body.at("/output_config/effort").asText()).isEqualTo(effort == null ? "" : effort);
    }

    @Test
    void shortAnswersLeaveNoRoomForABudget() {
        Chat chat = new Chat();
        chat.maxTokens = 1_000;
        chat.reasoning = new Reasoning(Mode.ON, Effort.HIGH, 0, false);

        Sent sent = chat.to(Calls.HAIKU_45);

        assertThat(sent.body().has("thinking")).isFalse();
        assertThat(sent.losses()).containsExactly("reasoning_effort=off, because of the longest answer");
    }

    @Test
    void fieldsOfOtherFormatsAreToldAndTheUserIsNamed() {
        Chat chat = new Chat();
        chat.extras = new Extras(
                WireFormat.OPENAI,
                Map.of("store", TextNode.valueOf("true"), "safety_identifier", TextNode.valueOf("u-1")));

        Sent sent = chat.to(Calls.OPUS_46);

        assertThat(sent.body().at("/metadata/user_id").asText()).isEqualTo("u-1");
        assertThat(sent.losses()).containsExactly("store");
    }

    @Test
    void personalNamesOfUsersDoNotLeave() {
        Chat chat = new Chat();
        chat.extras = new Extras(WireFormat.OPENAI, Map.of("user", TextNode.valueOf("ann@example.org")));

        Sent sent = chat.to(Calls.OPUS_46);

        assertThat(sent.body().has("metadata")).isFalse();
        assertThat(sent.losses()).containsExactly("user");
    }

    @ParameterizedTest
    @CsvSource({"VISION, messages.image_url", "IMAGE_URLS, messages.image_url"})
    void whatTheModelLacksIsLeftOut(Feature lacking, String loss) {
        Turn turn =
                Calls.turn(Role.USER, new Part.Text("x"), new Part.Image(new Source.Url("https://x"), "", Extras.NONE));

        Sent sent = Chat.of(turn).to(Calls.without(Calls.OPUS_46, lacking));

        assertThat(types(sent, 0)).containsExactly("text");
        assertThat(sent.losses()).containsExactly(loss);
    }

    private static Sent withTools(Turn... turns) {
        Chat chat = Chat.of(turns);
        chat.tools = List.of(Calls.tool("f"));
        return chat.to(Calls.OPUS_46);
    }

    private static JsonNode tool(String schema, @Nullable Boolean strict) {
        Chat chat = new Chat();
        chat.tools = List.of(new Tool.Function("f", "", Trees.parse(schema).orElseThrow(), strict, Extras.NONE));
        return chat.to(Calls.OPUS_46).body();
    }

    private static Chat strict(String schema) {
        Chat chat = new Chat();
        chat.tools = List.of(new Tool.Function("f", "", Trees.parse(schema).orElseThrow(), true, Extras.NONE));
        return chat;
    }

    private static Chat forced() {
        Chat chat = new Chat();
        chat.tools = List.of(Calls.tool("f"));
        chat.choice = new ToolChoice.Named("f");
        return chat;
    }

    private static Sent image(Source source) {
        return Chat.of(Calls.turn(Role.USER, new Part.Text("x"), new Part.Image(source, "", Extras.NONE)))
                .to(Calls.OPUS_46);
    }

    private static Chat sampled(String temperature, @Nullable String topP) {
        Chat chat = new Chat();
        chat.bodyFields = ",\"temperature\":" + temperature;
        BigDecimal nucleus = topP == null ? null : new BigDecimal(topP);
        chat.sampling =
                new Sampling(new BigDecimal(temperature), nucleus, null, null, null, null, null, null, null, null);
        return chat;
    }

    private static List<String> roles(Sent sent) {
        return sent.body()
                .path("messages")
                .valueStream()
                .map(message -> message.path("role").asText())
                .toList();
    }

    private static List<String> types(Sent sent, int message) {
        return sent.body()
                .path("messages")
                .path(message)
                .path("content")
                .valueStream()
                .map(block -> block.path("type").asText())
                .toList();
    }
}

package dev.sidestep.wire.responses;

import static dev.sidestep.wire.responses.Given.chat;
import static dev.sidestep.wire.responses.Given.json;
import static dev.sidestep.wire.responses.Given.turn;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.core.Feature;
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
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ToolCallMemory.Kept;
import dev.sidestep.wire.responses.Given.Request;
import dev.sidestep.wire.responses.Given.Written;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestWritingTest {
    private static final Turn HI = turn(Role.USER, new Part.Text("hi"));

    @Test
    void callIsStoredNowhereAndAsksForItsThoughts() {
        Written written = chat(HI).write();

        assertThat(written.body())
                .isEqualTo(json("{'model':'gpt-5.4','input':[{'type':'message','role':'user',"
                        + "'content':'hi'}],'store':false,'include':['reasoning.encrypted_content']}"));
        assertThat(written.losses()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-4o-mini", "gpt-4.1", "gpt-5-chat-latest"})
    void modelThatDoesNotThinkIsNotAskedForThoughts(String model) {
        Written written =
                chat(HI).reasoning(new Reasoning(Mode.ON, Effort.HIGH, 0, true)).writeTo(Given.aim("openai", model));

        assertThat(written.body().has("include")).isFalse();
        assertThat(written.body().has("reasoning")).isFalse();
        assertThat(written.losses()).containsExactly("reasoning_effort");
    }

    @Test
    @DisplayName("cases 12, 14: the operator's words stay in place, in their role")
    void case12OperatorsWordsStayInPlace() {
        JsonNode input = chat(
                        turn(Role.SYSTEM, new Part.Text("a")),
                        HI,
                        turn(Role.DEVELOPER, new Part.Text("b"), new Part.Text("c")))
                .write()
                .input();

        assertThat(input)
                .isEqualTo(json("[{'type':'message','role':'system','content':'a'},"
                        + "{'type':'message','role':'user','content':'hi'},{'type':'message','role':'developer',"
                        + "'content':[{'type':'input_text','text':'b'},{'type':'input_text','text':'c'}]}]"));
    }

    @Test
    @DisplayName("case 74: a Chat call with tools leaves here, each tool flat and explicit about being strict")
    void case74ToolsAreFlatAndExplicit() {
        Tool strict = new Tool.Function("g", "d", json("{'type':'object'}"), true, Extras.NONE);

        Written written = chat(HI).tools(Given.function("f"), strict)
                .choice(new ToolChoice.Required())
                .write();

        assertThat(written.body().path("tools"))
                .isEqualTo(json("[{'type':'function','name':'f',"
                        + "'parameters':{'type':'object','properties':{}},'strict':false},{'type':'function','name':'g',"
                        + "'description':'d','parameters':{'type':'object'},'strict':true}]"));
        assertThat(written.body().path("tool_choice").asText()).isEqualTo("required");
    }

    @Test
    @DisplayName("cases 28, 29: without parameters an empty schema, without description no key")
    void case28ToolWithoutParameters() {
        JsonNode tool = chat(HI).tools(new Tool.Function("f", "", null, null, Extras.NONE))
                .write()
                .body()
                .path("tools")
                .get(0);

        assertThat(tool)
                .isEqualTo(json("{'type':'function','name':'f','parameters':{'type':'object',"
                        + "'properties':{}},'strict':false}"));
    }

    @Test
    void schemaIsPassedAsItIs() {
        JsonNode schema = json("{'$defs':{'a':{'type':['string','null']}},'anyOf':[{'$ref':'#/$defs/a'}],'z':1,'b':2}");

        JsonNode tool = chat(HI).tools(new Tool.Function("f", "", schema, null, Extras.NONE))
                .write()
                .body()
                .path("tools")
                .get(0);

        assertThat(tool.path("parameters").toString()).isEqualTo(schema.toString());
    }

    @Test
    @DisplayName("case 46: a choice among tools keeps its form")
    void case46ChoiceAmongTools() {
        JsonNode body = chat(HI).tools(Given.function("f"), Given.function("g"))
                .choice(new ToolChoice.Among(List.of("g"), true))
                .write()
                .body();

        assertThat(body.path("tool_choice"))
                .isEqualTo(json(
                        "{'type':'allowed_tools','mode':'required'," + "'tools':[{'type':'function','name':'g'}]}"));
    }

    @Test
    @DisplayName("case 38: no choice without tools")
    void case38ChoiceWithoutToolsIsDropped() {
        assertThat(chat(HI).choice(new ToolChoice.Named("f")).write().body().has("tool_choice"))
                .isFalse();
    }

    @Test
    @DisplayName("case 46: another format's own tools are told as lost")
    void case46ForeignToolsAreLost() {
        Written written = chat(HI).tools(new Tool.Unknown(WireFormat.OPENAI, json("{'type':'custom'}")))
                .write();

        assertThat(written.body().has("tools")).isFalse();
        assertThat(written.losses()).containsExactly("tools");
    }

    @Test
    void toolCallsAndResultsAreItems() {
        JsonNode input = chat(
                        HI,
                        turn(
                                Role.ASSISTANT,
                                new Part.Text("let me see"),
                                new Part.ToolCall("c1", "f", "{\"a\": 1}"),
                                new Part.ToolCall("c2", "g", "{}")),
                        turn(Role.TOOL, Given.result("c1", new Part.Text("one"))),
                        turn(Role.TOOL, Given.result("c2")))
                .write()
                .input();

        assertThat(input)
                .isEqualTo(json("[{'type':'message','role':'user','content':'hi'},"
                        + "{'type':'message','role':'assistant','content':'let me see'},"
                        + "{'type':'function_call','call_id':'c1','name':'f','arguments':'{\\\"a\\\": 1}'},"
                        + "{'type':'function_call','call_id':'c2','name':'g','arguments':'{}'},"
                        + "{'type':'function_call_output','call_id':'c1','output':'one'},"
                        + "{'type':'function_call_output','call_id':'c2','output':''}]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''          | {}
            ' '         | {}
            {bad        | {bad
            [1]         | [1]
            """)
    @DisplayName("cases 25, 26, 27: arguments stay the text that the model wrote, and are never empty")
    void case25ArgumentsStayText(String arguments, String expected) {
        JsonNode input = chat(
                        turn(Role.ASSISTANT, new Part.ToolCall("c1", "f", arguments)),
                        turn(Role.TOOL, Given.result("c1")))
                .write()
                .input();

        assertThat(input.get(0).path("arguments").asText()).isEqualTo(expected);
    }

    @Test
    @DisplayName("case 4: images in tool results are parts of the result, nothing is hoisted")
    void case4ImagesInToolResultsStayThere() {
        Part image = new Part.Image(new Source.Inline("image/png", "AA"), "", Extras.NONE);

        Written written = new Request(
                        WireFormat.ANTHROPIC,
                        turn(Role.ASSISTANT, new Part.ToolCall("a", "f", "{}"), new Part.ToolCall("b", "f", "{}")),
                        turn(
                                Role.USER,
                                Given.result("a", new Part.Text("see"), image),
                                Given.result("b", new Part.Text("ok")),
                                new Part.Text("and now?")))
                .write();

        assertThat(written.input().get(2).path("output"))
                .isEqualTo(json("[{'type':'input_text','text':'see'},"
                        + "{'type':'input_image','image_url':'data:image/png;base64,AA','detail':'auto'}]"));
        assertThat(written.input().get(3).path("output").asText()).isEqualTo("ok");
        assertThat(written.input().get(4).path("content").asText()).isEqualTo("and now?");
    }

    @Test
    @DisplayName("case 5: a tool call that nobody answered gets an answer")
    void case5UnansweredCallIsAnswered() {
        Written written = chat(turn(Role.ASSISTANT, new Part.ToolCall("c1", "f", "{}")), HI)
                .write();

        assertThat(written.input().get(1).path("type").asText()).isEqualTo("function_call_output");
        assertThat(written.input().get(1).path("output").asText()).startsWith("Error: ");
        assertThat(written.losses()).isNotEmpty();
    }

    @Test
    @DisplayName("case 6: a result without a call becomes the user's words")
    void case6OrphanResultBecomesText() {
        Written written =
                chat(turn(Role.TOOL, Given.result("c1", new Part.Text("42")))).write();

        assertThat(written.input()).hasSize(1);
        assertThat(written.input().get(0).path("role").asText()).isEqualTo("user");
        assertThat(written.input().toString()).contains("42");
    }

    @Test
    @DisplayName("case 43: that a tool failed is said in words")
    void case43FailureIsSaidInWords() {
        Part.ToolResult failed = new Part.ToolResult("c1", "", List.of(new Part.Text("no disk")), true, Extras.NONE);

        Written written = chat(turn(Role.ASSISTANT, new Part.ToolCall("c1", "f", "{}")), turn(Role.TOOL, failed))
                .write();

        assertThat(written.input().get(1).path("output").asText()).isEqualTo("Error: no disk");
        assertThat(written.losses()).containsExactly("messages.is_error=text");
    }

    @Test
    @DisplayName("case 18: a refusal in the history stays one")
    void case18RefusalStaysOne() {
        assertThat(chat(turn(Role.ASSISTANT, new Part.Refusal("no")), HI)
                        .write()
                        .input()
                        .get(0))
                .isEqualTo(json(
                        "{'type':'message','role':'assistant','content':[{'type':'refusal'," + "'refusal':'no'}]}"));
    }

    @Test
    @DisplayName("case 15: an empty text beside a tool call is left out")
    void case15EmptyTextIsLeftOut() {
        JsonNode input = chat(
                        turn(Role.ASSISTANT, new Part.Text(""), new Part.ToolCall("c1", "f", "{}")),
                        turn(Role.TOOL, Given.result("c1")))
                .write()
                .input();

        assertThat(input.get(0).path("type").asText()).isEqualTo("function_call");
    }

    @Test
    @DisplayName("case 22: a speaker's name is said in words")
    void case22NameIsSaidInWords() {
        Written written = chat(new Turn(Role.USER, List.of(new Part.Text("hi")), "ann", Extras.NONE))
                .write();

        assertThat(written.input().get(0).path("content").get(0).path("text").asText())
                .isEqualTo("ann:");
        assertThat(written.losses()).containsExactly("messages.name=text");
    }

    @Test
    @DisplayName("case 17: an answer that the caller began is left out where the model does not go on")
    void case17PrefillIsLeftOut() {
        Turn begun = turn(Role.ASSISTANT, new Part.Text("{"));

        assertThat(chat(HI, begun).writeTo(Given.lacking(Feature.PREFILL)).losses())
                .containsExactly("messages.prefill");
        assertThat(chat(HI, begun).write().input()).hasSize(2);
    }

    @Test
    void thoughtsGoBackToTheirIssuerOnly() {
        Turn own = thought(new Opaque(WireFormat.RESPONSES, Given.TARGET, "encrypted_content", "gAAA"));

        assertThat(chat(own, HI).write().input().get(0))
                .isEqualTo(json("{'type':'reasoning','summary':"
                        + "[{'type':'summary_text','text':'hm'}],'encrypted_content':'gAAA'}"));
        assertThat(chat(own, HI).writeTo(Given.aim("openai", "gpt-5.5")).losses())
                .containsExactly("messages.reasoning_content");
    }

    @Test
    @DisplayName("cases 68, 70: thoughts of others and unproven ones are dropped and told, without a trace of an item")
    void case68ForeignThoughtsAreDropped() {
        Opaque signature = new Opaque(WireFormat.ANTHROPIC, "a/claude", "signature", "sig");
        Turn redacted = turn(Role.ASSISTANT, new Part.RedactedThinking(signature), new Part.Text("x"));
        Turn unproven = turn(Role.ASSISTANT, new Part.Thinking("hm", null, Extras.NONE), new Part.Text("x"));

        for (Turn turn : List.of(thought(signature), redacted, unproven)) {
            Written written = chat(turn, HI).write();
            assertThat(written.input()).hasSize(2);
            assertThat(written.losses()).containsExactly("messages.reasoning_content");
        }
    }

    @Test
    @DisplayName("thoughts with nothing behind them are refused, so they are dropped")
    void thoughtsWithoutWhatFollowsAreDropped() {
        Opaque own = new Opaque(WireFormat.RESPONSES, Given.TARGET, "encrypted_content", "gAAA");
        Turn alone = turn(Role.ASSISTANT, new Part.Text("x"), new Part.Thinking("hm", own, Extras.NONE));

        assertThat(chat(alone, HI).write().input()).hasSize(2);
    }

    private static Turn thought(Opaque opaque) {
        return turn(Role.ASSISTANT, new Part.Thinking("hm", opaque, Extras.NONE), new Part.Text("x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"toolu_01:a.b", "", "x__thought__abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdef"})
    @DisplayName("cases 41, 42: an id that the target refuses is rewritten the same in call and result")
    void case41IdsAreRewrittenAlike(String id) {
        JsonNode input = chat(turn(Role.ASSISTANT, new Part.ToolCall(id, "f", "{}")), turn(Role.TOOL, Given.result(id)))
                .write()
                .input();

        assertThat(input.get(0).path("call_id").asText()).matches("[A-Za-z0-9_-]{1,64}");
        assertThat(input.get(1).path("call_id")).isEqualTo(input.get(0).path("call_id"));
    }

    @Test
    @DisplayName("case 41: the provider's own id goes out where it is remembered")
    void case41RememberedIdGoesOut() {
        Aim aim = Given.aim();
        aim.memory().keep("call_ours", new Kept("fc_theirs", null));

        JsonNode input = chat(
                        turn(Role.ASSISTANT, new Part.ToolCall("call_ours", "f", "{}")),
                        turn(Role.TOOL, Given.result("call_ours")))
                .writeTo(aim)
                .input();

        assertThat(input.findValuesAsText("call_id")).containsExactly("fc_theirs", "fc_theirs");
    }

    @Test
    @DisplayName("case 40: a name that the target refuses is rewritten, and comes back as it was")
    void case40NamesComeBack() {
        Aim aim = Given.aim();
        String name = "mcp.server/" + "long_tool_name".repeat(5);

        String sent = chat(HI).tools(Given.function(name))
                .choice(new ToolChoice.Named(name))
                .writeTo(aim)
                .body()
                .path("tools")
                .get(0)
                .path("name")
                .asText();
        Part call = Given.FORMAT
                .read(
                        json("{'output':[{'type':'function_call','call_id':'c','name':'" + sent
                                        + "','arguments':'{}'}]}")
                                .toString()
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        aim)
                .parts()
                .getFirst();

        assertThat(sent)
                .matches("mcp_server_[A-Za-z0-9_-]{1,44}_[A-Za-z0-9]{8}")
                .hasSizeLessThanOrEqualTo(64);
        assertThat(call).isEqualTo(new Part.ToolCall("c", name, "{}"));
    }

    @Test
    @DisplayName("case 52: documents and their sources")
    void case52Documents() {
        Turn turn = turn(
                Role.USER,
                new Part.Document(new Source.Inline("application/pdf", "AA"), "", Extras.NONE),
                new Part.Document(new Source.Url("https://a/b.pdf"), "b", Extras.NONE),
                new Part.Document(new Source.Handle("file-1"), "", Extras.NONE),
                new Part.Document(new Source.PlainText("text"), "c", Extras.NONE),
                new Part.Audio(new Source.Inline("audio/mpeg", "AA"), Extras.NONE));

        assertThat(chat(turn).write().input().get(0).path("content"))
                .isEqualTo(json("[{'type':'input_file',"
                        + "'filename':'document.pdf','file_data':'data:application/pdf;base64,AA'},{'type':'input_file',"
                        + "'file_url':'https://a/b.pdf'},{'type':'input_file','file_id':'file-1'},{'type':'input_text',"
                        + "'text':'c:\\ntext'},{'type':'input_audio','input_audio':{'data':'AA','format':'mp3'}}]"));
    }

    @Test
    void filesOfAnotherProviderAreLost() {
        Turn turn =
                turn(Role.USER, new Part.Text("x"), new Part.Document(new Source.Handle("file_1"), "", Extras.NONE));

        assertThat(new Request(WireFormat.ANTHROPIC, turn).write().losses()).containsExactly("messages.document");
    }

    @Test
    void whatTheModelLacksIsLeftOutAndTold() {
        Turn turn = turn(
                Role.USER,
                new Part.Text("x"),
                new Part.Image(new Source.Inline("image/png", "AA"), "", Extras.NONE),
                new Part.Audio(new Source.Inline("audio/wav", "AA"), Extras.NONE),
                new Part.Document(new Source.Inline("application/pdf", "AA"), "", Extras.NONE));

        Written written = chat(turn)
                .tools(Given.function("f"))
                .format(new OutputFormat.JsonSchema("n", "", json("{}"), null))
                .writeTo(Given.lacking(
                        Feature.VISION,
                        Feature.AUDIO,
                        Feature.FILES,
                        Feature.TOOLS,
                        Feature.JSON_SCHEMA,
                        Feature.PREFILL));

        assertThat(written.losses())
                .containsExactly(
                        "messages.image_url", "messages.input_audio", "messages.file", "tools", "response_format");
        assertThat(written.input().get(0).path("content").asText()).isEqualTo("x");
    }

    @Test
    void imageUrlIsLeftOutWhereItIsNotFetched() {
        Turn turn = turn(
                Role.USER, new Part.Text("x"), new Part.Image(new Source.Url("https://a/b.png"), "low", Extras.NONE));

        assertThat(chat(turn).writeTo(Given.lacking(Feature.IMAGE_URLS)).losses())
                .containsExactly("messages.image_url");
        assertThat(chat(turn).write().input().get(0).path("content").get(1))
                .isEqualTo(json("{'type':'input_image','image_url':'https://a/b.png','detail':'low'}"));
    }

    @Test
    void forcedChoiceIsLeftOutWhereTheModelCannotBeMade() {
        Written written = chat(HI).tools(Given.function("f"))
                .choice(new ToolChoice.Required())
                .writeTo(Given.lacking(Feature.FORCED_TOOLS));

        assertThat(written.body().has("tool_choice")).isFalse();
        assertThat(written.losses()).containsExactly("tool_choice");
    }

    @Test
    @DisplayName("cases 62, 65: what this API does not have is told as lost")
    void case62AbsentFieldsAreTold() {
        BigDecimal one = BigDecimal.ONE;
        Sampling sampling = new Sampling(null, null, 5L, one, one, 7L, json("{'1':1}"), null, null, 2L);

        assertThat(chat(HI).sampling(sampling).stop("END").write().losses())
                .containsExactlyInAnyOrder(
                        "top_k", "frequency_penalty", "presence_penalty", "seed", "logit_bias", "n", "stop");
        assertThat(new Request(WireFormat.ANTHROPIC, HI).stop("END").write().losses())
                .containsExactly("stop_sequences");
    }

    @Test
    void defaultsAreNoLoss() {
        Sampling sampling = new Sampling(
                new BigDecimal("1.0"),
                BigDecimal.ONE,
                null,
                BigDecimal.ZERO,
                new BigDecimal("0.0"),
                null,
                json("{}"),
                false,
                0L,
                1L);

        Written written = chat(HI).sampling(sampling).write();

        assertThat(written.losses()).isEmpty();
        assertThat(written.body().has("temperature")).isFalse();
    }

    @Test
    void reasoningModelsAreNotToldHowToSample() {
        Sampling sampling = new Sampling(
                new BigDecimal("0.2"), new BigDecimal("0.9"), null, null, null, null, null, true, 3L, null);

        assertThat(chat(HI).sampling(sampling).write().losses()).containsExactly("temperature", "top_p", "logprobs");
        JsonNode body = chat(HI).sampling(sampling)
                .writeTo(Given.aim("openai", "gpt-4.1"))
                .body();
        assertThat(body.path("temperature").decimalValue()).isEqualTo("0.2");
        assertThat(body.path("include")).isEqualTo(json("['message.output_text.logprobs']"));
        assertThat(body.path("top_logprobs").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-5,NONE,minimal", "gpt-5,MAX,high", "gpt-5-pro,LOW,high", "gpt-5.1,MINIMAL,none", "gpt-5.1,XHIGH,high",
        "gpt-5.4,XHIGH,xhigh", "gpt-5.4,MAX,xhigh", "gpt-5.4-pro,NONE,medium", "gpt-5.9,LOW,low", "o3,NONE,low",
        "gpt-6-astra,NONE,low", "gpt-6-astra,MAX,max", "gpt-7,MAX,max"
    })
    void effortIsBroughtIntoTheModelsRange(String model, Effort asked, String expected) {
        Mode mode = asked == Effort.NONE ? Mode.OFF : Mode.ON;

        Written written =
                chat(HI).reasoning(new Reasoning(mode, asked, 0, false)).writeTo(Given.aim("openai", model));

        assertThat(written.body().path("reasoning").path("effort").asText()).isEqualTo(expected);
        assertThat(written.losses()).hasSize(asked.name().equalsIgnoreCase(expected) ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource({"1024,low", "10000,medium", "32000,high"})
    void budgetBecomesAnEffort(long budget, String effort) {
        Written written = new Request(WireFormat.ANTHROPIC, HI)
                .reasoning(new Reasoning(Mode.ON, null, budget, true))
                .write();

        assertThat(written.body().path("reasoning")).isEqualTo(json("{'effort':'" + effort + "','summary':'auto'}"));
        assertThat(written.losses()).containsExactly("thinking=" + budget + "->" + effort);
    }

    @ParameterizedTest
    @CsvSource({"50,50,", "500,100,max_tokens=500->100", "5,16,max_tokens=5->16", "0,,"})
    @DisplayName("case 59: a limit out of the model's range is clamped and told")
    void case59LimitIsClamped(long asked, Long given, String loss) {
        Written written = chat(HI).limit(asked).writeTo(Given.aim("openai", Given.limited(100)));

        assertThat(written.body().path("max_output_tokens").numberValue())
                .isEqualTo(given == null ? null : given.intValue());
        assertThat(written.losses()).isEqualTo(loss == null ? List.of() : List.of(loss));
    }

    @Test
    void formatIsWritten() {
        OutputFormat schema = new OutputFormat.JsonSchema("", "d", json("{'type':'object'}"), true);

        assertThat(chat(HI).format(schema).write().body().path("text"))
                .isEqualTo(
                        json(
                                "{'format':{"
                                        + "'type':'json_schema','name':'answer','description':'d','schema':{'type':'object'},'strict':true}}"));
    }

    @Test
    @DisplayName("case 63: where JSON is wanted it is spoken of")
    void case63JsonIsSpokenOf() {
        Written silent = chat(HI).format(new OutputFormat.Json()).write();
        Written spoken = chat(turn(Role.SYSTEM, new Part.Text("Use JSON")))
                .format(new OutputFormat.Json())
                .write();

        assertThat(silent.input().get(0).path("content").asText()).contains("JSON");
        assertThat(silent.losses()).hasSize(1);
        assertThat(spoken.input()).hasSize(1);
        assertThat(spoken.losses()).isEmpty();
    }

    @Test
    @DisplayName("case 55: marks for the cache go to models that take them, and are told as lost elsewhere")
    void case55CacheMarks() {
        Extras mark = new Extras(WireFormat.ANTHROPIC, Map.of("cache_control", json("{'type':'ephemeral'}")));
        Request request = new Request(WireFormat.ANTHROPIC, turn(Role.USER, new Part.Text("hi", null, mark)));

        assertThat(request.write().losses()).containsExactly("messages.cache_control");
        Written marked = request.writeTo(Given.aim("openai", "gpt-5.6"));
        assertThat(marked.input().get(0).path("content").get(0))
                .isEqualTo(json("{'type':'input_text','text':'hi','prompt_cache_breakpoint':{'mode':'explicit'}}"));
        assertThat(marked.losses()).containsExactly("messages.cache_control=prompt_cache_breakpoint");
    }

    @Test
    void fieldsThatBothOfOpenAisApisHaveGoAlong() {
        Written written = chat(HI).extras("{'metadata':{'a':'b'},'user':'u','prompt_cache_key':'k',"
                        + "'verbosity':'low','prediction':{'type':'content'},'service_tier':'flex'}")
                .write();

        assertThat(written.body().path("metadata")).isEqualTo(json("{'a':'b'}"));
        assertThat(written.body().path("text")).isEqualTo(json("{'verbosity':'low'}"));
        assertThat(written.body().path("service_tier").asText()).isEqualTo("flex");
        assertThat(written.losses()).containsExactly("prediction");
    }

    @Test
    void fieldsOfAnotherApiAreLost() {
        assertThat(new Request(WireFormat.ANTHROPIC, HI)
                        .extras("{'metadata':{'user_id':'u'}}")
                        .write()
                        .losses())
                .containsExactly("metadata");
    }
}

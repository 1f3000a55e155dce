package dev.sidestep.wire.responses;

import static dev.sidestep.wire.responses.Given.canonical;
import static dev.sidestep.wire.responses.Given.turns;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.OutputFormat;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Reasoning;
import dev.sidestep.wire.canonical.Reasoning.Effort;
import dev.sidestep.wire.canonical.Reasoning.Mode;
import dev.sidestep.wire.canonical.Role;
import dev.sidestep.wire.canonical.Source;
import dev.sidestep.wire.canonical.Tool;
import dev.sidestep.wire.canonical.ToolChoice;
import dev.sidestep.wire.canonical.Turn;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.json.InvalidRequestException;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReadingTest {
    private static final String CALL = "{'type':'function_call','id':'fc_%1$s','call_id':'%1$s','name':'f',"
            + "'arguments':'{}','status':'completed'}";
    private static final String RESULT = "{'type':'function_call_output','call_id':'%1$s','output':'%1$s done'}";
    private static final String SAID = "{'type':'message','id':'msg_1','status':'completed','role':'assistant',"
            + "'content':[{'type':'output_text','text':'%s','annotations':[]}]}";
    private static final String THOUGHT = "{'type':'reasoning','id':'rs_1','summary':[{'type':'summary_text',"
            + "'text':'hm'}],'encrypted_content':'%s'}";

    @Test
    void instructionsAndATextAreTwoTurns() {
        CanonicalRequest request = canonical("{'model':'m','instructions':'be brief','input':'hi'}");

        assertThat(request.origin()).isEqualTo(WireFormat.RESPONSES);
        assertThat(request.turns())
                .containsExactly(
                        new Turn(Role.SYSTEM, List.of(new Part.Text("be brief"))),
                        new Turn(Role.USER, List.of(new Part.Text("hi"))));
    }

    @Test
    @DisplayName("case 14: developer stays developer, and every role keeps its place")
    void case14RolesStayInPlace() {
        List<Turn> turns = turns("{'role':'user','content':'a'},{'role':'developer','content':'b'},"
                + "{'role':'system','content':[{'type':'input_text','text':'c'}]},{'role':'assistant','content':'d'}");

        assertThat(turns)
                .extracting(Turn::role)
                .containsExactly(Role.USER, Role.DEVELOPER, Role.SYSTEM, Role.ASSISTANT);
        assertThat(turns)
                .extracting(turn -> ((Part.Text) turn.parts().getFirst()).text())
                .containsExactly("a", "b", "c", "d");
    }

    @Test
    void toolCallsAndTheTextBeforeThemAreOneTurn() {
        List<Turn> turns = turns(String.join(
                ",",
                SAID.formatted("let me see"),
                CALL.formatted("c1"),
                CALL.formatted("c2"),
                RESULT.formatted("c1"),
                RESULT.formatted("c2")));

        assertThat(turns).hasSize(3);
        assertThat(turns.getFirst().parts())
                .hasExactlyElementsOfTypes(Part.Text.class, Part.ToolCall.class, Part.ToolCall.class);
        assertThat(turns.get(1))
                .isEqualTo(new Turn(
                        Role.TOOL,
                        List.of(new Part.ToolResult("c1", "", List.of(new Part.Text("c1 done")), false, noExtras()))));
    }

    @Test
    void callIdCountsAndNotTheItemsId() {
        Part.ToolCall call =
                (Part.ToolCall) turns(CALL.formatted("c1")).getFirst().parts().getFirst();

        assertThat(call.id()).isEqualTo("c1");
        assertThat(call.arguments()).isEqualTo("{}");
        assertThat(call.extras().fields()).isEmpty();
    }

    @Test
    void secondMessageIsATurnOfItsOwn() {
        List<Turn> turns = turns(SAID.formatted("a") + "," + THOUGHT.formatted("x") + "," + SAID.formatted("b"));

        assertThat(turns).hasSize(2);
        assertThat(turns.get(1).parts()).hasExactlyElementsOfTypes(Part.Thinking.class, Part.Text.class);
    }

    @Test
    void messageBehindToolCallsStaysInTheirTurn() {
        List<Turn> turns = turns(CALL.formatted("c1") + "," + SAID.formatted("b") + "," + RESULT.formatted("c1"));

        assertThat(turns).extracting(Turn::role).containsExactly(Role.ASSISTANT, Role.TOOL);
    }

    @Test
    void thoughtsBetweenToolCallsDoNotPartThem() {
        List<Turn> turns = turns(CALL.formatted("c1") + "," + THOUGHT.formatted("x") + "," + CALL.formatted("c2") + ","
                + RESULT.formatted("c1") + "," + RESULT.formatted("c2"));

        assertThat(turns).extracting(Turn::role).containsExactly(Role.ASSISTANT, Role.TOOL, Role.TOOL);
    }

    @Test
    void reasoningIsThinkingWithItsOpaqueState() {
        Part thought = turns(THOUGHT.formatted("gAAA") + "," + SAID.formatted("a"))
                .getFirst()
                .parts()
                .getFirst();

        Opaque state = new Opaque(WireFormat.RESPONSES, "", "encrypted_content", "gAAA");
        assertThat(thought).isEqualTo(new Part.Thinking("hm", state, Extras.NONE));
    }

    @Test
    void tokenIsUnpacked() {
        Opaque signature = new Opaque(WireFormat.ANTHROPIC, "a/claude", "signature", "sig");

        Part thought = turns(THOUGHT.formatted(signature.token()) + "," + SAID.formatted("a"))
                .getFirst()
                .parts()
                .getFirst();

        assertThat(thought).isEqualTo(new Part.Thinking("hm", signature, Extras.NONE));
    }

    @Test
    @DisplayName("case 70: redacted thinking comes back as what it was")
    void case70RedactedThinkingComesBack() {
        Opaque redacted = new Opaque(WireFormat.ANTHROPIC, "a/claude", "redacted_thinking", "bytes");
        String item = "{'type':'reasoning','summary':[],'encrypted_content':'" + redacted.token() + "'}";

        assertThat(turns(item + "," + SAID.formatted("a")).getFirst().parts().getFirst())
                .isEqualTo(new Part.RedactedThinking(redacted));
    }

    @Test
    @DisplayName("case 73: a text's signature, which travels behind it, comes back to it")
    void case73SignatureOfATextComesBackToIt() {
        Opaque signature = new Opaque(WireFormat.GEMINI, "g/gemini-3", "thoughtSignature", "sig");
        String item = "{'type':'reasoning','summary':[],'encrypted_content':'" + signature.token() + "'}";

        assertThat(turns(SAID.formatted("a") + "," + item).getFirst().parts())
                .containsExactly(new Part.Text("a", signature, noExtras()));
    }

    @Test
    void reasoningIsNeverAUsersMessage() {
        List<Turn> turns = turns("{'type':'reasoning','summary':[]},{'role':'user','content':'x'}");

        assertThat(turns).extracting(Turn::role).containsExactly(Role.ASSISTANT, Role.USER);
        assertThat(turns.getFirst().parts()).containsExactly(new Part.Thinking("", null, Extras.NONE));
    }

    static Stream<Arguments> content() {
        return Stream.of(
                Arguments.of("{'type':'input_text','text':'a'}", new Part.Text("a", null, noExtras())),
                Arguments.of("{'type':'refusal','refusal':'no'}", new Part.Refusal("no")),
                Arguments.of(
                        "{'type':'input_image','image_url':'https://a/b.png','detail':'high'}",
                        new Part.Image(new Source.Url("https://a/b.png"), "high", noExtras())),
                Arguments.of(
                        "{'type':'input_image','image_url':'data:IMAGE/PNG;charset=x;base64,AAAA','detail':'auto'}",
                        new Part.Image(new Source.Inline("image/png", "AAAA"), "", noExtras())),
                Arguments.of(
                        "{'type':'input_image','file_id':'file-1'}",
                        new Part.Image(new Source.Handle("file-1"), "", noExtras())),
                Arguments.of(
                        "{'type':'input_file','filename':'a.pdf','file_data':'data:application/pdf;base64,AAAA'}",
                        new Part.Document(new Source.Inline("application/pdf", "AAAA"), "a.pdf", noExtras())),
                Arguments.of(
                        "{'type':'input_file','file_data':'AAAA'}",
                        new Part.Document(new Source.Inline("application/pdf", "AAAA"), "", noExtras())),
                Arguments.of(
                        "{'type':'input_file','file_data':'data:text/plain,a%20b%'}",
                        new Part.Document(new Source.Inline("text/plain", "YSBiJQ=="), "", noExtras())),
                Arguments.of(
                        "{'type':'input_file','file_url':'https://a/b.pdf'}",
                        new Part.Document(new Source.Url("https://a/b.pdf"), "", noExtras())),
                Arguments.of(
                        "{'type':'input_audio','input_audio':{'data':'AAAA','format':'MP3'}}",
                        new Part.Audio(new Source.Inline("audio/mp3", "AAAA"), noExtras())),
                Arguments.of(
                        "{'type':'input_hologram','x':1}",
                        new Part.Unknown(WireFormat.RESPONSES, Given.json("{'type':'input_hologram','x':1}"))));
    }

    @ParameterizedTest
    @MethodSource("content")
    @DisplayName("cases 49, 52, 53: images, files and sound, wherever their bytes are")
    void case52ContentIsRead(String part, Part expected) {
        assertThat(turns("{'role':'user','content':[" + part + "]}").getFirst().parts())
                .containsExactly(expected);
        assertThat(((Part.ToolResult) turns("{'type':'function_call_output','call_id':'c','output':[" + part + "]}")
                                .getFirst()
                                .parts()
                                .getFirst())
                        .parts())
                .containsExactly(expected);
    }

    @Test
    void toolsAreFlat() {
        List<Tool> tools = canonical("{'model':'m','input':'x','tools':[{'type':'function','name':'f',"
                        + "'description':'d','parameters':{'type':'object'},'strict':true,'defer_loading':true},"
                        + "{'type':'web_search'}]}")
                .tools();

        Tool.Function function = (Tool.Function) tools.getFirst();
        assertThat(function.name()).isEqualTo("f");
        assertThat(function.knownStrict()).isTrue();
        assertThat(function.extras().fields()).containsOnlyKeys("defer_loading");
        assertThat(tools.get(1)).isEqualTo(new Tool.Unknown(WireFormat.RESPONSES, Given.json("{'type':'web_search'}")));
    }

    @Test
    @DisplayName("cases 28, 29: a tool without parameters and description has neither")
    void case28ToolWithoutParameters() {
        Tool tool = canonical("{'model':'m','input':'x','tools':[{'type':'function','name':'f',"
                        + "'description':null,'parameters':null,'strict':null}]}")
                .tools()
                .getFirst();

        assertThat(tool).isEqualTo(new Tool.Function("f", "", null, null, noExtras()));
    }

    @Test
    @DisplayName("case 46: custom tools are this format's own")
    void case46CustomToolsStayUnknown() {
        List<Tool> tools = canonical("{'model':'m','input':'x','tools':[{'type':'custom','name':'g'}]}")
                .tools();

        assertThat(tools)
                .containsExactly(new Tool.Unknown(WireFormat.RESPONSES, Given.json("{'type':'custom','name':'g'}")));
    }

    static Stream<Arguments> choices() {
        return Stream.of(
                Arguments.of("null", new ToolChoice.Unsaid()),
                Arguments.of("'auto'", new ToolChoice.Auto()),
                Arguments.of("'none'", new ToolChoice.None()),
                Arguments.of("'required'", new ToolChoice.Required()),
                Arguments.of("{'type':'function','name':'f'}", new ToolChoice.Named("f")),
                Arguments.of(
                        "{'type':'allowed_tools','mode':'required','tools':[{'type':'function','name':'f'}]}",
                        new ToolChoice.Among(List.of("f"), true)),
                Arguments.of(
                        "{'type':'allowed_tools','mode':'auto','tools':[{'type':'function','name':'f'}]}",
                        new ToolChoice.Among(List.of("f"), false)));
    }

    @ParameterizedTest
    @MethodSource("choices")
    void toolChoiceIsRead(String choice, ToolChoice expected) {
        assertThat(canonical("{'model':'m','input':'x','tool_choice':" + choice + "}")
                        .toolChoice())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'web_search'}",
                "{'type':'custom','name':'g'}",
                "{'type':'allowed_tools','mode':'auto','tools':[{'type':'web_search'}]}"
            })
    void choiceOfAnothersToolIsKeptAside(String choice) {
        CanonicalRequest request = canonical("{'model':'m','input':'x','tool_choice':" + choice + "}");

        assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Unsaid());
        assertThat(request.extras().fields()).containsEntry("tool_choice", Given.json(choice));
    }

    @Test
    void formatIsRead() {
        JsonNode schema = Given.json("{'type':'object'}");

        assertThat(canonical("{'model':'m','input':'x','text':{'format':{'type':'json_schema','name':'n',"
                                + "'schema':{'type':'object'},'strict':true}}}")
                        .outputFormat())
                .isEqualTo(new OutputFormat.JsonSchema("n", "", schema, true));
        assertThat(canonical("{'model':'m','input':'x','text':{'format':{'type':'json_object'}}}")
                        .outputFormat())
                .isEqualTo(new OutputFormat.Json());
        assertThat(canonical("{'model':'m','input':'x','text':{'verbosity':'low'}}")
                        .extras()
                        .fields())
                .containsOnlyKeys("text.verbosity");
    }

    @ParameterizedTest
    @CsvSource({"none,OFF", "minimal,ON", "low,ON", "medium,ON", "high,ON", "xhigh,ON", "max,ON"})
    void effortIsRead(String word, Mode mode) {
        Reasoning reasoning = canonical("{'model':'m','input':'x','reasoning':{'effort':'" + word + "'}}")
                .reasoning();

        assertThat(reasoning.mode()).isEqualTo(mode);
        assertThat(reasoning.effort())
                .map(Effort::name)
                .map(String::toLowerCase)
                .contains(word);
        assertThat(reasoning.isShown()).isFalse();
    }

    @Test
    @DisplayName("case 91: an effort that nobody knows is kept aside")
    void case91UnknownEffortIsKeptAside() {
        CanonicalRequest request = canonical(
                "{'model':'m','input':'x','reasoning':{'effort':'cosmic'," + "'summary':'detailed','mode':'new'}}");

        assertThat(request.reasoning()).isEqualTo(new Reasoning(Mode.UNSAID, null, 0, true));
        assertThat(request.extras().fields())
                .containsOnlyKeys("reasoning.effort", "reasoning.summary", "reasoning.mode");
    }

    @Test
    void samplingIsRead() {
        CanonicalRequest request = canonical("{'model':'m','input':'x','temperature':0.50,'top_p':1,"
                + "'top_logprobs':2,'include':['message.output_text.logprobs','reasoning.encrypted_content'],"
                + "'max_output_tokens':9,'parallel_tool_calls':false}");

        assertThat(request.sampling().temperature()).isEqualTo(new BigDecimal("0.50"));
        assertThat(request.sampling().logprobs()).isTrue();
        assertThat(request.sampling().topLogprobs()).isEqualTo(2);
        assertThat(request.maxOutputTokens()).isEqualTo(9);
        assertThat(request.knownParallelTools()).isFalse();
        assertThat(request.extras().fields()).isEmpty();
    }

    @Test
    void whatOnlyThisFormatHasIsKeptAside() {
        CanonicalRequest request = canonical("{'model':'m','input':'x','previous_response_id':'resp_1',"
                + "'truncation':'auto','include':['file_search_call.results'],'max_tool_calls':3,'models':['a'],"
                + "'user':null,'background':false,'service_tier':'auto','metadata':{},'store':true}");

        assertThat(request.extras().fields())
                .containsOnlyKeys("previous_response_id", "truncation", "include", "max_tool_calls");
        assertThat(request.extras().areLostAt(WireFormat.ANTHROPIC)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'input':[{'role':'tool','content':'x'}]",
                "'input':[{'content':'x'}]",
                "'input':[{'role':'user','content':7}]",
                "'input':[{'role':'user','content':[7]}]",
                "'input':[{'role':'user','content':[{'text':'x'}]}]",
                "'input':[{'role':'user','content':[{'type':'input_image'}]}]",
                "'input':[{'role':'user','content':[{'type':'input_image','image_url':'data:nonsense'}]}]",
                "'input':[{'type':'function_call','name':'f'}]",
                "'input':[{'type':'function_call_output','output':'x'}]",
                "'input':'x','instructions':['a']",
                "'input':'x','tools':[{'type':'function'}]",
                "'input':'x','tools':[7]",
                "'input':'x','tools':{}",
                "'input':'x','tool_choice':'maybe'",
                "'input':'x','temperature':'hot'",
                "'input':'x','top_logprobs':1.5",
                "'input':'x','text':{'format':{'type':'json_schema'}}",
                "'input':'x','reasoning':'high'",
                "'input':'x','include':'all'"
            })
    void whatTheScanSteppedOverIsRefusedByPlace(String fields) {
        assertThatThrownBy(() -> canonical("{'model':'m'," + fields + "}"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("must be");
    }

    private static Extras noExtras() {
        return new Extras(WireFormat.RESPONSES, java.util.Map.of());
    }
}

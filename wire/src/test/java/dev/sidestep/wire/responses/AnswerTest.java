package dev.sidestep.wire.responses;

import static dev.sidestep.wire.responses.Given.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.canonical.CanonicalAnswer;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Finish.Reason;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.AnswerBody;
import dev.sidestep.wire.format.ApiError;
import dev.sidestep.wire.format.Reply;
import dev.sidestep.wire.limits.bodies.BodyReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
    private static final String USAGE = "'usage':{'input_tokens':10,'input_tokens_details':{'cached_tokens':4,"
            + "'cache_write_tokens':2},'output_tokens':7,'output_tokens_details':{'reasoning_tokens':3},"
            + "'total_tokens':17}";
    private static final Usage COUNTED = new Usage(10, 7, 4, 2, 3);
    private static final String TEXT = "{'type':'message','id':'msg_1','role':'assistant','status':'completed',"
            + "'content':[{'type':'output_text','text':'hello','annotations':[]}]}";
    private static final String CALL =
            "{'type':'function_call','id':'fc_1','call_id':'call_1','name':'f','arguments':'{\\'a\\':1}'}";

    private static AnswerBody inspect(String body) {
        return Given.FORMAT.inspect(body.replace('\'', '"').getBytes(UTF_8));
    }

    private static CanonicalAnswer read(String body) {
        return read(body, Given.aim());
    }

    private static CanonicalAnswer read(String body, Aim aim) {
        return Given.FORMAT.read(body.replace("\\'", "\\\"").replace('\'', '"').getBytes(UTF_8), aim);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'object':'response','status':'completed','error':null,'output':[]," + USAGE + "}",
                "{'status':'incomplete','incomplete_details':{'reason':'max_output_tokens'},'output':[]," + USAGE + "}",
                "{" + USAGE + ",'output':[{'type':'what_was_invented_since'}]}",
                "{'status':'queued'," + USAGE + "}",
                "{'status':'in_progress','background':true,'output':[]," + USAGE + "}"
            })
    void answersAreAnswers(String body) {
        assertThat(inspect(body)).isEqualTo(new AnswerBody.Answered(COUNTED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'status':'failed','error':{'code':'rate_limit_exceeded','message':'slow down'},'output':[]}",
                "{'status':'failed','output':[]}",
                "{'status':'cancelled','output':[]}",
                "{'error':{'message':'no','type':'server_error'}}",
                "{'error':'no'}",
                "{'object':'error','message':'no'}"
            })
    @DisplayName("case 87: a failed response is an error, whatever its status line says")
    void case87FailuresAreErrors(String body) {
        assertThat(inspect(body)).isEqualTo(new AnswerBody.ErrorBody());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<html>", "[]", "{}", "{'output':null}", "{'output':[", "{'output':[]} x", "{'choices':[]}"})
    void everythingElseIsGarbage(String body) {
        assertThat(inspect(body)).isInstanceOf(AnswerBody.Garbage.class);
    }

    @Test
    void errorTableReadsTheErrorOfAFailedResponse() {
        for (String body : List.of(
                "{\"status\":\"failed\",\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"slow\"}}",
                "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"metadata\":{\"code\":\"x\"},"
                        + "\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"slow\"}}}",
                "{\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"slow\",\"param\":null}")) {
            byte[] bytes = body.getBytes(UTF_8);

            assertThat(BodyReader.read(bytes, bytes.length, body, false).toString())
                    .contains("rate_limit_exceeded", "slow");
        }
    }

    @Test
    void itemsAreParts() {
        CanonicalAnswer answer = read("{'id':'resp_1','model':'gpt-5.4-2026','status':'completed','output':["
                + "{'type':'reasoning','id':'rs_1','summary':[{'type':'summary_text','text':'a'},"
                + "{'type':'summary_text','text':'b'}],'encrypted_content':'gAAA'}," + TEXT + "," + CALL + "],"
                + USAGE + "}");

        Opaque state = new Opaque(WireFormat.RESPONSES, Given.TARGET, "encrypted_content", "gAAA");
        assertThat(answer)
                .isEqualTo(new CanonicalAnswer(
                        "resp_1",
                        "gpt-5.4-2026",
                        List.of(
                                new Part.Thinking("a\n\nb", state, Extras.NONE),
                                new Part.Text("hello"),
                                new Part.ToolCall("call_1", "f", "{\"a\":1}")),
                        new Finish(Reason.TOOL_CALLS, "completed"),
                        COUNTED));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            completed  |                   | false | STOP
            completed  |                   | true  | TOOL_CALLS
            incomplete | max_output_tokens | true  | LENGTH
            incomplete | max_output_tokens | false | LENGTH
            incomplete | content_filter    | false | CONTENT_FILTER
            incomplete | invented          | false | LENGTH
            """)
    @DisplayName("case 84: the content says why an answer ended, where its status says less")
    void case84FinishComesFromTheContent(String status, String reason, boolean calls, Reason expected) {
        CanonicalAnswer answer = read("{'status':'" + status + "','incomplete_details':{'reason':'" + reason
                + "'},'output':[" + (calls ? CALL : TEXT) + "]}");

        assertThat(answer.finish().reason()).isEqualTo(expected);
    }

    @Test
    @DisplayName("case 91: what was invented since is kept aside and breaks nothing")
    void case91UnknownItems() {
        CanonicalAnswer answer = read("{'output':[{'type':'web_search_call','x':{}},{'y':1},7,"
                + "{'type':'message','content':[{'type':'output_hologram'},{'type':'refusal','refusal':'no'}]}]}");

        assertThat(answer.parts()).hasSize(5).last().isEqualTo(new Part.Refusal("no"));
        assertThat(answer.finish()).isEqualTo(new Finish(Reason.CONTENT_FILTER, "completed", "no"));
    }

    @Test
    @DisplayName("cases 10, 42: an id that is missing or odd becomes one of ours, and is remembered")
    void case42OddIdsBecomeOurs() {
        Aim aim = Given.aim();

        List<Part> parts = read(
                        "{'output':[{'type':'function_call','call_id':'a.b','name':'f','arguments':''},"
                                + "{'type':'function_call','name':'f','arguments':'{}'}]}",
                        aim)
                .parts();

        String first = ((Part.ToolCall) parts.getFirst()).id();
        assertThat(first).matches("call_[A-Za-z0-9]{24}").isNotEqualTo(((Part.ToolCall) parts.getLast()).id());
        assertThat(aim.memory().find(first))
                .hasValueSatisfying(kept -> assertThat(kept.providerId()).isEqualTo("a.b"));
        assertThat(((Part.ToolCall) parts.getFirst()).arguments()).isEqualTo("{}");
    }

    private static JsonNode write(Finish finish, Part... parts) {
        CanonicalAnswer answer = new CanonicalAnswer("msg_1", "claude", List.of(parts), finish, COUNTED);
        return Given.json(Given.FORMAT.write(answer, Given.reply()));
    }

    private static Finish stop() {
        return new Finish(Reason.STOP, "end_turn");
    }

    @Test
    @DisplayName("case 93: the model that answered, and an id of our own")
    void case93WholeAnswer() {
        JsonNode answer = write(stop(), new Part.Text("hello"));

        assertThat(answer).isEqualTo(json("""
                {'id':'resp_01HXabc','object':'response','created_at':1790000000,'status':'completed',
                 'background':false,'error':null,'incomplete_details':null,'model':'gemini-3-flash',
                 'output':[{'id':'msg_01HXabc_0','type':'message','status':'completed','role':'assistant',
                   'content':[{'type':'output_text','text':'hello','annotations':[],'logprobs':[]}]}],
                 'instructions':null,'max_output_tokens':null,'metadata':{},'parallel_tool_calls':true,
                 'previous_response_id':null,'prompt_cache_key':null,'reasoning':{'effort':null,'summary':null},
                 'safety_identifier':null,'service_tier':'default','store':false,'temperature':1.0,
                 'text':{'format':{'type':'text'}},'tool_choice':'auto','tools':[],'top_logprobs':0,'top_p':1.0,
                 'truncation':'disabled','user':null,'usage':{'input_tokens':10,'input_tokens_details':
                   {'cached_tokens':4,'cache_write_tokens':2},'output_tokens':7,'output_tokens_details':
                   {'reasoning_tokens':3},'total_tokens':17}}
                """));
    }

    @Test
    void answerRepeatsWhatItsCallSaid() {
        Reply reply = Given.reply(
                "{'model':'m','input':'x','instructions':'be brief','temperature':0.20,"
                        + "'tools':[{'type':'function','name':'f','parameters':{}}],'tool_choice':'none','metadata':{'a':'b'}}");
        CanonicalAnswer answer = new CanonicalAnswer("", "", List.of(), stop(), null);

        JsonNode written = Given.json(Given.FORMAT.write(answer, reply));

        assertThat(written.path("instructions").asText()).isEqualTo("be brief");
        assertThat(written.path("temperature").toString()).isEqualTo("0.20");
        assertThat(written.path("tools").get(0).path("name").asText()).isEqualTo("f");
        assertThat(written.path("tool_choice").asText()).isEqualTo("none");
        assertThat(written.path("metadata")).isEqualTo(json("{'a':'b'}"));
        assertThat(written.path("usage").isNull()).isTrue();
    }

    @Test
    void partsAreItems() {
        Opaque signature = new Opaque(WireFormat.ANTHROPIC, "a/claude", "signature", "sig");
        Opaque redacted = new Opaque(WireFormat.ANTHROPIC, "a/claude", "redacted_thinking", "red");

        JsonNode output = write(
                        new Finish(Reason.TOOL_CALLS, "tool_use"),
                        new Part.Thinking("hm", signature, Extras.NONE),
                        new Part.RedactedThinking(redacted),
                        new Part.Text("a"),
                        new Part.Text("b"),
                        new Part.ToolCall("c1", "f", ""),
                        new Part.ToolCall("c2", "f", "{\"x\":1}"))
                .path("output");

        assertThat(output)
                .isEqualTo(json("[{'id':'rs_01HXabc_0','type':'reasoning','summary':[{"
                        + "'type':'summary_text','text':'hm'}],'encrypted_content':'" + signature.token() + "'},"
                        + "{'id':'rs_01HXabc_1','type':'reasoning','summary':[],'encrypted_content':'"
                        + redacted.token() + "'},"
                        + "{'id':'msg_01HXabc_2','type':'message','status':'completed','role':'assistant','content':["
                        + "{'type':'output_text','text':'a','annotations':[],'logprobs':[]},"
                        + "{'type':'output_text','text':'b','annotations':[],'logprobs':[]}]},"
                        + "{'id':'fc_01HXabc_3','type':'function_call','status':'completed','call_id':'c1','name':'f',"
                        + "'arguments':'{}'},{'id':'fc_01HXabc_4','type':'function_call','status':'completed',"
                        + "'call_id':'c2','name':'f','arguments':'{\\\"x\\\":1}'}]"));
    }

    @ParameterizedTest
    @CsvSource({
        "STOP,completed,",
        "STOP_SEQUENCE,completed,",
        "TOOL_CALLS,completed,",
        "PAUSE,completed,",
        "LENGTH,incomplete,max_output_tokens",
        "CONTENT_FILTER,incomplete,content_filter"
    })
    @DisplayName("case 76: an answer without content is one, and its status says why it ended")
    void case76EmptyAnswer(Reason reason, String status, String why) {
        JsonNode answer = write(new Finish(reason, "x"));

        assertThat(answer.path("status").asText()).isEqualTo(status);
        assertThat(answer.path("incomplete_details").path("reason").asText(null))
                .isEqualTo(why);
        assertThat(answer.path("output")).isEmpty();
    }

    @Test
    @DisplayName("case 77: why the model would not go on is a refusal")
    void case77ExplanationIsARefusal() {
        JsonNode output =
                write(new Finish(Reason.CONTENT_FILTER, "refusal", "not this")).path("output");

        assertThat(output.findValuesAsText("refusal")).containsExactly("not this");
    }

    @Test
    void cutItemIsIncomplete() {
        JsonNode output = write(new Finish(Reason.LENGTH, "max_tokens"), new Part.Text("hel"))
                .path("output");

        assertThat(output.get(0).path("status").asText()).isEqualTo("incomplete");
    }

    @Test
    void tokenOfAForeignStateFindsBack() {
        Opaque signature = new Opaque(WireFormat.ANTHROPIC, "a/claude", "signature", "sig");
        JsonNode item = write(stop(), new Part.Thinking("hm", signature, Extras.NONE))
                .path("output")
                .get(0);

        Part part = Given.turns(item.toString()).getFirst().parts().getFirst();

        assertThat(part).isEqualTo(new Part.Thinking("hm", signature, Extras.NONE));
    }

    @Test
    void errorIsOpenAis() {
        byte[] body = Given.FORMAT.error(429, ApiError.of("slow down", "rate_limit_error", "rate_limit_exceeded"));

        assertThat(Given.json(body))
                .isEqualTo(json("{'error':{'message':'slow down','type':'rate_limit_error',"
                        + "'param':null,'code':'rate_limit_exceeded'}}"));
    }

    @Test
    void errorEventIsAResponseThatFailed() {
        ApiError error = new ApiError("slow down", "rate_limit_error", null, null, Map.of("attempts", List.of("a")));

        JsonNode event = Given.events(Given.FORMAT.errorEvent(429, error)).getFirst();

        assertThat(event.path("type").asText()).isEqualTo("response.failed");
        assertThat(event.path("response").path("status").asText()).isEqualTo("failed");
        assertThat(event.path("response").path("error"))
                .isEqualTo(json("{'code':'rate_limit_error',"
                        + "'message':'slow down','type':'rate_limit_error','attempts':['a']}"));
        assertThat(event.path("response").has("tools")).isTrue();
    }

    @Test
    void keepAliveIsNoEvent() {
        assertThat(Given.events(Given.FORMAT.keepAlive())).isEmpty();
    }
}

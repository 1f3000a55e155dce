package dev.sidestep.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What OpenAI refuses on Chat Completions and Responses, each rule with a request that breaks it and the same request
/// repaired.
class OpenAiRulesTest {
    private static final String PLAIN = "gpt-4.1";
    private static final String REASONING = "gpt-5.4";
    private static final String GROQ = "llama-3.1-8b-instant";
    private static final String HI = "'messages':[{'role':'user','content':'hi'}]";
    private static final String INPUT = "'input':'hi'";
    private static final String TOOL = "'tools':[{'type':'function','function':{'name':'t'}}],";
    private static final String FLAT = "'tools':[{'type':'function','name':'t'}],";
    private static final String CALL = "{'type':'function_call','call_id':'c1','name':'t','arguments':'{}'}";
    private static final String OUTPUT = "{'type':'function_call_output','call_id':'c1','output':'x'}";
    private static final String ASK = "{'role':'user','content':'hi'}";

    private final Faced faced = new Faced(SimulatorSpec.everyWire());

    private static Arguments rule(String text, String model, String wrong, String right) {
        return Arguments.of(text, model, wrong, right);
    }

    private static String items(String... items) {
        return "'input':[" + String.join(",", items) + "]";
    }

    static Stream<Arguments> chats() {
        return Stream.of(
                rule("Unsupported parameter: 'reasoning_effort'", PLAIN, "'reasoning_effort':'low'," + HI, HI),
                rule(
                        "of type 'json_schema' is not supported with this model",
                        "gpt-4",
                        "'response_format':{'type':'json_schema','json_schema':{'name':'s'}}," + HI,
                        HI),
                rule(
                        "Function tools with reasoning_effort are not supported for gpt-5.4",
                        REASONING,
                        TOOL + HI,
                        "'reasoning_effort':'none'," + TOOL + HI),
                rule(
                        "'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
                        "o3",
                        "'max_tokens':9," + HI,
                        "'max_completion_tokens':9," + HI),
                rule(
                        "'temperature' does not support 0.5 with this model. Only the default (1) value is supported.",
                        REASONING,
                        "'temperature':0.5," + HI,
                        "'temperature':1," + HI),
                rule("Unsupported parameter: 'top_p'", REASONING, "'top_p':0.5," + HI, HI),
                rule("Unsupported parameter: 'presence_penalty'", "o3", "'presence_penalty':0.5," + HI, HI),
                rule("Unsupported parameter: 'logprobs'", "o3", "'logprobs':true," + HI, "'logprobs':false," + HI),
                rule("Unsupported parameter: 'logit_bias'", "o3", "'logit_bias':{}," + HI, HI),
                rule("Unsupported parameter: 'stop'", "o3", "'stop':['x']," + HI, HI),
                rule(
                        "must contain the word 'json' in some form",
                        PLAIN,
                        "'response_format':{'type':'json_object'}," + HI,
                        "'response_format':{'type':'json_object'}," + HI.replace("hi", "JSON please")),
                rule(
                        "'additionalProperties' is required to be supplied and to be false.",
                        PLAIN,
                        strict("'type':'object'"),
                        strict("'type':'object','additionalProperties':false")),
                rule(
                        "Missing 'a'.",
                        PLAIN,
                        strict("'type':'object','additionalProperties':false,'properties':{'a':{}}"),
                        strict("'type':'object','additionalProperties':false,'properties':{'a':{}},'required':['a']")),
                rule(
                        "schema must be a JSON Schema of 'type: \"object\"', got 'type: \"None\"'.",
                        PLAIN,
                        TOOL.replace("'t'}", "'t','parameters':{}}") + HI,
                        TOOL + HI),
                rule(
                        "string too long. Expected a string with maximum length 40, but got a string with length 41",
                        PLAIN,
                        called("x".repeat(41), "t"),
                        called("x".repeat(40), "t")),
                rule(
                        "string too long. Expected a string with maximum length 64",
                        PLAIN,
                        called("c", "t".repeat(65)),
                        called("c", "t".repeat(64))),
                rule("string does not match pattern", PLAIN, called("c", "a.b"), called("c", "a-b")),
                rule("Tool choice 'u' not found in 'tools' parameter.", PLAIN, choice("u"), choice("t")),
                rule(
                        "must be followed by tool messages",
                        PLAIN,
                        called("c", "t").replace("{'role':'tool'", "{'role':'user','content':'x'},{'role':'tool'"),
                        called("c", "t")));
    }

    static Stream<Arguments> groq() {
        var schema = "'response_format':{'type':'json_schema','json_schema':{'name':'s','schema':{'type':'object'}}},";
        var json = "'response_format':{'type':'json_object'}," + HI.replace("hi", "json");
        return Stream.of(
                rule("does not support response format `json_schema`", GROQ, schema + HI, HI),
                rule("json mode cannot be combined with tool/function calling", GROQ, TOOL + json, json),
                rule("property 'logprobs' is unsupported", GROQ, "'logprobs':true," + HI, "'logprobs':null," + HI),
                rule("property 'name' is unsupported", GROQ, HI.replace("'content'", "'name':'me','content'"), HI));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("groq")
    void wrongChatIsRefusedAtGroq(String text, String model, String wrong, String right) {
        requireRefused(faced.post("groq", "/chat/completions", body(model, wrong)), text);
        var answered = faced.post("groq", "/chat/completions", body(model, right));
        assertThat(answered.status()).as(answered.text()).isEqualTo(200);
    }

    private static String body(String model, String rest) {
        return "{\"model\":\"" + model + "\"," + rest.replace('\'', '"') + "}";
    }

    private static String strict(String schema) {
        return "'tools':[{'type':'function','function':{'name':'t','strict':true,'parameters':{" + schema + "}}}],"
                + HI;
    }

    private static String called(String id, String name) {
        return "'messages':[" + ASK + ",{'role':'assistant','tool_calls':[{'id':'" + id
                + "','type':'function','function':{'name':'" + name + "','arguments':'{}'}}]},"
                + "{'role':'tool','tool_call_id':'" + id + "','content':'x'}]";
    }

    private static String choice(String name) {
        return TOOL + "'tool_choice':{'type':'function','function':{'name':'" + name + "'}}," + HI;
    }

    static Stream<Arguments> parts() {
        var tool = called("c", "t");
        var picture = "[{'type':'image_url','image_url':{'url':'https://x/y.png'}}]";
        return Stream.of(
                rule(
                        "Image URLs are only allowed for messages with role 'user'",
                        PLAIN,
                        tool.replace("'content':'x'", "'content':" + picture),
                        tool.replace("'x'}]", "'x'},{'role':'user','content':" + picture + "}]")),
                rule(
                        "You uploaded an unsupported image",
                        PLAIN,
                        HI.replace("'hi'", picture.replace("https://x/y.png", "data:image/svg+xml;base64,eA==")),
                        HI.replace("'hi'", picture.replace("https://x/y.png", "data:image/webp;base64,eA=="))),
                rule(
                        "Supported values are: 'wav' and 'mp3'.",
                        PLAIN,
                        HI.replace("'hi'", audio("ogg")),
                        HI.replace("'hi'", audio("wav"))),
                rule(
                        "without the 'data:' prefix",
                        PLAIN,
                        HI.replace("'hi'", file("eA==")),
                        HI.replace("'hi'", file("data:application/pdf;base64,eA=="))),
                rule(
                        "Invalid value: 'refusal'.",
                        PLAIN,
                        HI.replace("'hi'", "[{'type':'refusal','refusal':'x'}]"),
                        HI.replace("[{", "[{'role':'assistant','content':[{'type':'refusal','refusal':'x'}]},{")),
                rule(
                        "expected a string, got null",
                        PLAIN,
                        HI.replace("[{", "[{'role':'assistant','content':null},{"),
                        HI.replace("[{", "[{'role':'assistant','content':''},{")));
    }

    private static String audio(String format) {
        return "[{'type':'input_audio','input_audio':{'data':'eA==','format':'" + format + "'}}]";
    }

    private static String file(String data) {
        return "[{'type':'file','file':{'filename':'f.pdf','file_data':'" + data + "'}}]";
    }

    static Stream<Arguments> parameters() {
        return Stream.of(
                rule(
                        "Unsupported parameter: 'messages'. In the Responses API, this parameter has moved to 'input'.",
                        PLAIN,
                        HI,
                        INPUT),
                rule(
                        "moved to 'max_output_tokens'",
                        PLAIN,
                        "'max_tokens':99," + INPUT,
                        "'max_output_tokens':99," + INPUT),
                rule("moved to 'text.format'", PLAIN, "'response_format':{}," + INPUT, INPUT),
                rule("Unknown parameter: 'stop'.", PLAIN, "'stop':'x'," + INPUT, INPUT),
                rule("Unknown parameter: 'n'.", PLAIN, "'n':1," + INPUT, INPUT),
                rule("Unknown parameter: 'seed'.", PLAIN, "'seed':1," + INPUT, INPUT),
                rule("Unknown parameter: 'frequency_penalty'.", PLAIN, "'frequency_penalty':0," + INPUT, INPUT),
                rule(
                        "Unknown parameter: 'stream_options.include_usage'.",
                        PLAIN,
                        "'stream':true,'stream_options':{'include_usage':true}," + INPUT,
                        "'stream':true,'stream_options':{'include_obfuscation':false}," + INPUT),
                rule("Unsupported parameter: 'temperature'", REASONING, "'temperature':0.5," + INPUT, INPUT),
                rule("Unsupported parameter: 'top_p'", REASONING, "'top_p':0.5," + INPUT, INPUT),
                rule(
                        "Unsupported parameter: 'reasoning.effort'",
                        PLAIN,
                        "'reasoning':{'effort':'low'}," + INPUT,
                        INPUT),
                rule(
                        "Encrypted content is not supported with this model.",
                        PLAIN,
                        "'include':['reasoning.encrypted_content']," + INPUT,
                        INPUT),
                rule("Invalid value: 'everything'.", PLAIN, "'include':['everything']," + INPUT, INPUT),
                rule(
                        "Expected a value >= 16, but got 15 instead.",
                        PLAIN,
                        "'max_output_tokens':15," + INPUT,
                        "'max_output_tokens':16," + INPUT),
                rule("Background mode", PLAIN, "'background':true," + INPUT, "'background':false," + INPUT),
                rule("must be provided", PLAIN, "'input':[]", INPUT),
                rule("Missing required parameter: 'tools[0].name'.", PLAIN, TOOL + INPUT, FLAT + INPUT),
                rule(
                        "Missing required parameter: 'tool_choice.name'.",
                        PLAIN,
                        FLAT + "'tool_choice':{'type':'function','function':{'name':'t'}}," + INPUT,
                        FLAT + "'tool_choice':{'type':'function','name':'t'}," + INPUT),
                rule("Missing required parameter: 'text.format.name'.", PLAIN, format(""), format("'name':'s',")),
                rule(
                        "must contain the word 'json'",
                        PLAIN,
                        "'text':{'format':{'type':'json_object'}}," + INPUT,
                        "'text':{'format':{'type':'json_object'}},'input':'json'"),
                rule(
                        "'additionalProperties' is required",
                        PLAIN,
                        format("'name':'s','strict':true,"),
                        format("'name':'s','strict':false,")),
                rule(
                        "Previous response with id 'resp_x' not found.",
                        PLAIN,
                        "'previous_response_id':'resp_x'," + INPUT,
                        INPUT));
    }

    private static String format(String more) {
        return "'text':{'format':{'type':'json_schema'," + more + "'schema':{'type':'object'}}}," + INPUT;
    }

    static Stream<Arguments> inputs() {
        return Stream.of(
                rule(
                        "No tool call found for function call output with call_id c1.",
                        PLAIN,
                        items(OUTPUT),
                        items(CALL, OUTPUT)),
                rule("No tool output found for function call c1.", PLAIN, items(ASK, CALL), items(ASK, CALL, OUTPUT)),
                rule(
                        "Expected an ID that begins with 'fc'.",
                        PLAIN,
                        items(CALL.replace("'call_id'", "'id':'call_1','call_id'"), OUTPUT),
                        items(CALL.replace("'call_id'", "'id':'fc_1','call_id'"), OUTPUT)),
                rule(
                        "maximum length 64",
                        PLAIN,
                        items(CALL, OUTPUT).replace("c1", "c".repeat(65)),
                        items(CALL, OUTPUT).replace("c1", "c".repeat(64))),
                rule(
                        "Missing required parameter: 'input[0].arguments'.",
                        PLAIN,
                        items(CALL.replace("'{}'", "{}"), OUTPUT),
                        items(CALL, OUTPUT)),
                rule("Invalid value: 'text'.", PLAIN, items(part("user", "text")), items(part("user", "input_text"))),
                rule(
                        "Invalid value: 'input_text'.",
                        PLAIN,
                        items(part("assistant", "input_text")),
                        items(part("assistant", "output_text"))),
                rule(
                        "Invalid value: 'tool'.",
                        PLAIN,
                        items(part("tool", "input_text")),
                        items(part("developer", "input_text"))),
                rule(
                        "Expected a valid URL",
                        PLAIN,
                        items(image("data:image/svg+xml;base64,eA==")),
                        items(image("data:image/png;base64,eA=="))),
                rule("was provided without its required following item.", REASONING, items(reasoning()), INPUT),
                rule(
                        "could not be verified",
                        REASONING,
                        items(reasoning().replace("'summary'", "'encrypted_content':'gAAA','summary'"), CALL, OUTPUT),
                        items(CALL, OUTPUT)));
    }

    private static String part(String role, String type) {
        return "{'role':'" + role + "','content':[{'type':'" + type + "','text':'x'}]}";
    }

    private static String image(String url) {
        return "{'role':'user','content':[{'type':'input_image','image_url':'" + url + "'}]}";
    }

    private static String reasoning() {
        var token = new Seal("openai", account(), REASONING).token("rs_1");
        return "{'type':'reasoning','id':'rs_1','encrypted_content':'" + token + "','summary':[]}";
    }

    private static String account() {
        return "key-" + "2c70e12b7a06"; // what the simulator calls whoever has the key `key`
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"chats", "parts"})
    void wrongChatIsRefusedAndTheRepairedOneAnswered(String text, String model, String wrong, String right) {
        requireRefused(faced.chat(model, wrong.replace('\'', '"')), text);
        assertThat(faced.chat(model, right.replace('\'', '"')).status()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"parameters", "inputs"})
    void wrongResponseIsRefusedAndTheRepairedOneAnswered(String text, String model, String wrong, String right) {
        requireRefused(faced.responses(model, wrong.replace('\'', '"')), text);
        var answered = faced.responses(model, right.replace('\'', '"'));
        assertThat(answered.status()).as(answered.text()).isEqualTo(200);
    }

    private static void requireRefused(Faced.Answer refused, String text) {
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.message()).contains(text);
        assertThat(refused.json().at("/error/type").textValue()).isEqualTo("invalid_request_error");
    }

    @Test
    @DisplayName("case 74: tools of a reasoning model go through Responses")
    void case74toolsOfAReasoningModelGoThroughResponses() {
        assertThat(faced.chat(REASONING, (TOOL + HI).replace('\'', '"')).status())
                .isEqualTo(400);
        assertThat(faced.responses(REASONING, (FLAT + INPUT).replace('\'', '"')).status())
                .isEqualTo(200);
    }

    @Test
    void encryptedReasoningIsReadByItsIssuerOnly() {
        var asked = faced.responses(
                REASONING,
                ("'store':false,'include':['reasoning.encrypted_content']," + FLAT + "'input':'use t'")
                        .replace('\'', '"'));
        var output = asked.json().path("output");
        var result =
                OUTPUT.replace('\'', '"').replace("c1", output.at("/1/call_id").textValue());
        var replay =
                "\"input\":[" + ASK.replace('\'', '"') + "," + output.get(0) + "," + output.get(1) + "," + result + "]";

        assertThat(faced.responses(REASONING, replay).status()).isEqualTo(200);
        assertThat(faced.responses("gpt-6.1-sol", replay).message()).contains("could not be verified");
        var elsewhere = faced.send(
                "openai",
                "/responses",
                "",
                Map.of("authorization", "Bearer other"),
                "{\"model\":\"" + REASONING + "\"," + replay + "}");
        assertThat(elsewhere.json().at("/error/code").textValue()).isEqualTo("invalid_encrypted_content");
    }

    @Test
    void callComesBackOnlyWithTheReasoningThatLedToIt() {
        var output = faced.responses(REASONING, (FLAT + "'input':'use t'").replace('\'', '"'))
                .json()
                .path("output");
        var result =
                OUTPUT.replace('\'', '"').replace("c1", output.at("/1/call_id").textValue());

        var alone = faced.responses(REASONING, "\"input\":[" + output.get(1) + "," + result + "]");
        var both = faced.responses(REASONING, "\"input\":[" + output.get(0) + "," + output.get(1) + "," + result + "]");

        assertThat(alone.message()).contains("was provided without its required 'reasoning' item: 'rs_");
        assertThat(both.status()).isEqualTo(200);
    }

    @Test
    void keptResponseIsReadAgainAndGoneForOthers() {
        var id = faced.responses(PLAIN, INPUT.replace('\'', '"'))
                .json()
                .path("id")
                .textValue();
        var unkept = faced.responses(PLAIN, "\"store\":false," + INPUT.replace('\'', '"'))
                .json()
                .path("id")
                .textValue();

        assertThat(faced.post("openai", "/responses/" + id, "")
                        .json()
                        .path("id")
                        .textValue())
                .isEqualTo(id);
        assertThat(faced.post("openai", "/responses/" + unkept, "").status()).isEqualTo(404);
        var other = Map.of("authorization", "Bearer other");
        assertThat(faced.send("openai", "/responses/" + id, "", other, "").status())
                .isEqualTo(404);
    }
}

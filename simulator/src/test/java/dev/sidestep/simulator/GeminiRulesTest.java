package dev.sidestep.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What Google refuses, each rule with a request that breaks it and the same request repaired.
class GeminiRulesTest {
    private static final String THREE = "gemini-3.8-flash";
    private static final String TWO_FIVE = "gemini-2.5-flash";
    private static final String TWO = "gemini-2.0-flash";
    private static final String HI = "'contents':[{'role':'user','parts':[{'text':'hi'}]}]";
    private static final String TOOL = "'tools':[{'functionDeclarations':[{'name':'t'}]}],";
    private static final String SCHEMA =
            "'generationConfig':{'responseMimeType':'application/json','responseJsonSchema':{'type':'object'}},";

    private final Faced faced = new Faced(SimulatorSpec.everyWire());

    private static Arguments rule(String text, String model, String wrong, String right) {
        return Arguments.of(text, model, wrong, right);
    }

    private static String config(String config) {
        return "'generationConfig':{" + config + "}," + HI;
    }

    private static String contents(String... contents) {
        return "'contents':[" + String.join(",", contents) + "]";
    }

    private static String user(String parts) {
        return "{'role':'user','parts':[" + parts + "]}";
    }

    private static String model(String parts) {
        return "{'role':'model','parts':[" + parts + "]}";
    }

    private static String parameters(String schema) {
        return "'tools':[{'functionDeclarations':[{'name':'t','parameters':" + schema + "}]}]," + HI;
    }

    private static String object(String property) {
        return parameters("{'type':'object','properties':{'p':" + property + "}}");
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                rule(
                        "Unknown name \"frequency_penalty\": Cannot find field.",
                        TWO,
                        "'frequency_penalty':1," + HI,
                        config("'frequency_penalty':1")),
                rule(
                        "Unknown name \"additionalProperties\" at 'tools[0].function_declarations[0].parameters.properties[0].value': Cannot find field.",
                        THREE,
                        object("{'type':'string','additionalProperties':false}"),
                        object("{'type':'string'}")),
                rule(
                        "Unknown name \"$schema\" at 'tools[0].function_declarations[0].parameters'",
                        THREE,
                        parameters("{'$schema':'x','type':'object','properties':{'p':{'type':'string'}}}"),
                        object("{'type':'string'}")),
                rule(
                        "Unknown name \"cache_control\" at 'contents[0].parts[0]'",
                        THREE,
                        contents(user("{'text':'hi','cache_control':{}}")),
                        HI),
                rule(
                        "Unknown name \"strict\" at 'tools[0].function_declarations[0]'",
                        THREE,
                        TOOL.replace("'t'", "'t','strict':true") + HI,
                        TOOL + HI),
                rule(
                        "properties[0].value.type', Proto field is not repeating, cannot start list.",
                        THREE,
                        object("{'type':['string','null']}"),
                        object("{'type':'string','nullable':true}")),
                rule(
                        "Invalid value at 'generation_config.temperature' (TYPE_FLOAT), \"hot\"",
                        THREE,
                        config("'temperature':'hot'"),
                        config("'temperature':1.5")),
                rule(
                        "enum[0]' (TYPE_STRING), 1",
                        THREE,
                        object("{'type':'string','enum':[1]}"),
                        object("{'type':'string','enum':['1']}")),
                rule("contents: contents is not specified", THREE, "'systemInstruction':{'parts':[{'text':'x'}]}", HI),
                rule("contents.parts must not be empty", THREE, contents(user("")), HI),
                rule(
                        "required oneof field 'data' must have one initialized field",
                        THREE,
                        contents(user("{'text':''}")),
                        HI),
                rule("required oneof field 'data' must have one initialized field", THREE, contents(user("{}")), HI),
                rule(
                        "Please use a valid role: user, model.",
                        THREE,
                        contents("{'role':'assistant','parts':[{'text':'x'}]}"),
                        HI));
    }

    static Stream<Arguments> turns() {
        var call = "{'functionCall':{'name':'t','args':{}}}";
        var response = "{'functionResponse':{'name':'t','response':{'output':'x'}}}";
        var ask = user("{'text':'hi'}");
        return Stream.of(
                rule("multiturn requests start with a user role", THREE, contents(model("{'text':'x'}"), ask), HI),
                rule(
                        "multiturn requests ends with a user role or a function response",
                        THREE,
                        contents(ask, model("{'text':'x'}")),
                        HI),
                rule(
                        "number of function response parts is equal",
                        TWO_FIVE,
                        contents(ask, model(call + "," + call), user(response)),
                        contents(ask, model(call + "," + call), user(response + "," + response))),
                rule(
                        "number of function response parts is equal",
                        TWO_FIVE,
                        contents(ask, model(call + "," + call), user(response), user(response)),
                        contents(ask, model(call + "," + call), user(response + "," + response))),
                rule(
                        "number of function response parts is equal",
                        TWO_FIVE,
                        contents(ask, model(call), user("{'text':'x'}")),
                        contents(ask, model(call), user(response + ",{'text':'x'}"))),
                rule(
                        "function response turn comes immediately after a function call turn",
                        TWO_FIVE,
                        contents(user(response)),
                        contents(ask, model(call), user(response))),
                rule(
                        "function call turn comes immediately after a user turn",
                        TWO_FIVE,
                        contents(ask, model("{'text':'x'}"), model(call), user(response)),
                        contents(ask, model("{'text':'x'}," + call), user(response))),
                rule(
                        "function_response.name: Name cannot be empty",
                        TWO_FIVE,
                        contents(ask, model(call), user(response.replace("'name':'t',", ""))),
                        contents(ask, model(call), user(response))),
                rule(
                        "function_response.response' (type.googleapis.com/google.protobuf.Struct)",
                        TWO_FIVE,
                        contents(ask, model(call), user(response.replace("{'output':'x'}", "'x'"))),
                        contents(ask, model(call), user(response))),
                rule(
                        "Function call is missing a thought_signature in functionCall parts.",
                        THREE,
                        contents(ask, model(call), user(response)),
                        contents(ask, model(signed(call)), user(response))),
                rule(
                        "function call `default_api:t` , position 4.",
                        THREE,
                        contents(ask, model(signed(call)), user(response), model(call), user(response)),
                        contents(
                                ask,
                                model(signed(call)),
                                user(response),
                                model(signed(call) + "," + call),
                                user(response + "," + response))),
                rule(
                        "Function call is missing a thought_signature",
                        THREE,
                        contents(ask, model(call + "," + signed(call)), user(response + "," + response)),
                        contents(ask, model(call), user(response), model("{'text':'done'}"), ask)),
                rule(
                        "Corrupted thought signature.",
                        THREE,
                        contents(ask, model(call.replace("}}}", "}},'thoughtSignature':'eA=='}")), user(response)),
                        contents(ask, model(signed(call)), user(response))),
                rule(
                        "Corrupted thought signature.",
                        TWO_FIVE,
                        contents(ask, model(signed(call)), user(response)),
                        contents(ask, model(call), user(response))));
    }

    private static String signed(String call) {
        return call.replace("}}}", "}},'thoughtSignature':'skip_thought_signature_validator'}");
    }

    static Stream<Arguments> tools() {
        return Stream.of(
                rule(
                        "Invalid function name",
                        THREE,
                        TOOL.replace("'t'", "'2t'") + HI,
                        TOOL.replace("'t'", "'_t.a:b-c'") + HI),
                rule(
                        "Multiple tools are supported only when they are all search tools.",
                        THREE,
                        "'tools':[{'functionDeclarations':[{'name':'a'}]},{'functionDeclarations':[{'name':'b'}]}],"
                                + HI,
                        "'tools':[{'functionDeclarations':[{'name':'a'},{'name':'b'}]}]," + HI),
                rule(
                        "Duplicate function declaration found: t",
                        THREE,
                        "'tools':[{'functionDeclarations':[{'name':'t'},{'name':'t'}]}]," + HI,
                        TOOL + HI),
                rule(
                        "parameters.properties: should be non-empty for OBJECT type",
                        THREE,
                        parameters("{'type':'OBJECT','properties':{}}"),
                        TOOL + HI),
                rule(
                        "required[0]: property is not defined",
                        THREE,
                        parameters("{'type':'OBJECT','properties':{'p':{'type':'STRING'}},'required':['q']}"),
                        parameters("{'type':'OBJECT','properties':{'p':{'type':'STRING'}},'required':['p']}")),
                rule(
                        "properties[p].items: missing field.",
                        THREE,
                        object("{'type':'array'}"),
                        object("{'type':'array','items':{'type':'string'}}")),
                rule(
                        "enum: only allowed for STRING type",
                        THREE,
                        object("{'type':'integer','enum':['1']}"),
                        object("{'type':'string','enum':['1']}")),
                rule(
                        "when using any_of, it must be the only field set",
                        THREE,
                        object("{'type':'string','anyOf':[{'type':'string'}]}"),
                        object("{'anyOf':[{'type':'string'}]}")),
                rule(
                        "set without function_declarations",
                        THREE,
                        "'toolConfig':{'functionCallingConfig':{'mode':'AUTO'}}," + HI,
                        TOOL + "'toolConfig':{'functionCallingConfig':{'mode':'AUTO'}}," + HI),
                rule(
                        "u is not declared",
                        THREE,
                        TOOL + "'toolConfig':{'functionCallingConfig':{'mode':'ANY','allowedFunctionNames':['u']}},"
                                + HI,
                        TOOL + "'toolConfig':{'functionCallingConfig':{'mode':'ANY','allowedFunctionNames':['t']}},"
                                + HI),
                rule(
                        "should only be set when the mode is ANY",
                        THREE,
                        TOOL + "'toolConfig':{'functionCallingConfig':{'mode':'AUTO','allowedFunctionNames':['t']}},"
                                + HI,
                        TOOL
                                + "'toolConfig':{'functionCallingConfig':{'mode':'VALIDATED','allowedFunctionNames':['t']}},"
                                + HI),
                rule(
                        "Function calling with a response mime type: 'application/json' is unsupported",
                        TWO_FIVE,
                        TOOL + SCHEMA + HI,
                        SCHEMA + HI));
    }

    static Stream<Arguments> configs() {
        return Stream.of(
                rule(
                        "Penalty is not enabled for models/gemini-2.5-flash",
                        TWO_FIVE,
                        config("'presencePenalty':1"),
                        config("'presencePenalty':0")),
                rule("Penalty is not enabled for models/gemini-3.8-flash", THREE, config("'frequencyPenalty':0.5"), HI),
                rule(
                        "Multiple candidates is not enabled for models/gemini-3.8-flash",
                        THREE,
                        config("'candidateCount':2"),
                        config("'candidateCount':1")),
                rule(
                        "Logprobs is not enabled for models/gemini-2.5-flash",
                        TWO_FIVE,
                        config("'responseLogprobs':true"),
                        HI),
                rule(
                        "logprobs can only be set when response_logprobs is true",
                        TWO,
                        config("'logprobs':2"),
                        config("'logprobs':2,'responseLogprobs':true")),
                rule(
                        "must be at most 5",
                        THREE,
                        config("'stopSequences':['a','b','c','d','e','f']"),
                        config("'stopSequences':['a','b','c','d','e']")),
                rule(
                        "temperature must be in the range [0.0, 2.0]",
                        THREE,
                        config("'temperature':2.5"),
                        config("'temperature':2")),
                rule(
                        "maxOutputTokens value of 65537 but the supported range is from 1 (inclusive) to 65537",
                        THREE,
                        config("'maxOutputTokens':65537"),
                        config("'maxOutputTokens':65536")),
                rule(
                        "Thinking level is not supported for this model.",
                        TWO_FIVE,
                        thinking("'thinkingLevel':'low'"),
                        thinking("'thinkingBudget':1024")),
                rule(
                        "only one of thinking budget and thinking level",
                        THREE,
                        thinking("'thinkingLevel':'low','thinkingBudget':1024"),
                        thinking("'thinkingLevel':'low'")),
                rule(
                        "Budget 0 is invalid. This model only works in thinking mode.",
                        THREE,
                        thinking("'thinkingBudget':0"),
                        thinking("'thinkingLevel':'MINIMAL'")),
                rule(
                        "The thinking budget 24577 is invalid. Please choose a value between 1 and 24576.",
                        TWO_FIVE,
                        thinking("'thinkingBudget':24577"),
                        thinking("'thinkingBudget':-1")),
                rule(
                        "Thinking level XHIGH is not supported",
                        THREE,
                        thinking("'thinkingLevel':'xhigh'"),
                        thinking("'thinkingLevel':'high'")),
                rule(
                        "response_schema needs a response_mime_type",
                        THREE,
                        config("'responseJsonSchema':{'type':'object'}"),
                        SCHEMA + HI),
                rule(
                        "Unsupported MIME type: image/svg+xml",
                        THREE,
                        contents(user("{'inlineData':{'mimeType':'image/svg+xml','data':'eA=='}}")),
                        contents(user("{'inlineData':{'mimeType':'image/png','data':'eA=='}}"))),
                rule(
                        "Unsupported file URI type: https://x/y.png",
                        THREE,
                        contents(user("{'fileData':{'mimeType':'image/png','fileUri':'https://x/y.png'}}")),
                        contents(user("{'fileData':{'fileUri':'https://www.youtube.com/watch?v=x'}}"))));
    }

    private static String thinking(String config) {
        return config("'thinkingConfig':{" + config + "}");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"shapes", "turns", "tools", "configs"})
    void wrongRequestIsRefusedAndTheRepairedOneAnswered(String text, String model, String wrong, String right) {
        var refused = faced.gemini(model, wrong.replace('\'', '"'));
        var answered = faced.gemini(model, right.replace('\'', '"'));

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().at("/error/status").textValue()).isEqualTo("INVALID_ARGUMENT");
        assertThat(refused.message().replace('"', '\'')).contains(text.replace('"', '\''));
        assertThat(answered.status()).as(answered.text()).isEqualTo(200);
    }

    @Test
    @DisplayName("case 72: the first of parallel calls is signed, for its model and its account")
    void case72firstCallIsSignedForItsModelAndAccount() {
        faced.simulator()
                .say(Where.anywhere(), Speech.calls(new Speech.Call("t", "{}"), new Speech.Call("t", "{}")), 1);
        var answer = faced.gemini(THREE, (TOOL + HI).replace('\'', '"')).json();
        var content = answer.at("/candidates/0/content");
        var replay = "\"contents\":[" + user("{'text':'hi'}").replace('\'', '"') + "," + content + ","
                + user("{'functionResponse':{'name':'t','response':{}}},{'functionResponse':{'name':'t','response':{}}}")
                        .replace('\'', '"')
                + "]";

        assertThat(content.at("/parts/0").has("thoughtSignature")).isTrue();
        assertThat(content.at("/parts/1").has("thoughtSignature")).isFalse();
        assertThat(answer.at("/candidates/0/finishReason").textValue()).isEqualTo("STOP");
        assertThat(faced.gemini(THREE, replay).status()).isEqualTo(200);
        var elsewhere = faced.send(
                "gemini", "/models/" + THREE + ":generateContent", "key=other", Map.of(), "{" + replay + "}");
        assertThat(elsewhere.message()).isEqualTo("Corrupted thought signature.");
    }

    @Test
    void keyComesInAHeaderOrTheQuery() {
        var body = "{" + HI.replace('\'', '"') + "}";
        var path = "/models/" + THREE + ":generateContent";

        assertThat(faced.send("gemini", path, "key=a%20b", Map.of(), body).status())
                .isEqualTo(200);
        assertThat(faced.send("gemini", path, "", Map.of(), body).status()).isEqualTo(403);
        var strict = new Faced(SimulatorSpec.builder()
                .provider(ProviderSpec.named("gemini").account("a", "right").models(THREE))
                .build());
        var wrong = strict.send("gemini", path, "", Map.of("x-goog-api-key", "wrong"), body);
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().at("/error/details/0/reason").textValue()).isEqualTo("API_KEY_INVALID");
    }

    @Test
    void handlesOfOthersAreForbidden() {
        var cached = faced.gemini(THREE, ("'cachedContent':'cachedContents/x'," + HI).replace('\'', '"'));
        var file = faced.gemini(
                THREE,
                contents(user("{'fileData':{'fileUri':'https://generativelanguage.googleapis.com/v1beta/files/x'}}"))
                        .replace('\'', '"'));

        assertThat(cached.status()).isEqualTo(403);
        assertThat(file.message()).startsWith("You do not have permission to access the File x");
    }
}

package dev.sidestep.wire.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.core.Feature;
import dev.sidestep.core.Needs;
import dev.sidestep.core.Prompt;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.json.InvalidRequestException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatCallTest {
    private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]";

    @Test
    void smallestCallNeedsChatAlone() {
        ClientCall call = read("{\"model\":\"gpt-4o\"," + HELLO + "}");

        assertThat(call.model()).isEqualTo("gpt-4o");
        assertThat(call.stream()).isFalse();
        assertThat(call.includesUsage()).isFalse();
        assertThat(call.models()).isEmpty();
        assertThat(call.fallbacks()).isEmpty();
        assertThat(call.needs()).isEqualTo(new Needs(Set.of(Feature.CHAT), new Prompt(5, 4), 0));
    }

    @Test
    void everythingThatRoutingNeedsIsRead() {
        ClientCall call = read("""
                {
                  "messages": [
                    {"role": "system", "content": "be brief"},
                    {"role": "user", "name": "ann", "content": [
                      {"type": "text", "text": "what is this?"},
                      {"type": "image_url", "image_url": {"url": "data:image/png;base64,%s"}}
                    ]}
                  ],
                  "models": ["a", "groq/b"], "fallbacks": [{"model": "c", "temperature": 1}, "d"],
                  "stream": true, "stream_options": {"include_usage": true},
                  "tools": [{"type": "function", "function": {"name": "f"}}],
                  "response_format": {"type": "json_schema", "json_schema": {"schema": {}}},
                  "modalities": ["text", "audio"],
                  "max_tokens": 10, "max_completion_tokens": 20,
                  "mod\\u0065l": "smart"
                }
                """.formatted("A".repeat(100_000)));

        assertThat(call.model()).isEqualTo("smart");
        assertThat(call.stream()).isTrue();
        assertThat(call.includesUsage()).isTrue();
        assertThat(call.models()).containsExactly("a", "groq/b");
        assertThat(call.fallbacks()).containsExactly("c", "d");
        assertThat(call.needs().features())
                .containsExactlyInAnyOrder(
                        Feature.CHAT,
                        Feature.VISION,
                        Feature.TOOLS,
                        Feature.JSON_SCHEMA,
                        Feature.JSON_SCHEMA_WITH_TOOLS,
                        Feature.SPEECH);
        assertThat(call.needs().promptTokens()).isBetween(1_000L, 1_050L);
        assertThat(call.needs().maxOutputTokens()).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"type":"input_image","image_url":"https://x/y.png"}           | vision image-urls
            {"image_url":{"url":"data:image/png;base64,AA"},"type":"image_url"} | vision
            {"type":"image_url","image_url":{"detail":"low","url":"http://x"}}  | vision image-urls
            {"type":"input_audio","input_audio":{"data":"AAAA"}}           | audio
            {"type":"file","file":{"file_data":"AAAA"}}                    | files
            {"type":"file","file":{"file_id":"file-1"}}                    | files openai-api
            {"type":"text","text":"an image_url"}                          |
            """)
    void partsNeedTheirFeature(String part, String features) {
        ClientCall call = read("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[" + part + "]}]}");

        assertThat(names(call))
                .isEqualTo(Set.of(
                        ("chat " + Objects.toString(features, "")).strip().split(" ")));
        assertThat(call.handles()).isEqualTo(part.contains("file_id") ? List.of("file-1") : List.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "tool_choice":"required"                                       | forced-tools
            "tool_choice":{"type":"function","function":{"name":"f"}}      | forced-tools
            "tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[]}} | forced-tools
            "tool_choice":{"type":"allowed_tools","allowed_tools":{"tools":[],"mode":"auto"}}     |
            "tool_choice":"auto"                                           |
            "function_call":{"name":"f"}                                   | forced-tools
            "tools":[{"type":"custom","custom":{"name":"c"}}]              | tools custom-tools
            "tools":[{"type":"web_search"}]                                | tools openai-api
            "n":2                                                          | choices
            "n":1                                                          |
            "logprobs":true                                                | logprobs
            "logprobs":false,"top_logprobs":0                              |
            "top_logprobs":3                                               | logprobs
            "logit_bias":{"5":1}                                           | logit-bias
            "logit_bias":{}                                                |
            "stop":"x"                                                     | stop
            "stop":[]                                                      |
            "audio":{"voice":"alloy"}                                      | speech
            "web_search_options":{}                                        | openai-api
            "response_format":{"type":"json_schema","json_schema":{}},"functions":[{"name":"f"}] | json-schema json-schema-with-tools tools
            "seed":1,"user":"u","prediction":{},"verbosity":"low","metadata":{"a":"b"}  |
            "reasoning_effort":"high","frequency_penalty":1,"service_tier":"flex"       |
            """)
    void whatWouldChangeTheMeaningIsNeeded(String field, String features) {
        ClientCall call = read("{\"model\":\"m\"," + field + "," + HELLO + "}");

        assertThat(names(call))
                .isEqualTo(Set.of(
                        ("chat " + Objects.toString(features, "")).strip().split(" ")));
    }

    @Test
    void historyNeedsWhatIsInIt() {
        ClientCall call = read("""
                {"model":"m","messages":[
                  {"role":"assistant","audio":{"id":"audio_1"},"content":null},
                  {"role":"assistant","tool_calls":[{"id":"a","type":"custom","custom":{"name":"c","input":"x"}}]},
                  {"role":"assistant","content":"so","prefix":true}]}
                """);

        assertThat(names(call)).containsExactlyInAnyOrder("chat", "openai-api", "custom-tools", "prefill");
        assertThat(call.handles()).containsExactly("audio_1");
    }

    @Test
    void assistantAtTheEndIsNoBeginningUnlessItSaysSo() {
        ClientCall call = read("{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"content\":\"so\"}]}");

        assertThat(call.needs().features()).containsExactly(Feature.CHAT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"tools\":[]",
                "\"tools\":null",
                "\"tools\":[   ]",
                "\"stream\":null",
                "\"max_tokens\":null",
                "\"max_tokens\":-1",
                "\"max_tokens\":\"many\"",
                "\"models\":null",
                "\"modalities\":[\"text\"]",
                "\"response_format\":{\"type\":\"json_object\"}",
                "\"stream_options\":null"
            })
    void nothingIsNeededForWhatIsNotAskedFor(String field) {
        ClientCall call = read("{\"model\":\"m\"," + field + "," + HELLO + "}");

        assertThat(call.needs().features()).containsExactly(Feature.CHAT);
        assertThat(call.needs().maxOutputTokens()).isZero();
        assertThat(call.stream()).isFalse();
        assertThat(call.models()).isEmpty();
    }

    @Test
    void hugeTokenLimitsCannotOverflowASum() {
        ClientCall call = read("{\"model\":\"m\",\"max_tokens\":99999999999999999999999," + HELLO + "}");

        assertThat(call.needs().maxOutputTokens()).isEqualTo(1_000_000_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                        |            | The request body is empty: expected a JSON object
            [1]                                       |            | The request body must be a JSON object, starting with '{'
            {MSG}                                     | model      | model is missing: name a model, or `auto`
            {"model":7,MSG}                           | model      | model must be a string
            {"model":null,MSG}                        | model      | model must be a string
            {"model":" ",MSG}                         | model      | model must not be blank
            {"model":"a\\r\\nb",MSG}                  | model      | model must not contain control characters
            {"model":"a\\u0085",MSG}                  | model      | model must not contain control characters
            {"model":"a","model":"b",MSG}             | model      | model must not be given twice
            {"model":"a","\\u006dodel":"b",MSG}       | model      | model must not be given twice
            {"model":"a"}                             | messages   | messages is missing: expected an array of messages
            {"model":"a","messages":"hi"}             | messages   | messages must be an array
            {"model":"a","messages":[]}               | messages   | messages must not be empty
            {"model":"a","messages":["hi"]}           | messages   | messages[0] must be an object
            {"model":"a","stream":"yes",MSG}          | stream     | stream must be true or false
            {"model":"a","models":"b",MSG}            | models     | models must be an array of model names
            {"model":"a","models":["b",3],MSG}        | models[1]  | models[1] must be a string
            {"model":"a","fallbacks":[{}],MSG}        | fallbacks[0] | fallbacks[0] must be a model's name or an object with `model`
            """)
    void mistakesAreNamed(String body, String param, String message) {
        String json = body == null ? "" : body.replace("MSG", HELLO);

        assertThatThrownBy(() -> read(json)).isInstanceOfSatisfying(InvalidRequestException.class, invalid -> {
            assertThat(invalid).hasMessage(message);
            assertThat(invalid.param()).isEqualTo(Optional.ofNullable(param));
        });
    }

    @Test
    void modelNamesAreBounded() {
        assertThatThrownBy(() -> read("{\"model\":\"" + "m".repeat(257) + "\"," + HELLO + "}"))
                .hasMessage("model must have at most 256 characters");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"model":"a" "x"}      | expected ',' or '}' at line 1, column 14 (byte 13)
            {"model":"a",}         | expected a field name in double quotes at line 1, column 14 (byte 13)
            {"model" "a"}          | expected ':' at line 1, column 10 (byte 9)
            {'model':'a'}          | expected a field name in double quotes at line 1, column 2 (byte 1)
            {"x":secret}           | expected a value at line 1, column 6 (byte 5)
            {"x":tru}              | expected a value at line 1, column 6 (byte 5)
            {"x":01}               | expected no leading zero in a number at line 1, column 7 (byte 6)
            {"x":1.}               | expected a digit at line 1, column 8 (byte 7)
            {"x":-}                | expected a digit at line 1, column 7 (byte 6)
            {"x":"a\\x"}           | expected one of " \\ / b f n r t u after a backslash at line 1, column 9 (byte 8)
            {"x":"\\u12g4"}        | expected four hexadecimal digits after \\u at line 1, column 11 (byte 10)
            {"x":"abc              | expected the closing '"' of a string at line 1, column 10 (byte 9)
            {"x":[1,2              | expected ',' or ']' at line 1, column 10 (byte 9)
            {"x":[1}}              | expected ',' or ']' at line 1, column 8 (byte 7)
            {"x":"abc\\           | expected the closing '"' of a string at line 1, column 11 (byte 10)
            {"x                    | expected the closing '"' of a string at line 1, column 4 (byte 3)
            {"x"                   | expected ':' and a value at line 1, column 5 (byte 4)
            {"x":1                 | expected ',' or '}' at line 1, column 7 (byte 6)
            {"x":[1 2]}            | expected ',' or ']' at line 1, column 9 (byte 8)
            {"x":[1,]}             | expected a value at line 1, column 9 (byte 8)
            {"x":1e}               | expected a digit at line 1, column 8 (byte 7)
            {"x":NaN}              | expected a value at line 1, column 9 (byte 8)
            {"x":{}} {}            | expected nothing more after the value at line 1, column 10 (byte 9)
            {"x":{}} secret        | expected nothing more after the value at line 1, column 10 (byte 9)
            secret                 | expected a value at line 1, column 1 (byte 0)
            """)
    void brokenJsonIsToldWhereAndWhatWasExpected(String body, String expected) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("The request body is not valid JSON: " + expected);
    }

    @Test
    void theLineOfAMistakeIsCounted() {
        assertThatThrownBy(() -> read("{\n  \"model\": \"a\",\n  \"x\": ?\n}"))
                .hasMessageEndingWith("expected a value at line 3, column 8 (byte 25)");
    }

    @Test
    void whatTheBodySaidIsNeverEchoed() {
        assertThatThrownBy(() -> read("{\"x\": sk-secret-key}"))
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0080", // a continuation alone
                "\u00c0\u0080", // overlong
                "\u00c3", // cut off
                "\u00ed\u00a0\u0080", // a surrogate
                "\u00e0\u0080\u0080",
                "\u00f4\u0090\u0080\u0080", // beyond Unicode
                "\u00f5\u0080\u0080\u0080",
                "\u00ff"
            })
    void invalidUtf8IsRefused(String latin1) {
        byte[] body = ("{\"model\":\"" + latin1 + "\"," + HELLO + "}").getBytes(ISO_8859_1);

        assertThatThrownBy(() -> OpenAiFormat.INSTANCE.read(body, Map.of()))
                .hasMessageEndingWith("expected well-formed UTF-8 at line 1, column 11 (byte 10)");
    }

    @Test
    void everyPlaneOfUnicodePasses() {
        String text = "aé߿ࠀ日퟿�😀𐀀" + new String(Character.toChars(0x10ffff));

        assertThat(read("{\"model\":\"" + text + "\"," + HELLO + "}").model()).isEqualTo(text);
    }

    @Test
    void controlCharactersInStringsAreRefused() {
        assertThatThrownBy(() -> read("{\"x\":\"0123456789\u0000\"}"))
                .hasMessageContaining("expected no control character inside a string")
                .hasMessageEndingWith("(byte 16)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void deepNestingIsRefusedWithoutRecursion(String open) {
        assertThatThrownBy(() -> read("{\"x\":" + open.repeat(100_000)))
                .hasMessageContaining("expected at most 200 levels of nesting");
    }

    @Test
    void twoHundredLevelsPass() {
        String nested = "[{\"a\":".repeat(99) + "[]" + "}]".repeat(99);

        assertThat(read("{\"x\":" + nested + ",\"model\":\"m\"," + HELLO + "}").model())
                .isEqualTo("m");
        assertThatThrownBy(() -> read("{\"x\":[" + nested + "]}")).hasMessageContaining("200 levels");
    }

    @Test
    void longNumbersAreRefused() {
        assertThatThrownBy(() -> read("{\"x\":" + "9".repeat(1_000_000) + "}"))
                .hasMessageContaining("expected a number of at most 1000 characters at line 1, column 6 (byte 5)");
    }

    @Test
    void longFieldNamesAreRefused() {
        assertThatThrownBy(() -> read("{\"x\":{\"" + "n".repeat(1_001) + "\":1}}"))
                .hasMessageContaining("expected a field name of at most 1000 characters");
    }

    /// Bytes in an order that no machine has.
    @Test
    void oddUtf32IsRefused() {
        byte[] body = {0, 0, '{', 0, 0, 0, '}', 0};

        assertThatThrownBy(() -> OpenAiFormat.INSTANCE.read(body, Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("expected UTF-8 without a byte order mark");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
    void otherEncodingsAreRefused(String encoding) {
        byte[] body = ("{\"model\":\"a\"," + HELLO + "}").getBytes(Charset.forName(encoding));

        assertThatThrownBy(() -> OpenAiFormat.INSTANCE.read(body, Map.of()))
                .hasMessageContaining("expected UTF-8 without a byte order mark");
    }

    @Test
    void byteOrderMarkIsRefused() {
        assertThatThrownBy(() -> read("\ufeff{\"model\":\"a\"," + HELLO + "}"))
                .hasMessageContaining("expected UTF-8 without a byte order mark");
    }

    @Test
    void longStringsAreRefused() {
        String body = "{\"x\":\"" + "a".repeat(65 << 20) + "\"}";

        assertThatThrownBy(() -> read(body)).hasMessageContaining("expected a string of at most");
    }

    @Test
    void aMillionFieldsAreRefused() {
        String body = "{" + "\"k\":1,".repeat(1_000_000) + "\"k\":1}";

        assertThatThrownBy(() -> read(body)).hasMessage("The request body has more than 256 fields");
    }

    @Test
    void embeddingsNeedAnInput() {
        EmbeddingCall call = EmbeddingCall.read("{\"model\":\"e\",\"input\":[\"abcd\",\"efgh\"]}".getBytes(UTF_8));

        assertThat(call.model()).isEqualTo("e");
        assertThat(call.needs()).isEqualTo(new Needs(Set.of(Feature.EMBEDDINGS), new Prompt(15, 0), 0));
        assertThatThrownBy(() -> EmbeddingCall.read("{\"model\":\"e\",\"input\":null}".getBytes(UTF_8)))
                .hasMessageStartingWith("input is missing");
        assertThatThrownBy(() -> EmbeddingCall.read("{\"input\":\"a\"}".getBytes(UTF_8)))
                .hasMessageStartingWith("model is missing");
    }

    private static Set<String> names(ClientCall call) {
        return call.needs().features().stream().map(Feature::id).collect(Collectors.toSet());
    }

    private static ClientCall read(String body) {
        return OpenAiFormat.INSTANCE.read(body.getBytes(UTF_8), Map.of());
    }
}

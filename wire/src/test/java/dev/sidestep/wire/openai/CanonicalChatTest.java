package dev.sidestep.wire.openai;

import static dev.sidestep.wire.openai.Calls.canonical;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.OutputFormat;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Reasoning;
import dev.sidestep.wire.canonical.Role;
import dev.sidestep.wire.canonical.Source;
import dev.sidestep.wire.canonical.Tool;
import dev.sidestep.wire.canonical.ToolChoice;
import dev.sidestep.wire.canonical.Turn;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.Trees;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalChatTest {
    @Test
    void rolesKeepTheirPlace() {
        CanonicalRequest request = canonical("""
                {"role":"system","content":"a"},{"role":"user","content":"b","name":"ann"},
                {"role":"developer","content":[{"type":"text","text":"c"}]},{"role":"assistant","content":"d"}
                """, "");

        assertThat(request.turns())
                .containsExactly(
                        Calls.turn(Role.SYSTEM, Calls.text("a")),
                        new Turn(Role.USER, List.of(Calls.text("b")), "ann", Extras.NONE),
                        Calls.turn(Role.DEVELOPER, Calls.text("c")),
                        Calls.turn(Role.ASSISTANT, Calls.text("d")));
    }

    @Test
    void case18RefusalInHistoryIsAPart() {
        assertThat(parts("{\"role\":\"assistant\",\"content\":null,\"refusal\":\"no\"}"))
                .containsExactly(new Part.Refusal("no"));
    }

    @Test
    void case21OlderFunctionsBecomeToolsWithIdsOfOurs() {
        CanonicalRequest request =
                canonical("""
                {"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},
                {"role":"function","name":"f","content":"1"},
                {"role":"assistant","content":null,"function_call":{"name":"f","arguments":""}},
                {"role":"function","name":"f","content":"2"}
                """, "\"functions\":[{\"name\":\"f\"}],\"function_call\":{\"name\":\"f\"}");

        assertThat(request.tools()).containsExactly(new Tool.Function("f", "", null, null, Extras.NONE));
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Named("f"));
        assertThat(request.knownParallelTools()).isFalse();
        assertThat(ids(request))
                .containsExactly("call_function_0", "call_function_0", "call_function_1", "call_function_1");
    }

    private static List<String> ids(CanonicalRequest request) {
        return request.turns().stream()
                .map(turn -> turn.parts().getFirst())
                .map(part -> part instanceof Part.ToolCall call ? call.id() : ((Part.ToolResult) part).callId())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ""       | ~~
            "{"      | {
            "[1]"    | [1]
            {"a":1}  | {"a":1}
            null     | ~~
            """)
    void case25To27ArgumentsAreKeptAsTheyCame(String arguments, String kept) {
        List<Part> parts = parts("{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\","
                + "\"function\":{\"name\":\"f\",\"arguments\":" + arguments + "}}]}");

        assertThat(parts).containsExactly(new Part.ToolCall("c", "f", kept));
    }

    @Test
    void case49DataAddressesMayHaveParameters() {
        assertThat(source("data:image/PNG;charset=x;base64,AAAA")).isEqualTo(new Source.Inline("image/png", "AAAA"));
        assertThat(source("data:text/plain,a%20b+c")).isEqualTo(new Source.Inline("text/plain", "YSBiK2M="));
        assertThat(source("data:;base64,QQ==")).isEqualTo(new Source.Inline("text/plain", "QQ=="));
        assertThat(source("https://x/y.png")).isEqualTo(new Source.Url("https://x/y.png"));
    }

    private static Source source(String url) {
        Part part = parts("{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url
                        + "\"}}]}")
                .getFirst();
        return ((Part.Image) part).source();
    }

    @Test
    void case51And52And53MediaAreRead() {
        assertThat(parts("""
                {"role":"user","content":[
                  {"type":"image_url","image_url":{"url":"http://a","detail":"low"}},
                  {"type":"file","file":{"file_data":"data:application/pdf;base64,AA","filename":"a.pdf"}},
                  {"type":"file","file":{"file_id":"file-1"}},
                  {"type":"input_audio","input_audio":{"data":"AA","format":"wav"}},
                  {"type":"later","later":1}]}
                """))
                .containsExactly(
                        new Part.Image(new Source.Url("http://a"), "low", Extras.NONE),
                        new Part.Document(new Source.Inline("application/pdf", "AA"), "a.pdf", Extras.NONE),
                        new Part.Document(new Source.Handle("file-1"), "", Extras.NONE),
                        new Part.Audio(new Source.Inline("audio/wav", "AA"), Extras.NONE),
                        new Part.Unknown(WireFormat.OPENAI, Calls.json("{\"type\":\"later\",\"later\":1}")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "max_tokens":5                              | 5
            "max_tokens":5,"max_completion_tokens":7    | 7
            "max_tokens":5,"max_completion_tokens":null | 5
            """)
    void case60TheNewerLimitPrevails(String fields, long limit) {
        assertThat(canonical(Calls.USER, fields).maxOutputTokens()).isEqualTo(limit);
    }

    @Test
    void case62StopMayBeOneText() {
        assertThat(canonical(Calls.USER, "\"stop\":\"x\"").stop()).containsExactly("x");
        assertThat(canonical(Calls.USER, "\"stop\":[\"x\",\"y\"]").stop()).containsExactly("x", "y");
    }

    @Test
    void case68ThoughtsWithoutSignatureHaveNone() {
        List<Part> parts = parts("{\"role\":\"assistant\",\"reasoning_content\":\"hm\",\"content\":\"a\"}");

        assertThat(parts).containsExactly(new Part.Thinking("hm", null, Extras.NONE), Calls.text("a"));
    }

    @Test
    void signaturesOfOtherFormatsComeBackOutOfTheirToken() {
        Opaque opaque = new Opaque(WireFormat.GEMINI, "acc/g", "thoughtSignature", "SIG");

        List<Part> parts = parts("{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"f\","
                + "\"arguments\":\"{}\"},\"extra_content\":{\"google\":{\"thought_signature\":\"" + opaque.token()
                + "\"}}}]}");

        assertThat(((Part.ToolCall) parts.getFirst()).opaque()).contains(opaque);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "none"     | None[]
            "auto"     | Auto[]
            "required" | Required[]
            {"type":"function","function":{"name":"f"}} | Named[name=f]
            {"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"f"}}]}} | Among[names=[f], isRequired=true]
            {"type":"custom","custom":{"name":"c"}} | Unsaid[]
            null       | Unsaid[]
            """)
    void toolChoicesAreRead(String choice, String read) {
        CanonicalRequest request = canonical(Calls.USER, "\"tool_choice\":" + choice);

        assertThat(request.toolChoice()).hasToString(read);
        assertThat(request.extras().fields().containsKey("tool_choice")).isEqualTo(choice.contains("custom\""));
    }

    @Test
    void everythingElseIsKept() {
        CanonicalRequest request = canonical(
                Calls.USER,
                "\"store\":true,\"metadata\":{\"a\":\"b\"},\"seed\":3,\"temperature\":0.70,\"user\":null,"
                        + "\"stream_options\":{\"include_usage\":true,\"include_obfuscation\":false},\"fallbacks\":[]");

        assertThat(request.extras().fields())
                .isEqualTo(Map.of(
                        "store", Calls.json("true"),
                        "metadata", Calls.json("{\"a\":\"b\"}"),
                        "stream_options", Calls.json("{\"include_obfuscation\":false}")));
        assertThat(request.sampling().seed()).isEqualTo(3);
        assertThat(request.sampling().temperature()).isEqualTo(new BigDecimal("0.70"));
    }

    @Test
    void toolsAndOutputAreRead() {
        CanonicalRequest request = canonical(
                Calls.USER,
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"d\","
                        + "\"parameters\":{\"anyOf\":[]},\"strict\":true}},{\"type\":\"custom\",\"custom\":{\"name\":\"c\"}}],"
                        + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":{}}},"
                        + "\"reasoning_effort\":\"xhigh\"");

        assertThat(request.tools())
                .containsExactly(
                        new Tool.Function("f", "d", Calls.json("{\"anyOf\":[]}"), true, Extras.NONE),
                        new Tool.Unknown(
                                WireFormat.OPENAI, Calls.json("{\"type\":\"custom\",\"custom\":{\"name\":\"c\"}}")));
        assertThat(request.outputFormat()).isEqualTo(new OutputFormat.JsonSchema("n", "", Trees.object(), null));
        assertThat(request.reasoning()).isEqualTo(new Reasoning(Reasoning.Mode.ON, Reasoning.Effort.XHIGH, 0, false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"role":"judge","content":"a"}                                   | "n":1 | messages[0].role must be system, developer, user, assistant, tool or function
            {"role":"user","content":["secret"]}                             | "n":1 | messages[0].content[0] must be an object
            {"role":"user","content":7}                                      | "n":1 | messages[0].content must be a string
            {"role":"assistant","tool_calls":[{"id":"a"}]}                   | "n":1 | messages[0].tool_calls[0].function must be an object
            {"role":"user","content":"a"}                                    | "temperature":"hot" | temperature must be a number
            {"role":"user","content":"a"}                                    | "stop":[1] | stop must be a string or an array of strings
            {"role":"user","content":"a"}                                    | "tools":{} | tools must be an array
            {"role":"user","content":"a"}                                    | "seed":1.5 | seed must be a whole number
            """)
    void mistakesAreNamedByTheirPlace(String message, String field, String told) {
        assertThatThrownBy(() -> canonical(message, field))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(told);
    }

    private static List<Part> parts(String message) {
        return canonical(message, "").turns().getFirst().parts();
    }
}

package dev.sidestep.wire.anthropic;

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
import dev.sidestep.wire.json.Trees;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client's call says in the canonical model.
class CanonicalTest {
    private static final Extras CACHED = new Extras(WireFormat.ANTHROPIC, Map.of("cache_control", Trees.object()));

    @Test
    void fieldsAreRead() {
        CanonicalRequest request = read("\"stop_sequences\":[\"END\"],\"temperature\":0.30,\"top_k\":5,\"stream\":true,"
                + "\"metadata\":{\"user_id\":\"u\"},\"models\":[\"a\"],\"service_tier\":null");

        assertThat(request.origin()).isEqualTo(WireFormat.ANTHROPIC);
        assertThat(request.maxOutputTokens()).isEqualTo(1_000);
        assertThat(request.stop()).containsExactly("END");
        assertThat(request.sampling().temperature()).isEqualTo(new BigDecimal("0.30"));
        assertThat(request.sampling().topK()).isEqualTo(5);
        assertThat(request.stream()).isTrue();
        assertThat(request.extras().fields()).containsOnlyKeys("metadata");
    }

    @Test
    void systemStandsFirst() {
        CanonicalRequest request = read("\"system\":[{\"type\":\"text\",\"text\":\"a\",\"cache_control\":{}}]");

        assertThat(request.turns())
                .containsExactly(
                        new Turn(Role.SYSTEM, List.of(new Part.Text("a", null, CACHED))),
                        new Turn(Role.USER, List.of(new Part.Text("hi"))));
    }

    static List<Arguments> blocks() {
        return List.of(
                block("{\"type\":\"text\",\"text\":\"x\",\"cache_control\":{}}", new Part.Text("x", null, CACHED)),
                block(
                        "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/PNG\",\"data\":\"AA\"}}",
                        new Part.Image(new Source.Inline("image/png", "AA"), "", Extras.NONE)),
                block(
                        "{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"u\"}}",
                        new Part.Image(new Source.Url("u"), "", Extras.NONE)),
                block(
                        "{\"type\":\"document\",\"title\":\"t\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}",
                        new Part.Document(new Source.Handle("f"), "t", Extras.NONE)),
                block(
                        "{\"type\":\"document\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"x\"}}",
                        new Part.Document(new Source.PlainText("x"), "", Extras.NONE)),
                block(
                        "{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"is_error\":true,\"content\":\"no\"}",
                        new Part.ToolResult("t", "", List.of(new Part.Text("no")), true, Extras.NONE)),
                block(
                        "{\"type\":\"new\",\"x\":1}",
                        new Part.Unknown(WireFormat.ANTHROPIC, tree("{\"type\":\"new\",\"x\":1}"))));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void blocksAreRead(String block, Part part) {
        CanonicalRequest request = content("user", "[" + block + "]");

        assertThat(request.turns()).containsExactly(new Turn(Role.USER, List.of(part)));
    }

    @Test
    @DisplayName("cases 70, 71: thoughts are kept with what proves them")
    void case70ThoughtsAreRead() {
        CanonicalRequest request = content(
                "assistant",
                "[{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"sig\"},{\"type\":\"redacted_thinking\","
                        + "\"data\":\"enc\"},{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{\"a\":1.0}}]");

        assertThat(request.turns().getFirst().parts())
                .containsExactly(
                        new Part.Thinking("", new Opaque(WireFormat.ANTHROPIC, "", "signature", "sig"), Extras.NONE),
                        new Part.RedactedThinking(new Opaque(WireFormat.ANTHROPIC, "", "redacted_thinking", "enc")),
                        new Part.ToolCall("t", "f", "{\"a\":1.0}"));
    }

    @Test
    @DisplayName("case 3: results and texts of a turn keep their order, for the target's format to sort")
    void case03TextBeforeAResultKeepsItsPlace() {
        CanonicalRequest request = content(
                "user", "[{\"type\":\"text\",\"text\":\"x\"},{\"type\":\"tool_result\",\"tool_use_id\":\"t\"}]");

        assertThat(request.turns().getFirst().parts())
                .containsExactly(new Part.Text("x"), new Part.ToolResult("t", "", List.of(), false, Extras.NONE));
    }

    @Test
    @DisplayName("a document of texts and a search's result are texts for other formats")
    void documentOfTextsIsPlainText() {
        CanonicalRequest request = content(
                "user",
                "[{\"type\":\"search_result\",\"source\":\"u\",\"title\":\"t\",\"content\":"
                        + "[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]}]");

        assertThat(request.turns().getFirst().parts().getFirst())
                .isInstanceOfSatisfying(Part.Document.class, document -> {
                    assertThat(document.source()).isEqualTo(new Source.PlainText("a\n\nb"));
                    assertThat(document.name()).isEqualTo("t");
                });
    }

    @Test
    void toolsAndChoiceAreRead() {
        CanonicalRequest request = read("\"tools\":[{\"name\":\"f\",\"input_schema\":{},\"strict\":true},"
                + "{\"type\":\"bash_20250124\",\"name\":\"bash\"}],"
                + "\"tool_choice\":{\"type\":\"tool\",\"name\":\"f\",\"disable_parallel_tool_use\":true}");

        assertThat(request.tools())
                .containsExactly(
                        new Tool.Function("f", "", Trees.object(), true, Extras.NONE),
                        new Tool.Unknown(WireFormat.ANTHROPIC, tree("{\"type\":\"bash_20250124\",\"name\":\"bash\"}")));
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Named("f"));
        assertThat(request.knownParallelTools()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{}}}",
                "\"output_format\":{\"type\":\"json_schema\",\"schema\":{}}"
            })
    void schemaOfTheAnswerIsRead(String field) {
        assertThat(read(field).outputFormat()).isEqualTo(new OutputFormat.JsonSchema("", "", Trees.object(), null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            "x":1                                                             | UNSAID | -    | 0    | false
            "thinking":{"type":"enabled","budget_tokens":2000}                | ON     | -    | 2000 | true
            "thinking":{"type":"adaptive"},"output_config":{"effort":"xhigh"} | ON     | XHIGH | 0   | true
            "thinking":{"type":"adaptive","display":"omitted"}                | ON     | -    | 0    | false
            "thinking":{"type":"disabled"}                                    | OFF    | -    | 0    | false
            "output_config":{"effort":"low"}                                  | UNSAID | LOW  | 0    | false
            """)
    void reasoningIsRead(String fields, Mode mode, @Nullable Effort effort, long budget, boolean isShown) {
        assertThat(read(fields).reasoning()).isEqualTo(new Reasoning(mode, effort, budget, isShown));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"tools\":[{\"description\":\"no name\"}]",
                "\"tool_choice\":{\"type\":\"maybe\"}",
                "\"output_format\":7",
                "\"thinking\":true",
                "\"temperature\":\"hot\""
            })
    void whatTheScanSteppedOverIsRefusedHere(String field) {
        assertThatThrownBy(() -> read(field)).isInstanceOf(InvalidRequestException.class);
    }

    private static CanonicalRequest read(String fields) {
        return Calls.FORMAT.canonical(Calls.old(Calls.body(fields)));
    }

    private static CanonicalRequest content(String role, String content) {
        return Calls.FORMAT.canonical(Calls.old("{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"" + role
                + "\",\"content\":" + content + "}]}"));
    }

    private static Arguments block(String block, Part part) {
        return Arguments.of(block, part);
    }

    private static JsonNode tree(String json) {
        return Trees.parse(json).orElseThrow();
    }
}

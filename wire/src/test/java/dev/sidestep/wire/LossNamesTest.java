package dev.sidestep.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Feature;
import dev.sidestep.core.Lifecycle;
import dev.sidestep.core.Model;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.ClientFormat;
import dev.sidestep.wire.format.Loss;
import dev.sidestep.wire.format.ToolCallMemory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A loss has one name in the client's words, whatever target it is lost on the way to.
class LossNamesTest {
    private static final String PNG = "data:image/png;base64,iVBO";

    /// To a model that can do nothing but chat, with 100 tokens at most.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "max_tokens":500                                                     | max_tokens
            "max_completion_tokens":500                                          | max_completion_tokens
            "reasoning_effort":"high"                                            | reasoning_effort
            "stop":["x"]                                                         | stop
            "logit_bias":{"1":1}                                                 | logit_bias
            "n":2                                                                | n
            "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}} | response_format
            "tools":[{"type":"function","function":{"name":"f"}}]                | tools
            """)
    void fieldsOfChatCompletions(String field, String name) {
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]," + field + "}";

        for (WireFormat target : WireFormat.values()) {
            assertThat(losses(WireFormat.OPENAI, body, target)).as(target.id()).contains(name);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"type":"image_url","image_url":{"url":"PNG"}}                   | messages.image_url
            {"type":"input_audio","input_audio":{"data":"AA","format":"mp3"}} | messages.input_audio
            {"type":"file","file":{"file_id":"file-1"}}                      | messages.file
            """)
    void partsOfChatCompletions(String part, String name) {
        String body =
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},"
                        + part.replace("PNG", PNG) + "]}]}";

        for (WireFormat target : WireFormat.values()) {
            assertThat(losses(WireFormat.OPENAI, body, target)).as(target.id()).contains(name);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "max_output_tokens":500                                                    | max_output_tokens
            "reasoning":{"effort":"high"}                                              | reasoning
            "text":{"format":{"type":"json_schema","name":"n","schema":{"type":"object"}}} | text.format
            "tools":[{"type":"function","name":"f","parameters":{}}]                   | tools
            """)
    void fieldsOfResponses(String field, String name) {
        String body = "{\"model\":\"m\",\"input\":\"a\"," + field + "}";

        for (WireFormat target : others(WireFormat.RESPONSES)) {
            assertThat(losses(WireFormat.RESPONSES, body, target))
                    .as(target.id())
                    .contains(name);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"type":"input_image","image_url":"PNG"}     | input.input_image
            {"type":"input_file","file_id":"file-1"}     | input.input_file
            """)
    void partsOfResponses(String part, String name) {
        String body =
                "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"a\"},"
                        + part.replace("PNG", PNG) + "]}]}";

        for (WireFormat target : others(WireFormat.RESPONSES)) {
            assertThat(losses(WireFormat.RESPONSES, body, target))
                    .as(target.id())
                    .contains(name);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "max_tokens":500                                                        | max_tokens
            "max_tokens":9,"thinking":{"type":"enabled","budget_tokens":2000}       | thinking
            "max_tokens":9,"stop_sequences":["x"]                                   | stop_sequences
            "max_tokens":9,"output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}} | output_config.format
            "max_tokens":9,"tools":[{"name":"f","input_schema":{"type":"object"}}]  | tools
            """)
    void fieldsOfMessages(String field, String name) {
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]," + field + "}";

        for (WireFormat target : others(WireFormat.ANTHROPIC)) {
            assertThat(losses(WireFormat.ANTHROPIC, body, target))
                    .as(target.id())
                    .contains(name);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            user      | {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO"}} | messages.image
            user      | {"type":"document","source":{"type":"file","file_id":"file_1"}}                    | messages.document
            assistant | {"type":"thinking","thinking":"hm","signature":"s"}                                | messages.thinking
            """)
    void blocksOfMessages(String role, String block, String name) {
        String body = "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"" + role + "\",\"content\":[" + block
                + ",{\"type\":\"text\",\"text\":\"a\"}]},{\"role\":\"user\",\"content\":\"b\"}]}";

        for (WireFormat target : others(WireFormat.ANTHROPIC)) {
            assertThat(losses(WireFormat.ANTHROPIC, body, target))
                    .as(target.id())
                    .contains(name);
        }
    }

    private static List<WireFormat> others(WireFormat wire) {
        return Arrays.stream(WireFormat.values()).filter(other -> other != wire).toList();
    }

    private static List<String> losses(WireFormat from, String body, WireFormat to) {
        ClientFormat client = Formats.ofClients(from);
        ClientCall call = client.read(body.getBytes(UTF_8), Map.of("anthropic-version", "2023-06-01"));
        String id = to == WireFormat.ANTHROPIC ? "claude-3-haiku-20240307" : "m";
        Model model = new Model(id, Set.of(Feature.CHAT), 0, 100, null, Lifecycle.ACTIVE);
        Aim aim = new Aim("call-1", to.id(), model, "a/m", Set.of(), ToolCallMemory.NONE);
        var upstream = Formats.ofProviders(to);
        return (from == to ? upstream.edit(call, aim) : upstream.write(client.canonical(call), call, aim))
                .losses().stream().map(Loss::field).toList();
    }
}

package dev.sidestep.wire.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.core.Feature;
import dev.sidestep.core.Needs;
import dev.sidestep.core.Prompt;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.json.InvalidRequestException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesCallTest {
    @Test
    void smallestCallNeedsChatAlone() {
        ClientCall call = Calls.old(Calls.body(""));

        assertThat(call.model()).isEqualTo("m");
        assertThat(call.stream()).isFalse();
        assertThat(call.includesUsage()).isTrue();
        assertThat(call.handles()).isEmpty();
        assertThat(call.needs()).isEqualTo(new Needs(Set.of(Feature.CHAT), new Prompt(2, 4), 1000));
    }

    @Test
    void routingFieldsAreRead() {
        ClientCall call = Calls.old(Calls.body("\"stream\":true,\"models\":[\"a\"],\"fallbacks\":[{\"model\":\"b\"}]"));

        assertThat(call.stream()).isTrue();
        assertThat(call.models()).containsExactly("a");
        assertThat(call.fallbacks()).containsExactly("b");
    }

    @Test
    void headersOfTheFormatAreKept() {
        Map<String, String> headers = Map.of("anthropic-version", "2026-10-21", "anthropic-beta", "x");

        assertThat(Calls.FORMAT.read(Calls.json(Calls.body("")), headers).headers())
                .isEqualTo(headers);
        assertThat(Calls.FORMAT.ownHeaders()).containsExactlyInAnyOrderElementsOf(headers.keySet());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "tools":[{"name":"f"}]                                        | tools
            "tools":[{"type":"custom","name":"f"}]                        | tools
            "tools":[{"type":"web_search_20260209","name":"web_search"}]  | anthropic-api
            "tool_choice":{"type":"any"}                                  | forced-tools
            "tool_choice":{"name":"f","type":"tool"}                      | forced-tools
            "tool_choice":{"type":"auto"}                                 |
            "output_config":{"format":{"type":"json_schema","schema":{}}} | json-schema
            "output_format":{"type":"json_schema","schema":{}}            | json-schema
            "output_config":{"effort":"high"}                             |
            "thinking":{"type":"adaptive"}                                |
            "stop_sequences":["x"]                                        | stop
            "stop_sequences":[]                                           |
            "container":"c_1"                                             | anthropic-api
            "container":null                                              |
            "mcp_servers":[{"url":"https://x"}]                           | anthropic-api
            "mcp_servers":[]                                              |
            "context_management":{"edits":[]}                             |
            "metadata":{"user_id":"u"}                                    |
            """)
    void fieldsNeedTheirFeature(String field, String feature) {
        assertThat(needs(Calls.body(field))).isEqualTo(expected(feature));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"text","text":"an image"}                                                     |
            {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA"}}      | vision
            {"source":{"type":"url","url":"https://x/y.png"},"type":"image"}                      | image-urls,vision
            {"type":"image","source":{"type":"file","file_id":"file_1"}}                          | anthropic-api,vision
            {"type":"document","source":{"type":"text","media_type":"text/plain","data":"x"}}     | files
            {"type":"document","citations":{"enabled":true},"source":{"type":"url","url":"u"}}    | citations,files,image-urls
            {"type":"document","citations":{"enabled":false},"source":{"type":"url","url":"u"}}   | files,image-urls
            {"type":"search_result","source":"u","title":"t","content":[{"type":"text","text":"x"}]} | files
            {"type":"container_upload","file_id":"f"}                                             | anthropic-api
            {"type":"tool_result","tool_use_id":"t","content":[{"type":"image","source":{"type":"base64","data":"A"}}]} | vision
            {"type":"tool_result","tool_use_id":"t","content":"plain"}                            |
            {"type":"something_new","text":"x"}                                                   |
            """)
    void blocksNeedTheirFeature(String block, String feature) {
        String body =
                "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":[" + block + "]}]}";

        assertThat(needs(body)).isEqualTo(expected(feature));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "So far:"                                                  | prefill
            [{"type":"text","text":"So far:"}]                         | prefill
            ""                                                         |
            []                                                         |
            [{"type":"server_tool_use","id":"s","name":"n","input":{}}] | anthropic-api
            [{"type":"tool_use","id":"s","name":"n","input":{}}]       |
            """)
    @DisplayName("case 17: a trailing assistant text is a prefill")
    void case17LastWordOfTheModelIsAPrefill(String content, String feature) {
        String body = "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},"
                + "{\"content\":" + content + ",\"role\":\"assistant\"}]}";

        assertThat(needs(body)).isEqualTo(expected(feature));
    }

    @Test
    void schemaWithToolsIsAFeatureOfItsOwn() {
        String fields = "\"output_config\":{\"format\":{\"type\":\"json_schema\"}},\"tools\":[{\"name\":\"f\"}]";

        assertThat(Calls.old(Calls.body(fields)).needs().features())
                .contains(Feature.JSON_SCHEMA, Feature.TOOLS, Feature.JSON_SCHEMA_WITH_TOOLS);
    }

    @Test
    void handlesPinTheCallToTheirAccount() {
        ClientCall call = Calls.old("""
                {"model":"m","max_tokens":1,"container":{"id":"c_1"},"thread":"t_1","messages":[{"role":"user","content":[
                  {"type":"image","source":{"type":"file","file_id":"file_1"}},
                  {"type":"document","source":{"file_id":"file_2","type":"file"}},
                  {"type":"container_upload","file_id":"file_1"}]}]}
                """);

        assertThat(call.handles()).containsExactly("c_1", "t_1", "file_1", "file_2");
        assertThat(call.needs().features()).contains(Feature.ANTHROPIC_API);
    }

    @Test
    void mediaCountByTheirRuleAndNotByTheirBytes() {
        String image = "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\""
                + "A".repeat(100_000) + "\"}}";

        ClientCall call = Calls.old(
                "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":[" + image + "]}]}");

        assertThat(call.needs().promptTokens()).isBetween(1_000L, 1_010L);
    }

    @Test
    void callThatOnlyFillsTheCacheFitsNoOtherFormat() {
        String body = Calls.body("").replace("1000", "0");

        assertThat(Calls.old(body).needs().features()).contains(Feature.ANTHROPIC_API);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"max_tokens":1,"messages":[{"role":"user","content":"x"}]}                      | model
            {"model":"m","messages":[{"role":"user","content":"x"}]}                         | max_tokens
            {"model":"m","max_tokens":-1,"messages":[{"role":"user","content":"x"}]}         | max_tokens
            {"model":"m","max_tokens":"9","messages":[{"role":"user","content":"x"}]}        | max_tokens
            {"model":"m","max_tokens":1}                                                     | messages
            {"model":"m","max_tokens":1,"messages":[]}                                       | messages
            {"model":"m","max_tokens":1,"messages":{}}                                       | messages
            {"model":"m","max_tokens":1,"messages":["x"]}                                    | messages[0]
            {"model":"m","max_tokens":1,"messages":[{"role":"tool","content":"x"}]}          | messages[0].role
            {"model":"m","max_tokens":1,"messages":[{"role":"user"}]}                        | messages[0].content
            {"model":"m","max_tokens":1,"messages":[{"role":"user","content":7}]}            | messages[0].content
            {"model":"m","max_tokens":1,"messages":[{"role":"user","content":["x"]}]}        | messages[0].content[0]
            {"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{}]}]}         | messages[0].content[0].type
            {"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"tool_use"}]}]} | messages[0].content[0]
            {"model":"m","max_tokens":1,"messages":[{"content":[{"type":"tool_result"}],"role":"assistant"}]} | messages[0].content[0]
            {"model":"m","max_tokens":1,"stream":"yes","messages":[{"role":"user","content":"x"}]} | stream
            {"model":"m","max_tokens":1,"tools":{},"messages":[{"role":"user","content":"x"}]} | tools
            {"model":"m","max_tokens":1,"tools":[1],"messages":[{"role":"user","content":"x"}]} | tools[0]
            {"model":"m","max_tokens":1,"tool_choice":"auto","messages":[{"role":"user","content":"x"}]} | tool_choice
            {"model":"m","max_tokens":1,"stop_sequences":[" "],"messages":[{"role":"user","content":"x"}]} | stop_sequences
            {"model":"m","max_tokens":1,"stop_sequences":"x","messages":[{"role":"user","content":"x"}]} | stop_sequences
            {"model":"m","model":"n","max_tokens":1,"messages":[{"role":"user","content":"x"}]} | model
            """)
    void whatTheApiRefusesIsRefusedByItsPlace(String body, String place) {
        assertThatThrownBy(() -> Calls.old(body))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.param()).contains(place));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"temperature\":1.0", "\"top_p\":0.5", "\"top_k\":3"})
    void samplingIsRefusedInTheNewerVersionAlone(String field) {
        assertThatThrownBy(() -> Calls.in("2026-10-21", Calls.body(field)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("2026-10-21");
        assertThatCode(() -> Calls.in("2023-06-01", Calls.body(field))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            assistant | {"type":"document","source":{"type":"text","media_type":"text/plain","data":"x"}}
            user      | {"type":"text","text":"x","citations":[{"type":"char_location"}]}
            """)
    @DisplayName("case 23: documents of the model and citations of the caller")
    void case23NewerVersionRefusesWhatTheOlderTakes(String role, String block) {
        String body = "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"content\":[" + block + "],\"role\":\"" + role
                + "\"},{\"role\":\"user\",\"content\":\"go on\"}]}";

        assertThatThrownBy(() -> Calls.in("2026-10-21", body))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("messages[0].content[0]");
        assertThatCode(() -> Calls.in("2023-06-01", body)).doesNotThrowAnyException();
    }

    @Test
    void emptyCitationsAreTakenInBothVersions() {
        String body = "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":"
                + "[{\"type\":\"text\",\"text\":\"x\",\"citations\":[]}]}]}";

        assertThatCode(() -> Calls.in("2026-10-21", body)).doesNotThrowAnyException();
    }

    @Test
    void unknownVersionIsRefused() {
        assertThatThrownBy(() -> Calls.in("2023-01-01", Calls.body("")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("2023-06-01 or 2026-10-21");
    }

    @Test
    @DisplayName("case 95: count_tokens is answered from the estimate")
    void case95TokensAreCountedHere() {
        ClientCall asked = CountTokens.read(
                Calls.json(
                        "{\"model\":\"gpt-5\",\"system\":\"be brief\",\"messages\":[{\"role\":\"user\",\"content\":\""
                                + "a".repeat(392) + "\"}]}"),
                Map.of());

        assertThat(asked.needs().promptTokens()).isEqualTo(104);
        assertThat(CountTokens.answer(104)).asString().isEqualTo("{\"input_tokens\":104}");
    }

    private static Set<String> needs(String body) {
        Set<String> ids = new TreeSet<>();
        Calls.old(body).needs().features().forEach(feature -> ids.add(feature.id()));
        ids.remove("chat");
        return ids;
    }

    private static Set<String> expected(String features) {
        return features == null ? Set.of() : new TreeSet<>(Set.of(features.split(",")));
    }
}

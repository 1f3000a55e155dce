package dev.sidestep.wire.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.json.InvalidRequestException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallReadingTest {
    @Test
    void callSaysWhatRoutingNeeds() {
        ClientCall call = Given.call("{'model':'fast','input':'hi','stream':true,'max_output_tokens':77,"
                + "'models':['a','b'],'fallbacks':[{'model':'c'}]}");

        assertThat(call.wire()).isEqualTo(WireFormat.RESPONSES);
        assertThat(call.model()).isEqualTo("fast");
        assertThat(call.stream()).isTrue();
        assertThat(call.includesUsage()).isTrue();
        assertThat(call.models()).containsExactly("a", "b");
        assertThat(call.fallbacks()).containsExactly("c");
        assertThat(call.needs().maxOutputTokens()).isEqualTo(77);
        assertThat(call.needs().features()).containsExactly(Feature.CHAT);
        assertThat(call.handles()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'input':[{'role':'user','content':[{'type':'input_image','image_url':'data:image/png;base64,AA'}]}]  | VISION
            'input':[{'role':'user','content':[{'type':'input_image','image_url':'DATA:image/png;base64,AA'}]}]  | VISION
            'input':[{'role':'user','content':[{'type':'input_image','image_url':'https://a/b.png'}]}] | VISION IMAGE_URLS
            'input':[{'role':'user','content':[{'image_url':'https://a/b.png','type':'input_image'}]}] | VISION IMAGE_URLS
            'input':[{'role':'user','content':[{'type':'input_image','file_id':'file-1'}]}]    | VISION RESPONSES_API
            'input':[{'role':'user','content':[{'type':'input_file','file_data':'data:application/pdf;base64,AA'}]}] | FILES
            'input':[{'role':'user','content':[{'type':'input_file','file_url':'https://a/b.pdf'}]}]   | IMAGE_URLS FILES
            'input':[{'role':'user','content':[{'type':'input_file','file_id':'file-1'}]}]     | FILES RESPONSES_API
            'input':[{'role':'user','content':[{'type':'input_audio','input_audio':{'data':'A','format':'mp3'}}]}] | AUDIO
            'input':[{'type':'function_call_output','call_id':'c','output':[{'type':'input_image','image_url':'data:,'}]}] | VISION
            'input':[{'type':'item_reference','id':'rs_1'}]            | RESPONSES_API
            'input':[{'type':'compaction','encrypted_content':'x'}]    | RESPONSES_API
            'input':[{'type':'mcp_call','id':'m'}]                     | RESPONSES_API
            'input':[{'type':'custom_tool_call','call_id':'c'}]        | RESPONSES_API CUSTOM_TOOLS
            'input':'x','tools':[{'type':'function','name':'f'}]       | TOOLS
            'input':'x','tools':[{'type':'custom','name':'f'}]         | RESPONSES_API CUSTOM_TOOLS
            'input':'x','tools':[{'type':'web_search'}]                | RESPONSES_API
            'input':'x','tools':[{'type':'mcp','server_url':'u'}]      | RESPONSES_API
            'input':'x','tools':[]                                     | CHAT
            'input':'x','tool_choice':'required'                       | FORCED_TOOLS
            'input':'x','tool_choice':'auto'                           | CHAT
            'input':'x','tool_choice':{'type':'function','name':'f'}   | FORCED_TOOLS
            'input':'x','tool_choice':{'mode':'required','type':'allowed_tools'} | FORCED_TOOLS
            'input':'x','tool_choice':{'mode':'auto','type':'allowed_tools'}     | CHAT
            'input':'x','tool_choice':{'type':'web_search'}            | FORCED_TOOLS RESPONSES_API
            'input':'x','text':{'format':{'type':'json_schema','schema':{}}}     | JSON_SCHEMA
            'input':'x','text':{'format':{'type':'json_object'}}       | CHAT
            'text':{'format':{'type':'json_schema'}},'input':'x','tools':[{'type':'function'}] | JSON_SCHEMA JSON_SCHEMA_WITH_TOOLS TOOLS
            'input':'x','include':['message.output_text.logprobs']     | LOGPROBS
            'input':'x','include':['reasoning.encrypted_content']      | CHAT
            'input':'x','top_logprobs':3                               | LOGPROBS
            'input':'x','top_logprobs':0                               | CHAT
            'input':'x','background':true                              | RESPONSES_API
            'input':'x','background':false                             | CHAT
            'input':'x','prompt':{'id':'pmpt_1'}                       | RESPONSES_API
            'input':'x','conversation':'conv_1'                        | RESPONSES_API
            'previous_response_id':'resp_1'                            | RESPONSES_API
            'input':'x','previous_response_id':null,'store':true       | CHAT
            """)
    void needsAreWhatTheCallUses(String fields, String needs) {
        List<Feature> expected = new ArrayList<>();
        for (String need : needs.split(" ")) {
            expected.add(Feature.valueOf(need));
        }
        expected.add(Feature.CHAT);

        ClientCall call = Given.call("{'model':'m'," + fields.strip() + "}");

        assertThat(call.needs().features()).isEqualTo(EnumSet.copyOf(expected));
    }

    @Test
    void idsThatOnlyOneAccountKnowsAreHandles() {
        ClientCall call = Given.call("{'model':'m','previous_response_id':'resp_1','conversation':{'id':'conv_1'},"
                + "'prompt':{'id':'pmpt_1'},'input':[{'id':'rs_1','type':'item_reference'},"
                + "{'role':'user','content':[{'type':'input_file','file_id':'file-1'},"
                + "{'type':'input_image','file_id':'file-1'}]},{'type':'reasoning','id':'rs_2','summary':[]}],"
                + "'tools':[{'type':'file_search','vector_store_ids':['vs_1']},"
                + "{'type':'code_interpreter','container':'cntr_1'},"
                + "{'type':'code_interpreter','container':{'type':'auto','file_ids':['file-2']}}]}");

        assertThat(call.handles())
                .containsExactly("resp_1", "conv_1", "pmpt_1", "rs_1", "file-1", "vs_1", "cntr_1", "file-2");
    }

    @Test
    void inlineDataCountsAsAMediumAndNotByItsLength() {
        String image = "{'type':'input_image','image_url':'data:image/png;base64," + "A".repeat(400_000) + "'}";

        long tokens = Given.call("{'model':'m','input':[{'role':'user','content':[" + image + "]}]}")
                .needs()
                .promptTokens();

        assertThat(tokens).isBetween(1_000L, 1_100L);
    }

    @Test
    void instructionsInputAndToolsCountAsPrompt() {
        String text = "x".repeat(4_000);

        long tokens = Given.call("{'model':'m','instructions':'" + text + "','input':'" + text
                        + "','tools':[{'type':'function','name':'f','description':'" + text + "'}]}")
                .needs()
                .promptTokens();

        assertThat(tokens).isBetween(2_900L, 3_200L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'model':'m'}",
                "{'model':'m','input':null}",
                "{'model':'m','input':[]}",
                "{'model':'m','input':7}",
                "{'model':'m','input':['x']}",
                "{'input':'x'}",
                "{'model':' ','input':'x'}",
                "{'model':'m','model':'n','input':'x'}",
                "{'model':'m','input':'x','stream':'yes'}",
                "{'model':'m','input':'x','background':1}",
                "{'model':'m','input':'x','fallbacks':7}",
                "[]",
                ""
            })
    void whatIsNoCallIsRefused(String body) {
        assertThatThrownBy(() -> Given.call(body)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void tooManyHandlesAreRefused() {
        StringBuilder items = new StringBuilder();
        for (int i = 0; i <= 1_000; i++) {
            items.append(i == 0 ? "" : ",")
                    .append("{\"type\":\"item_reference\",\"id\":\"rs_")
                    .append(i)
                    .append("\"}");
        }
        byte[] body = ("{\"model\":\"m\",\"input\":[" + items + "]}").getBytes(UTF_8);

        assertThatThrownBy(() -> Given.FORMAT.read(body, java.util.Map.of()))
                .isInstanceOf(InvalidRequestException.class);
    }
}

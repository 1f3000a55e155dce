package dev.sidestep.wire.openai;

import static dev.sidestep.wire.openai.Calls.aim;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.format.Loss;
import dev.sidestep.wire.json.Trees;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Edits of calls that keep their format: nothing but the bytes that must change.
class MessageEditsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            groq    | { "role" : "developer" , "content":"a"}          | { "role" : "system" , "content":"a"}           |
            openai  | { "role" : "developer" , "content":"a"}          | { "role" : "developer" , "content":"a"}        |
            groq    | {"role":"user","name":"ann", "content":"a"}      | {"role":"user","content":"a"}                  | messages.name
            groq    | {"role":"user","content":"a" , "name":"ann"}     | {"role":"user","content":"a"}                  | messages.name
            groq    | {"name":"ann","role":"user","content":"a"}       | {"role":"user","content":"a"}                  | messages.name
            groq    | {"role":"user","content":"a","name":null}        | {"role":"user","content":"a"}                  |
            openai  | {"role":"user","name":"ann","content":"a"}       | {"role":"user","name":"ann","content":"a"}     |
            groq    | {"refusal":null,"annotations":[],"role":"assistant","content":"a","audio":null} | {"role":"assistant","content":"a"} |
            groq    | {"role":"assistant","reasoning_content":"hm","content":"a"} | {"role":"assistant","content":"a"}    | messages.reasoning_content
            mistral | {"role":"assistant","reasoning":"hm","name":"x","content":"a"} | {"role":"assistant","content":"a"} | messages.reasoning messages.name
            groq    | {"role":"user","content":[{"text":"a","cache_control":{"type":"x"},"type":"text"}]} | {"role":"user","content":[{"text":"a","type":"text"}]} | messages.cache_control
            my-server | {"role":"assistant","reasoning":"hm","name":"x"}        | {"role":"assistant","reasoning":"hm","name":"x"} |
            """)
    void case14And22MessagesLoseWhatTheTargetRefuses(String provider, String message, String sent, String losses) {
        Fitting fitting = edit("{\"messages\":[" + message + "],\"model\":\"m\"}", aim(provider, "m"));

        assertThat(fitting.body()).asString(UTF_8).isEqualTo("{\"messages\":[" + sent + "],\"model\":\"m\"}");
        assertThat(losses(fitting)).isEqualTo(losses == null ? List.of() : List.of(losses.split(" ")));
    }

    @Test
    void everythingThatMayStandBesideAnEditStays() {
        String body =
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"{\\\"name\\\":1} é😀\\u00e9\"}, \n"
                        + "{\"name\":\"x\",\"role\":\"developer\",\"content\":[ ]} ]}";

        assertThat(edit(body, aim("groq", "m")).body())
                .asString(UTF_8)
                .isEqualTo(body.replace("\"name\":\"x\",", "").replace("developer", "system"));
    }

    @ParameterizedTest
    @CsvSource({"openai, call_.{24}", "mistral, .{9}", "groq, x{50}"})
    void case41IdsOfCallAndResultAreRewrittenAlike(String provider, String pattern) {
        String id = "x".repeat(50);
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"" + id
                + "\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]},"
                + "{\"role\":\"tool\",\"tool_call_id\":\"" + id + "\",\"content\":\"r\"}]}";

        String sent = new String(edit(body, aim(provider, "m")).body(), UTF_8);

        String rewritten = Calls.json(sent).at("/messages/0/tool_calls/0/id").asText();
        assertThat(rewritten).matches(pattern);
        assertThat(sent).isEqualTo(body.replace(id, rewritten));
    }

    @Test
    void tokensOfOursNeverLeave() {
        String token = new Opaque(WireFormat.GEMINI, "acc/g", "thoughtSignature", "SIG").token();

        assertThat(toolCall(token)).doesNotContain("sidestep.1.", "extra_content");
        assertThat(toolCall("Google's own")).contains("\"extra_content\":{\"google\":{\"thought_signature\"");
    }

    private static String toolCall(String signature) {
        String body =
                "{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"extra_content\":"
                        + "{\"google\":{\"thought_signature\":\"" + signature
                        + "\"}},\"function\":{\"name\":\"f\"}}]}]}";
        return new String(edit(body, aim("gemini", "gemini-3")).body(), UTF_8);
    }

    @Test
    void deepSeekGetsAFieldForThoughtsWithToolCalls() {
        String call = "{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\"}]}]}";

        assertThat(edit(call, aim("deepseek", "m")).body())
                .asString(UTF_8)
                .contains("[{\"reasoning_content\":\"\",\"role\":\"assistant\"");
        assertThat(edit(call, aim("deepseek", "m", Feature.REASONING)).body())
                .asString(UTF_8)
                .isEqualTo(call);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            VISION     | {"type":"image_url","image_url":{"url":"data:image/png;base64,AA"}} | vision | messages.image_url
            IMAGE_URLS | {"type":"image_url","image_url":{"url":"https://x"}}                | vision | messages.image_url
            AUDIO      | {"input_audio":{"data":"AA"},"type":"input_audio"}                  | audio  | messages.input_audio
            FILES      | {"type":"file","file":{"file_data":"AA"}}                           | files  | messages.file
            """)
    void mediaThatAModelLacksAreLeftOutAndTold(Feature lacking, String part, String named, String loss) {
        String body =
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[PART,{\"type\":\"text\",\"text\":\"a\"}]}]}";

        Fitting fitting = edit(body.replace("PART", part), aim("openai", "m", lacking));

        assertThat(fitting.body())
                .asString(UTF_8)
                .isEqualTo(body.replace("PART", "{\"type\":\"text\",\"text\":\"[left out: " + named + "]\"}"));
        assertThat(losses(fitting)).containsExactly(loss);
    }

    @Test
    void imagesInTheCallStayWhereOnlyAddressesAreLacking() {
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":["
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"http://x\"}},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AA\"}}]}]}";

        assertThat(edit(body, aim("openai", "m", Feature.IMAGE_URLS)).body())
                .asString(UTF_8)
                .contains("data:image/png")
                .doesNotContain("http://x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            STOP         | "stop":["x"]            | ~~ | stop
            CHOICES      | "n":2                   | ~~ | n
            CHOICES      | "n":1                   | ,"n":1 |
            LOGPROBS     | "logprobs":true,"top_logprobs":2 | ~~ | logprobs top_logprobs
            LOGIT_BIAS   | "logit_bias":{"1":2}    | ~~ | logit_bias
            SPEECH       | "modalities":["text","audio"],"audio":{"voice":"x"} | ~~ | modalities audio
            OPENAI_API   | "web_search_options":{} | ~~ | web_search_options
            REASONING    | "reasoning_effort":"high" | ~~ | reasoning_effort
            REASONING    | "reasoning_effort":"none" | ~~ |
            JSON_SCHEMA  | "response_format":{"type":"json_schema","json_schema":{}} | ~~ | response_format
            JSON_SCHEMA  | "response_format":{"type":"json_object"} | ,"response_format":{"type":"json_object"} |
            TOOLS        | "tools":[{"type":"function"}],"tool_choice":"required","parallel_tool_calls":false | ~~ | tools
            FORCED_TOOLS | "tools":[{"type":"function"}],"tool_choice":"required" | ,"tools":[{"type":"function"}],"tool_choice":"auto" | tool_choice=auto
            CUSTOM_TOOLS | "tools":[{"type":"custom"}],"tool_choice":"auto" | ~~ | tools
            CUSTOM_TOOLS | "tools":[{"type":"custom"},{"type":"function","function":{"name":"f"}}] | ,"tools":[{"type":"function","function":{"name":"f"}}] | tools
            JSON_SCHEMA_WITH_TOOLS | "response_format":{"type":"json_schema"},"tools":[{"type":"function"}] | ,"tools":[{"type":"function"}] | response_format
            """)
    void case65WhatAModelLacksIsLeftOutAndTold(Feature lacking, String fields, String sent, String losses) {
        String start = "{\"model\":\"m\",\"messages\":[" + Calls.USER + "]";

        Fitting fitting = edit(start + "," + fields + "}", aim("openai", "m", lacking));

        assertThat(fitting.body()).asString(UTF_8).isEqualTo(start + sent + "}");
        assertThat(losses(fitting)).isEqualTo(losses == null ? List.of() : List.of(losses.split(" ")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            openai  | "stream":true                             | ,"stream":true,"stream_options":{"include_usage":true}
            my-own  | "stream":true                             | ,"stream":true,"stream_options":{"include_usage":true}
            openai  | "stream":true,"stream_options":null       | ,"stream":true,"stream_options":{"include_usage":true}
            openai  | "stream_options":{"include_obfuscation":false,"include_usage":false},"stream":true | ,"stream_options":{"include_obfuscation":false,"include_usage":true},"stream":true
            openai  | "stream":true,"stream_options":{ "include_usage" : true } | ,"stream":true,"stream_options":{ "include_usage" : true }
            mistral | "stream":true                             | ,"stream":true
            mistral | "stream":true,"stream_options":{"include_usage":true} | ,"stream":true
            openai  | "stream":false                            | ,"stream":false
            groq    | "stream_options":null,"stream":true       | ,"stream":true,"stream_options":{"include_usage":true}
            """)
    void case85UsageIsAlwaysAskedForWhereItIsTaken(String provider, String fields, String sent) {
        String start = "{\"model\":\"m\",\"messages\":[" + Calls.USER + "]";

        Fitting fitting = edit(start + "," + fields + "}", aim(provider, "m"));

        assertThat(fitting.body()).asString(UTF_8).isEqualTo(start + sent + "}");
        assertThat(fitting.losses()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            openai | gpt-4o  | "max_tokens":5,"max_completion_tokens":7    | ,"max_completion_tokens":7
            my-own | m       | "max_tokens":5,"max_completion_tokens":7    | ,"max_completion_tokens":7
            openai | gpt-4o  | "max_tokens":5,"max_completion_tokens":null | ,"max_tokens":5,"max_completion_tokens":null
            ollama | m       | "max_tokens":5,"max_completion_tokens":null | ,"max_tokens":5
            groq   | m       | "user":null,"stop":null,"seed":1            | ,"seed":1
            """)
    void case60AndNullsOneLimitGoesAndNullsWhereTheyAreTaken(
            String provider, String model, String fields, String sent) {
        String start = "{\"model\":\"" + model + "\",\"messages\":[" + Calls.USER + "]";

        assertThat(edit(start + "," + fields + "}", aim(provider, model)).body())
                .asString(UTF_8)
                .isEqualTo(start + sent + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            gpt-5.4 | ,"reasoning_effort":"high" | ,"reasoning_effort":"none" | reasoning_effort=none
            gpt-5.4 | ~~                         | ~~                         |
            gpt-5.5 | ~~                         | ,"reasoning_effort":"none" | reasoning_effort=none
            gpt-6   | ,"reasoning_effort":"none" | ,"reasoning_effort":"none" |
            gpt-5.2 | ,"reasoning_effort":"high" | ,"reasoning_effort":"high" |
            """)
    void case74ToolsWithoutThinkingWhereBothAreRefused(String model, String fields, String sent, String loss) {
        String start =
                "{\"model\":\"" + model + "\",\"messages\":[" + Calls.USER + "],\"tools\":[{\"type\":\"function\"}]";

        Fitting fitting = edit(start + fields + "}", aim("openai", model));

        assertThat(fitting.body()).asString(UTF_8).isEqualTo(start + sent + "}");
        assertThat(losses(fitting)).isEqualTo(loss == null ? List.of() : List.of(loss));
    }

    @Test
    void case46AllowedToolsAreFilteredWhereTheyCannotBeTold() {
        String body =
                "{\"model\":\"m\",\"messages\":[" + Calls.USER + "],\"tools\":[{\"type\":\"function\",\"function\":"
                        + "{\"name\":\"a\"}},{\"type\":\"function\",\"function\":{\"name\":\"b\"}}],\"tool_choice\":{\"type\":"
                        + "\"allowed_tools\",\"allowed_tools\":{\"mode\":\"auto\",\"tools\":[{\"type\":\"function\","
                        + "\"function\":{\"name\":\"b\"}}]}}}";

        assertThat(Trees.parse(edit(body, aim("groq", "m")).body())
                        .orElseThrow()
                        .at("/tools"))
                .hasSize(1)
                .allMatch(tool -> tool.at("/function/name").asText().equals("b"));
        assertThat(edit(body, aim("openai", "m")).body()).asString(UTF_8).isEqualTo(body);
    }

    @Test
    void callWithoutOdditiesIsNotLookedInto() {
        ClientCall call = Calls.chat(Calls.USER + ",{\"role\":\"system\",\"content\":\"developer name\"}", "\"n\":1");

        assertThat(call.oddities()).isEmpty();
        assertThat(new MessageEdits(Dialect.of("groq", "m"), Set.of(), Set.of()).concern(call.oddities()))
                .isFalse();
    }

    private static Fitting edit(String body, Aim aim) {
        return OpenAiFormat.INSTANCE.edit(Calls.chat(body), aim);
    }

    private static List<String> losses(Fitting fitting) {
        return fitting.losses().stream().map(Loss::toString).toList();
    }
}

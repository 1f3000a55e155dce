package dev.sidestep.wire.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Feature;
import dev.sidestep.core.Lifecycle;
import dev.sidestep.core.Model;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.format.Loss;
import dev.sidestep.wire.format.ToolCallMemory;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FittingTest {
    private static final String START = "{\"model\":\"asked\",\"messages\":[{}]";

    @Test
    void callThatFitsIsForwardedAsTheSameArray() {
        byte[] body = "{ \"model\" : \"m\", \"messages\":[{}], \"max_tokens\": 5 }".getBytes(UTF_8);

        Fitting fitting = ChatFitting.of(new ChatCallReader().read(body), aim("groq", model("m", 8_192)));

        assertThat(fitting.body()).isSameAs(body);
        assertThat(fitting.losses()).isEmpty();
    }

    @Test
    void modelIsReplacedInPlace() {
        Fitting fitting = fit("{\n \"model\" : \"auto\" , \"messages\":[ {} ]\n}", "groq", "llama-3.1-8b-instant");

        assertThat(fitting.body())
                .asString(UTF_8)
                .isEqualTo("{\n \"model\" : \"llama-3.1-8b-instant\" , \"messages\":[ {} ]\n}");
    }

    @Test
    void modelNamesAreEscaped() {
        Fitting fitting = fit(START + "}", "custom", "a\"b\\é");

        assertThat(fitting.body()).asString(UTF_8).startsWith("{\"model\":\"a\\\"b\\\\é\",");
    }

    @Test
    void fieldsForTheGatewayNeverReachAProvider() {
        Fitting fitting = fit(
                "{\"models\":[\"a\"],\"fallbacks\":[\"b\"],\"model\":\"m\",\"route\":\"fallback\",\"messages\":[{}],"
                        + "\"metadata\":{\"k\":\"v\"},\"num_retries\":3,\"x-sidestep-tag\":1,\"sidestep\":{},\"timeout\":9}",
                "openai",
                "m");

        assertThat(fitting.body())
                .asString(UTF_8)
                .isEqualTo("{\"model\":\"m\",\"messages\":[{}],\"metadata\":{\"k\":\"v\"}}");
        assertThat(fitting.losses()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gemini    | gemini-2.5-flash | "frequency_penalty":0.5,"presence_penalty":1 |                       | frequency_penalty presence_penalty
            anthropic | claude-haiku-4-5 | "presence_penalty":-0.5,"temperature":0.3    | "temperature":0.3     | presence_penalty
            gemini    | gemini-2.5-flash | "frequency_penalty":0,"presence_penalty":0.0 |                       |
            gemini    | gemini-2.5-flash | "frequency_penalty":null                     |                       |
            openai    | gpt-4o           | "frequency_penalty":0.5                      | "frequency_penalty":0.5 |
            openai    | gpt-4o           | "max_tokens":9                               | "max_tokens":9        |
            groq      | llama-3.3-70b    | "logprobs":true,"top_logprobs":2,"logit_bias":{"1":2},"seed":4 | "seed":4 | logprobs top_logprobs logit_bias
            groq      | llama-3.3-70b    | "logprobs":false,"logit_bias":{}             |                       |
            cerebras  | llama3.1-8b      | "parallel_tool_calls":false,"service_tier":"auto","logit_bias":{"5":1} | | parallel_tool_calls logit_bias
            openai    | gpt-5-mini       | "max_tokens":9                               | "max_completion_tokens":9 |
            openai    | o3-mini          | "max_tokens":9,"max_completion_tokens":7     | "max_completion_tokens":7 |
            openai    | o3               | "stop":["x"],"temperature":0.2               |                       | stop temperature
            openai    | gpt-6            | "temperature":1,"top_p":1.0                  |                       |
            openai    | gpt-5-chat-latest | "temperature":0.2                           | "temperature":0.2     |
            mistral   | mistral-large    | "max_completion_tokens":7,"max_tokens":9,"seed":3 | "max_tokens":7,"random_seed":3 |
            deepseek  | deepseek-chat    | "max_completion_tokens":7                    | "max_tokens":7        |
            xai       | grok-4           | "presence_penalty":1                         |                       | presence_penalty
            xai       | grok-3           | "presence_penalty":1                         | "presence_penalty":1  |
            my-server | anything         | "logprobs":true,"frequency_penalty":1        | "logprobs":true,"frequency_penalty":1 |
            """)
    void eachProviderGetsWhatItTakes(String type, String model, String given, String sent, String losses) {
        Fitting fitting = fit(START + "," + given + "}", type, model);

        String expected = START.replace("asked", model) + (sent == null ? "" : "," + sent) + "}";
        assertThat(fitting.body()).asString(UTF_8).isEqualTo(expected);
        assertThat(fitting.losses())
                .map(Loss::toString)
                .isEqualTo(losses == null ? List.of() : List.of(losses.split(" ")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            groq   | m     | "max_tokens":32000            | "max_tokens":8192            | max_tokens=32000->8192
            groq   | m     | "max_completion_tokens":8193  | "max_completion_tokens":8192 | max_completion_tokens=8193->8192
            groq   | m     | "max_tokens":8192             | "max_tokens":8192            |
            openai | gpt-5 | "max_tokens":32000            | "max_completion_tokens":8192 | max_tokens=32000->8192
            groq   | m     | "max_tokens":"x"              | "max_tokens":"x"             |
            """)
    void longAnswersAreClampedToTheModel(String type, String model, String given, String sent, String loss) {
        ClientCall call = new ChatCallReader().read((START + "," + given + "}").getBytes(UTF_8));

        Fitting fitting = ChatFitting.of(call, aim(type, model(model, 8_192)));

        assertThat(fitting.body()).asString(UTF_8).endsWith("," + sent + "}");
        assertThat(fitting.losses()).map(Loss::toString).isEqualTo(loss == null ? List.of() : List.of(loss));
    }

    @Test
    void whatOneTargetCouldNotTakeIsThereAgainForTheNext() {
        ClientCall call = new ChatCallReader().read((START + ",\"frequency_penalty\":0.5}").getBytes(UTF_8));

        Fitting gemini = ChatFitting.of(call, aim("gemini", model("gemini-2.5-flash", 0)));
        Fitting openai = ChatFitting.of(call, aim("openai", model("gpt-4o", 0)));

        assertThat(gemini.body()).asString(UTF_8).doesNotContain("penalty");
        assertThat(openai.body()).asString(UTF_8).contains("\"frequency_penalty\":0.5");
    }

    @Test
    void embeddingsAreRenamedAndNothingElse() {
        EmbeddingCall call =
                EmbeddingCall.read("{\"input\":\"a\",\"model\":\"e\",\"fallbacks\":[\"f\"]}".getBytes(UTF_8));

        assertThat(ChatFitting.of(call, model("f", 0)).body())
                .asString(UTF_8)
                .isEqualTo("{\"input\":\"a\",\"model\":\"f\"}");
    }

    private static Fitting fit(String body, String type, String model) {
        return ChatFitting.of(new ChatCallReader().read(body.getBytes(UTF_8)), aim(type, model(model, 0)));
    }

    private static Model model(String id, long maxOutputTokens) {
        return new Model(id, EnumSet.allOf(Feature.class), 0, maxOutputTokens, null, Lifecycle.ACTIVE);
    }

    private static Aim aim(String type, Model model) {
        return new Aim("call-1", type, model, "acc/" + model.id(), Set.of(), ToolCallMemory.NONE);
    }
}

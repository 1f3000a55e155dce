package dev.sidestep.wire.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.format.Loss;
import dev.sidestep.wire.openai.OpenAiFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EditingTest {
    private static final Aim PLAIN = Given.aim("other", "m");
    private static final String TOKEN = new Opaque(WireFormat.ANTHROPIC, "a/claude", "signature", "sig").token();
    private static final String FOREIGN =
            "{ \"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],\"encrypted_content\":\"" + TOKEN + "\"}";

    private static Fitting edit(String body, Aim aim) {
        return Given.FORMAT.edit(Given.FORMAT.read(body.getBytes(UTF_8), Map.of()), aim);
    }

    private static String edited(String body, Aim aim) {
        return new String(edit(body, aim).body(), UTF_8);
    }

    @Test
    void bodyThatFitsIsTheClientsOwnArray() {
        ClientCall call = Given.call("{'model':'m', 'input':'hi','store':true,'previous_response_id':'resp_1',"
                + "'temperature':0.20, 'x':{'y':[]}}");

        assertThat(Given.FORMAT.edit(call, PLAIN).body()).isSameAs(call.body().bytes());
    }

    @Test
    void modelIsSetAndOwnFieldsGo() {
        assertThat(edited("{\"fallbacks\":[\"b\"],\"model\":\"fast\" ,\"input\":\"é\", \"models\":[]}", PLAIN))
                .isEqualTo("{\"model\":\"m\" ,\"input\":\"é\"}");
    }

    @Test
    @DisplayName("case 59: a limit above the model's is clamped and told")
    void case59LimitIsClamped() {
        Fitting fitting = edit(
                "{\"model\":\"gpt-4.1\",\"input\":\"x\",\"max_output_tokens\":500}",
                Given.aim("openai", Given.limited(100)));

        assertThat(new String(fitting.body(), UTF_8)).contains("\"max_output_tokens\":100}");
        assertThat(fitting.losses()).containsExactly(Loss.clamped("max_output_tokens", 500, 100));
    }

    @Test
    void reasoningModelsAreNotToldHowToSample() {
        String body = "{\"model\":\"gpt-5.4\",\"temperature\":0.2,\"input\":\"x\",\"top_p\":1.0}";

        Fitting fitting = edit(body, Given.aim());

        assertThat(new String(fitting.body(), UTF_8)).isEqualTo("{\"model\":\"gpt-5.4\",\"input\":\"x\"}");
        assertThat(fitting.losses()).isEqualTo(List.of(Loss.dropped("temperature")));
        assertThat(edit(body, Given.aim("openai", "gpt-4.1")).losses()).isEmpty();
    }

    @Test
    void eachFittingStartsFromTheCallAsItCame() {
        ClientCall call = Given.call("{'model':'m','input':'x','temperature':0.2}");

        Given.FORMAT.edit(call, Given.aim());

        assertThat(Given.FORMAT.edit(call, PLAIN).body()).isSameAs(call.body().bytes());
    }

    @Test
    void markIsHowTokensBegin() {
        assertThat(TOKEN).startsWith(ResponsesFitting.MARK);
    }

    @Test
    void foreignThoughtsAreTakenOutWithTheirItem() {
        String before = "{\"role\":\"user\",\"content\":\"é\"}";
        String after = "{\"type\": \"reasoning\",\"summary\":[],\"encrypted_content\":\"gAAA\"}";

        Fitting fitting =
                edit("{\"model\":\"m\",\"input\":[ " + before + " , " + FOREIGN + ",\n" + after + " ] }", PLAIN);

        assertThat(new String(fitting.body(), UTF_8))
                .isEqualTo("{\"model\":\"m\",\"input\":[" + before + "," + after + "] }");
        assertThat(fitting.losses()).containsExactly(Loss.dropped("input.encrypted_content"));
    }

    @Test
    void inputOfForeignThoughtsAloneBecomesEmpty() {
        assertThat(edited("{\"model\":\"m\",\"input\":[" + FOREIGN + "]}", PLAIN))
                .isEqualTo("{\"model\":\"m\",\"input\":[]}");
    }

    @Test
    void wordsThatLookLikeATokenStay() {
        String body = "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":\"" + TOKEN + "\"}]}";
        String text = "{\"model\":\"m\",\"input\":\"" + TOKEN + "\"}";

        assertThat(edited(body, PLAIN)).isEqualTo(body);
        assertThat(edited(text, PLAIN)).isEqualTo(text);
    }

    @Test
    void callOfAnotherFormatIsABug() {
        ClientCall chat = OpenAiFormat.INSTANCE.read(
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}".getBytes(UTF_8), Map.of());

        assertThatThrownBy(() -> Given.FORMAT.edit(chat, PLAIN)).isInstanceOf(IllegalArgumentException.class);
    }
}

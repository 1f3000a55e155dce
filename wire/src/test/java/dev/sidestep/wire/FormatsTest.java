package dev.sidestep.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.core.Model;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.ToolCallMemory;
import dev.sidestep.wire.openai.OpenAiFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FormatsTest {
    private static final String START = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
    private static final String TOOLS = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";

    @ParameterizedTest
    @CsvSource({
        "openai,            OPENAI",
        "openai responses,  OPENAI",
        "responses openai,  OPENAI",
        "responses,         RESPONSES",
        "anthropic,         ANTHROPIC",
        "gemini,            GEMINI"
    })
    void aCallKeepsItsFormatWhereTheEndpointSpeaksIt(String spoken, WireFormat expected) {
        List<WireFormat> wires = List.of(spoken.split(" ")).stream()
                .map(id -> WireFormat.of(id).orElseThrow())
                .toList();

        assertThat(Formats.between(call(""), wires, aim("gpt-4o")).wire()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gpt-4o       | tools |          | OPENAI
            gpt-5.2      | tools | "high"   | OPENAI
            gpt-5.4      | tools |          | RESPONSES
            gpt-5.4      | tools | null     | RESPONSES
            gpt-5.4-mini | tools | "low"    | RESPONSES
            gpt-5.4      | tools | "none"   | OPENAI
            gpt-5.4      |       | "high"   | OPENAI
            gpt-5.5      | tools |          | RESPONSES
            gpt-6.1-sol  | tools |          | RESPONSES
            gpt-6.1-sol  | tools | "none"   | OPENAI
            gpt-6.1-sol  |       |          | OPENAI
            o3-pro       |       |          | RESPONSES
            o3           | tools |          | OPENAI
            """)
    void case74ModelsThatReasonTakeToolsOnTheResponsesApiOnly(
            String model, String tools, String effort, WireFormat expected) {
        String fields = (tools == null ? "" : TOOLS) + (effort == null ? "" : ",\"reasoning_effort\":" + effort);

        assertThat(Formats.between(call(fields), List.of(WireFormat.OPENAI, WireFormat.RESPONSES), aim(model))
                        .wire())
                .isEqualTo(expected);
    }

    @Test
    void anEndpointWithoutTheResponsesApiIsAskedInItsOwnFormatAllTheSame() {
        assertThat(Formats.between(call(TOOLS), List.of(WireFormat.OPENAI), aim("gpt-5.5"))
                        .wire())
                .isEqualTo(WireFormat.OPENAI);
    }

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void eachFormatIsRegisteredUnderItsOwnName(WireFormat wire) {
        assertThat(Formats.ofProviders(wire).wire()).isEqualTo(wire);
        if (wire == WireFormat.GEMINI) {
            assertThatThrownBy(() -> Formats.ofClients(wire)).isInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(Formats.ofClients(wire).wire()).isEqualTo(wire);
        }
    }

    private static ClientCall call(String fields) {
        return OpenAiFormat.INSTANCE.read((START + fields + "}").getBytes(UTF_8), Map.of());
    }

    private static Aim aim(String model) {
        return new Aim("call-1", "openai", Model.unknown(model), "openai/" + model, Set.of(), ToolCallMemory.NONE);
    }
}

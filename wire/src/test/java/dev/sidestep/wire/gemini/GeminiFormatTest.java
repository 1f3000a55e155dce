package dev.sidestep.wire.gemini;

import static dev.sidestep.wire.gemini.Asked.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sidestep.wire.canonical.WireFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiFormatTest {
    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-flash,        /models/gemini-2.5-flash",
        "models/gemini-2.5-flash, /models/gemini-2.5-flash",
        "tunedModels/mine-1,      /tunedModels/mine-1",
        "a/b c?d:é,               /models/a%2Fb%20c%3Fd%3A%C3%A9"
    })
    void theModelStandsInThePath(String model, String path) {
        assertThat(GeminiFormat.INSTANCE.path(Asked.of().to(model).aim(), false))
                .isEqualTo(path + ":generateContent");
        assertThat(GeminiFormat.INSTANCE.path(Asked.of().to(model).aim(), true))
                .isEqualTo(path + ":streamGenerateContent?alt=sse");
    }

    @Test
    void noCallStaysAsItIs() {
        assertThat(GeminiFormat.INSTANCE.wire()).isEqualTo(WireFormat.GEMINI);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GeminiFormat.INSTANCE.edit(
                        Asked.clientCall(WireFormat.OPENAI), Asked.of(user("?")).aim()));
    }
}

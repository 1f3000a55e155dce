package dev.sidestep.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoCommandTest {
    @Test
    void fourStoriesEndAsTheyShould() {
        Captured terminal = Captured.in(Path.of(""), Map.of());

        int code = terminal.run("demo");

        assertThat(code).as(terminal.out() + terminal.err()).isZero();
        assertThat(terminal.out())
                .contains("🔄 Attempt 1: Switching to groq/llama-3.3-70b-specdec")
                .contains("🚀 Switching to different provider type: openai, model: gpt-4o")
                .contains("🔄 Attempt 17: Switching provider to openai/gpt-4o")
                .contains("❌ No more fallback models or providers available")
                .contains("🛑 Rate limit on all available providers and models")
                .contains("Retry-After: ")
                .contains("5 calls, 4 answered, 36 upstream requests, 25 limits sidestepped");
    }
}

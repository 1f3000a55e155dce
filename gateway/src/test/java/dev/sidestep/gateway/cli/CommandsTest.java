package dev.sidestep.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    @TempDir
    private Path folder = Path.of("");

    private Captured terminal = Captured.in(folder, Map.of());

    @BeforeEach
    void inTheFolder() {
        terminal = Captured.in(folder, Map.of());
    }

    @Test
    void withoutACommandItTellsWhatThereIs() {
        int code = terminal.run();

        assertThat(code).isZero();
        assertThat(terminal.out())
                .contains("demo", "serve", "chat", "simulate", "status", "usage", "calls", "models", "check");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "serve", "chat", "simulate", "status", "usage", "calls", "models", "check"})
    void everyCommandHasHelp(String command) {
        int code = terminal.run(command, "--help");

        assertThat(code).isZero();
        assertThat(terminal.out()).contains("Usage: sidestep " + command).doesNotContain("\u001b");
    }

    @Test
    void unknownCommandIsWrongUsage() {
        int code = terminal.run("serv");

        assertThat(code).isEqualTo(2);
        assertThat(terminal.err()).contains("serv");
    }

    @Test
    void checkTellsAllFiveMistakesAtTheirLines() throws Exception {
        Files.writeString(folder.resolve("sidestep.yaml"), """
                max-atempts: 3
                deadline: soon
                accounts:
                  - { name: grok, key: "${MISSING_KEY}" }
                  - { name: openai }
                gateway:
                  listen: everywhere
                """);

        int code = terminal.run("check");

        assertThat(code).isEqualTo(2);
        assertThat(terminal.err())
                .contains("sidestep.yaml:1: ", "sidestep.yaml:2: ", "sidestep.yaml:4: ", "sidestep.yaml:5: ")
                .contains("sidestep.yaml:7: ", "max-attempts", "MISSING_KEY")
                .containsPattern("[56] mistakes");
    }

    @Test
    void checkAcceptsAConfigurationThatCanBeUsed() throws Exception {
        Files.writeString(folder.resolve("other.yaml"), """
                accounts:
                  - { name: ollama, models: [llama3.2] }
                """);

        int code = terminal.run("check", "other.yaml");

        assertThat(code).isZero();
        assertThat(terminal.out()).contains("ollama (1 model) at ", "other.yaml: OK, 1 account, ");
    }

    @Test
    void configurationOfTheReadmeCanBeUsed() throws Exception {
        String readme = Files.readString(Path.of("../README.md"));
        String yaml = readme.substring(readme.indexOf("```yaml") + 7);
        Files.writeString(folder.resolve("sidestep.yaml"), yaml.substring(0, yaml.indexOf("```")));
        Captured withKeys = Captured.in(
                folder, Map.of("GROQ_API_KEY", "any-key", "OPENAI_API_KEY", "any-key", "HOME", folder.toString()));

        int code = withKeys.run("check");

        assertThat(code).as(withKeys.err()).isZero();
        assertThat(withKeys.out()).contains("sidestep.yaml: OK, 3 accounts, 1 route, 0 agents, 0 warnings");
    }

    @Test
    void whatIsPinnedAndWhatIsNotAskedIsShown() throws Exception {
        Files.writeString(folder.resolve("sidestep.yaml"), """
                accounts:
                  - { name: ollama, models: [a, b, c], pinned: [b], without: [c] }
                  - { name: groq, key: "${MISSING_KEY}", models: [d], disabled: true }
                """);

        assertThat(terminal.run("check")).isZero();
        assertThat(terminal.out()).contains(", pinned b; without c", "  groq (1 model), disabled", "OK, 1 account, ");
        assertThat(terminal.run("models")).isZero();
        assertThat(terminal.out())
                .containsPattern("ollama +b .*pinned\nollama +a ")
                .contains("ollama without  c\n", "groq disabled  groq (1 model)");
    }

    @Test
    void checkOfAFileThatIsNotThereSaysSo() {
        int code = terminal.run("check");

        assertThat(code).isEqualTo(2);
        assertThat(terminal.err()).contains("sidestep.yaml: there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"models", "chat Hello"})
    void withoutAccountsItTellsWhatToDo(String command) {
        int code = terminal.run(command.split(" "));

        assertThat(code).isEqualTo(2);
        assertThat(terminal.err()).contains("No accounts are configured", "GROQ_API_KEY", "--simulate");
    }

    @Test
    void modelsListsWhatEachAccountOffers() {
        int code = terminal.run("models", "--simulate");

        assertThat(code).isZero();
        assertThat(terminal.out().lines()).hasSize(1 + 17 + 7 + 3 + 5 + 3);
        assertThat(terminal.out()).containsPattern("groq-free +gemma2-9b-it +8192");
    }

    @Test
    void modelsOfAnAccountThatIsNotThereNamesThoseThatAre() {
        int code = terminal.run("models", "--simulate", "--account", "mistral");

        assertThat(code).isEqualTo(2);
        assertThat(terminal.err()).contains("mistral", "groq-free, openai");
    }

    @Test
    void modelsNeverShowsAKey() {
        Captured withKey = Captured.in(folder, Map.of("GROQ_API_KEY", "gsk_verysecret"));

        int code = withKey.run("models");

        assertThat(code).isZero();
        assertThat(withKey.out() + withKey.err()).contains("groq").doesNotContain("verysecret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--stream", "--no-stream"})
    void chatTellsTheFailoverAndPrintsTheAnswer(String how) {
        int code = terminal.run("chat", "--simulate", how, "Good", "morning");

        assertThat(code).isZero();
        assertThat(terminal.out()).contains("Good morning").doesNotContain("Rate limit");
        assertThat(terminal.err())
                .contains("⚠️ Rate limit hit on groq/llama-3.3-70b-versatile (attempt 1/25)")
                .contains("🔄 Attempt 1: Switching to groq/llama-3.3-70b-specdec")
                .contains("✅ Success! Agent responded with llama-3.3-70b-specdec");
    }

    @Test
    void chatWithAModelThatNobodyHasFails() {
        int code = terminal.run("chat", "--simulate", "--model", "gpt-99", "Hello");

        assertThat(code).isEqualTo(1);
        assertThat(terminal.err()).contains("gpt-99");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void statusOfNothingTellsHowToStartIt() {
        int code = terminal.run("status", "--url", "http://127.0.0.1:1");

        assertThat(code).isEqualTo(1);
        assertThat(terminal.err()).contains("Nothing listens at http://127.0.0.1:1", "sidestep serve");
    }

    @Test
    void coloursAreForTerminalsOnly() {
        assertThat(Terminal.isColoured(Map.of(), true)).isTrue();
        assertThat(Terminal.isColoured(Map.of(), false)).isFalse();
        assertThat(Terminal.isColoured(Map.of("NO_COLOR", "1"), true)).isFalse();
        assertThat(Terminal.isColoured(Map.of("TERM", "dumb"), true)).isFalse();
        assertThat(Terminal.isColoured(Map.of("CLICOLOR_FORCE", "1"), false)).isTrue();
    }
}

package dev.sidestep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.core.Model;
import dev.sidestep.exchange.Setup;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which of an account's models come first, and which are not asked.
class ModelChoiceTest {
    private static SidestepConfig read(String yaml) {
        return SidestepConfig.read("sidestep.yaml", yaml, Map.of("GROQ_API_KEY", "gsk_x"));
    }

    private static List<String> models(String account) {
        return read("accounts:\n  - {name: groq, key: \"${GROQ_API_KEY}\", " + account + "}\n")
                .resolve()
                .getFirst()
                .models()
                .stream()
                .map(Model::id)
                .toList();
    }

    private static List<String> targets(SidestepConfig config, String name) {
        return Setup.of(config).targets().named(name).stream()
                .map(target -> target.name())
                .toList();
    }

    @Test
    void pinnedModelsComeFirstAndTheOthersFollow() {
        assertThat(models("models: [a, b, c, d], pinned: [c, b]")).containsExactly("c", "b", "a", "d");
        assertThat(models("pinned: [openai/gpt-oss-20b]"))
                .startsWith("openai/gpt-oss-20b")
                .hasSizeGreaterThan(3);
    }

    @Test
    void withoutWinsOverModelsAndPins() {
        assertThat(models("models: [a, b, c], pinned: [c, b], without: [c]")).containsExactly("b", "a");
    }

    @Test
    void routeGoesAroundWhatIsNotAsked() {
        SidestepConfig config = read("""
                accounts:
                  - {name: groq, key: "${GROQ_API_KEY}", models: [a, b], without: [a]}
                  - {name: groq-off, key: "${NOWHERE}", headers: {x: "${NOWHERE}"}, models: [c], disabled: true}
                routes:
                  r: [a, b, groq-off/c]
                """);

        assertThat(targets(config, "r")).containsExactly("groq/b");
        assertThat(config.warnings())
                .containsExactly(
                        "sidestep.yaml:5: routes.r[0]: 'a' is not asked: its accounts are disabled, or go without it",
                        "sidestep.yaml:5: routes.r[2]: 'groq-off/c' is not asked: its accounts are disabled, or go"
                                + " without it");
        assertThat(config.names()).contains("groq-off/c", "groq/a");
    }

    @Test
    void disabledAccountsAreNotAskedAndTheirKeysNotRead() {
        SidestepConfig config = read("accounts:\n  - {name: openai, key: \"${NOWHERE}\", disabled: true}\n");

        assertThat(config.resolve()).isEmpty();
        assertThat(config.disabled()).singleElement().matches(each -> each.key().isEmpty());
        assertThat(config.warnings()).isEmpty();
        assertThat(Setup.of(config).targets().size()).isZero();
    }

    @Test
    void whatIsLikelyNotMeantIsWarnedOfAtItsLine() {
        assertThat(read("""
                accounts:
                  - name: groq
                    key: ${GROQ_API_KEY}
                    pinned:
                      - openai/gpt-oss-20b
                      - openai/gpt-oss-21b
                      - groq/compound
                    without: [groq/compound, groq/compount]
                """).warnings())
                .containsExactly(
                        "sidestep.yaml:6: accounts[0].pinned[1]: the account is not known to offer 'openai/gpt-oss-21b',"
                                + " did you mean 'openai/gpt-oss-20b'?",
                        "sidestep.yaml:7: accounts[0].pinned[2]: model 'groq/compound' is not asked: without names it, too",
                        "sidestep.yaml:8: accounts[0].without[1]: the account is not known to offer 'groq/compount', did"
                                + " you mean 'groq/compound'?");
    }

    @Test
    void mistakesAreToldAtTheirLines() {
        assertThatThrownBy(() -> read("""
                accounts:
                  - name: groq
                    key: ${GROQ_API_KEY}
                    pinned: [a, b, a]
                    without: b
                    disabled: perhaps
                """))
                .hasMessageContaining("sidestep.yaml:4: accounts[0].pinned[2]: model 'a' is listed twice")
                .hasMessageContaining("sidestep.yaml:5: accounts[0].without: expected a list, found a single value")
                .hasMessageContaining(
                        "sidestep.yaml:6: accounts[0].disabled: expected one of false, true, found 'perhaps'");
    }

    @Test
    void builderSaysTheSame() {
        AccountConfig built = AccountConfig.builder("groq")
                .pinned(List.of("b"))
                .without(List.of("a"))
                .disabled(true)
                .build();

        assertThat(built.choice()).isEqualTo(new ModelChoice(List.of("b"), List.of("a")));
        assertThat(built.isDisabled()).isTrue();
        assertThat(built.choice().place("b")).hasValue(1);
        assertThat(built.choice().place("a")).isEmpty();
    }
}

package dev.sidestep.gateway.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.Secret;
import dev.sidestep.config.SidestepConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is told of accounts that cannot be changed where they are.
class AccountPlacesTest {
    private static final Map<String, String> KEYS =
            Map.of("GROQ_API_KEY", "gsk_canary", "GROQ_API_KEY_2", "gsk_canary", "OPENAI_API_KEY", "sk-canary");

    private final AccountPlaces places = new AccountPlaces();
    private final List<AccountConfig> all = SidestepConfig.fromEnvironment(KEYS).accounts();

    private NotWritableException refusal(AccountChange change) {
        return catchThrowableOfType(NotWritableException.class, () -> places.change(all.getFirst(), change, all));
    }

    @Test
    void accountOfTheEnvironmentNamesItsVariableAndTheFileThatWouldDoIt() {
        NotWritableException refused = refusal(new AccountChange.Pinned(List.of("openai/gpt-oss-20b")));

        assertThat(refused).hasMessageContaining("groq comes from the environment variable GROQ_API_KEY: ");
        assertThat(refused.yaml()).hasValue("""
                accounts:
                  - { name: groq, key: "${GROQ_API_KEY}", pinned: [openai/gpt-oss-20b] }
                  - { name: groq-2, key: "${GROQ_API_KEY_2}" }
                  - { name: openai, key: "${OPENAI_API_KEY}" }
                """);
        assertThat(SidestepConfig.read("x", refused.yaml().orElseThrow(), KEYS).warnings())
                .isEmpty();
    }

    @Test
    void orderOfAccountsOfTheEnvironmentIsShownAsAFile() {
        NotWritableException refused =
                catchThrowableOfType(NotWritableException.class, () -> places.order(List.of("openai", "groq"), all));

        assertThat(SidestepConfig.read("x", refused.yaml().orElseThrow(), KEYS).accounts())
                .extracting(AccountConfig::name)
                .containsExactly("openai", "groq-2", "groq");
    }

    @Test
    void fileThatIsThereIsNamed() {
        places.add(new ConfigFile(Path.of("nowhere", "ours.yaml"), (_, _) -> List.of()));

        assertThat(refusal(new AccountChange.Disabled(true))).hasMessageContaining("write its account into ours.yaml");
    }

    @Test
    void accountOfAProgramIsToldAsSuch() {
        AccountConfig account = AccountConfig.of("groq-free", Secret.of("canary"));
        NotWritableException refused = catchThrowableOfType(
                NotWritableException.class,
                () -> places.change(account, new AccountChange.Without(List.of("x")), List.of(account)));

        assertThat(refused).hasMessageContaining("serve --simulate");
        assertThat(refused.yaml())
                .hasValue("accounts:\n  - { name: groq-free, key: \"${GROQ_FREE_API_KEY}\", without: [x] }\n");
    }
}

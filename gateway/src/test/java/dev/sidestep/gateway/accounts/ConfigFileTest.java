package dev.sidestep.gateway.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.gateway.accounts.AccountChange.Disabled;
import dev.sidestep.gateway.accounts.AccountChange.Pinned;
import dev.sidestep.gateway.config.GatewayConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How the configuration's file is written.
class ConfigFileTest {
    private static final String TEXT =
            "accounts: # ours\n  - {name: groq, key: gsk_x}\n  - {name: groq-2, key: gsk_y}\n";
    private static final String DISABLED = TEXT.replace("key: gsk_x}", "key: gsk_x, disabled: true}");

    @TempDir
    private Path folder;

    private static List<String> accountsIn(Path file, String text) {
        return GatewayConfig.read(file, text, Map.of()).calls().resolve().stream()
                .map(each -> each.account().name())
                .toList();
    }

    private Path written(String text) throws Exception {
        return Files.writeString(folder.resolve("sidestep.yaml"), text);
    }

    private static ConfigFile place(Path file) {
        return ConfigFile.of(file, Map.of());
    }

    @Test
    void fileIsReplacedWithItsPermissions() throws Exception {
        Path file = written(TEXT);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        place(file).change("groq", new Disabled(true));

        assertThat(file).hasContent(DISABLED.stripTrailing());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining("glob:**.sidestep*");
    }

    @Test
    void linkStaysAndWhatItLeadsToIsReplaced() throws Exception {
        Path real =
                Files.writeString(Files.createDirectory(folder.resolve("real")).resolve("it.yaml"), TEXT);
        Path link = Files.createSymbolicLink(folder.resolve("sidestep.yaml"), real);

        place(link).change("groq", new Disabled(true));

        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(Files.readString(real)).isEqualTo(DISABLED);
    }

    @Test
    void changeThatWouldBeAMistakeIsRefused() throws Exception {
        Path file =
                written("agents: {x: {provider: groq, model: a}}\naccounts:\n  - {name: groq, key: k, models: [a]}\n");
        ConfigFile place = new ConfigFile(file, (path, text) -> {
            List<String> accounts = accountsIn(path, text);
            return text.contains("disabled") ? accountsIn(path, text + "nonsense: 1\n") : accounts;
        });

        assertThatThrownBy(() -> place.change("groq", new Disabled(true)))
                .isInstanceOf(NotWritableException.class)
                .hasMessageStartingWith(
                        "sidestep.yaml stays as it is: that would be a mistake: sidestep.yaml:4: nonsense");
        assertThat(Files.readString(file)).doesNotContain("disabled");
    }

    @Test
    void fileThatChangesMeanwhileIsReadAnew() throws Exception {
        Path file = written(TEXT);
        AtomicInteger reads = new AtomicInteger();
        ConfigFile place = new ConfigFile(file, (path, text) -> {
            if (reads.incrementAndGet() == 2) {
                append(file, "deadline: 2m\n");
            }
            return accountsIn(path, text);
        });

        place.change("groq", new Disabled(true));

        assertThat(Files.readString(file)).isEqualTo(DISABLED + "deadline: 2m\n");
    }

    private static void append(Path file, String more) {
        try {
            Files.writeString(file, Files.readString(file) + more);
        } catch (java.io.IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void readOnlyFileIsRefused() throws Exception {
        Path file = written(TEXT);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));

        assertThatThrownBy(() -> place(file).change("groq", new Disabled(true))).hasMessageContaining("read-only");
        assertThat(Files.readString(file)).isEqualTo(TEXT);
    }

    @Test
    void orderThatAPriorityForbidsIsRefused() throws Exception {
        Path file = written(TEXT.replace("gsk_x", "gsk_x, priority: 1"));

        assertThatThrownBy(() -> place(file).order(List.of("groq-2", "groq"))).hasMessageContaining("priority");
        assertThat(Files.readString(file)).contains("priority: 1}\n  - {name: groq-2");
    }

    @Test
    void orderLeavesOutWhoStandsElsewhere() throws Exception {
        Path file = written(TEXT);

        place(file).order(List.of("groq-2", "elsewhere", "groq"));

        assertThat(Files.readString(file))
                .isEqualTo("accounts: # ours\n  - {name: groq-2, key: gsk_y}\n  - {name: groq, key: gsk_x}\n");
    }

    @Test
    void missingFileHasNothing() {
        ConfigFile place = place(folder.resolve("gone.yaml"));

        assertThat(place.has("groq")).isFalse();
        assertThatThrownBy(() -> place.change("groq", new Pinned(List.of())))
                .hasMessage("gone.yaml stays as it is: there is no such file any more");
    }
}

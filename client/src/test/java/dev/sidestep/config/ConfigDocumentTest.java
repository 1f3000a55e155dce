package dev.sidestep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigDocumentTest {
    @TempDir
    Path folder;

    @Test
    void mistakesOfTwoReadersComeInOneReport() {
        ConfigDocument document = parse("""
                gateway: { listen: 8080, max-body: huge }
                max-attempts: none
                spare: 1
                """);

        SidestepConfig.from(document);
        Section gateway = document.root().section("gateway").orElseThrow();
        gateway.text("listen");
        gateway.value("max-body").orElseThrow().size(1, 1L << 30);
        document.mistake("gateway.listen", "expected host:port");

        assertThatThrownBy(document::conclude).hasMessage("""
                test.yaml:1: gateway.listen: expected host:port
                test.yaml:1: gateway.max-body: expected a size such as 512KiB or 20MB from 1 to 1073741824 bytes, found 'huge'
                test.yaml:2: max-attempts: expected a whole number from 1 to 1000, found 'none'
                test.yaml:3: spare: unknown key 'spare'""");
    }

    @Test
    void keysWrittenTwiceAreRefused() {
        ConfigDocument document = parse("a: 1\nb: 2\na: 3\n");
        document.leave("a", "b");

        assertThatThrownBy(document::conclude).hasMessage("test.yaml:3: a: written twice");
    }

    @Test
    void anEmptyFileIsAConfiguration() {
        assertThatCode(() -> parse("# nothing yet\n").conclude()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a: [1, 2", "a: 'canary", "\tcanary: 1", "canary: *nowhere", "a: 1\n---\nb: 2", "a: canary: b"})
    void whatIsNotYamlIsRefusedWithItsLineAndWithoutBeingQuoted(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageMatching("test.yaml:\\d+: not YAML: .*")
                .hasMessageNotContaining("canary");
    }

    @Test
    void aFileThatIsNoMapIsRefused() {
        assertThatThrownBy(() -> parse("- a\n").conclude()).hasMessage("test.yaml:1: expected a map, found a list");
    }

    @Test
    void sizeAndAliasesAreBounded() {
        String bomb = "a: &a [x, x]\n" + "b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n".repeat(1) + "c: ["
                + "*b, ".repeat(60) + "*b]\n";

        assertThatThrownBy(() -> parse(bomb)).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> parse("a: " + "x".repeat(1 << 20))).isInstanceOf(ConfigException.class);
    }

    @Test
    void depthIsBounded() {
        assertThatThrownBy(() -> parse("a: " + "[".repeat(200_000))).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> parse("a: " + "{a: ".repeat(100_000))).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> parse("- ".repeat(200_000))).isInstanceOf(ConfigException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyTextIsReadOrRefusedWithMistakes(long seed) {
        RandomGenerator random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            String text = mutated(random);
            try {
                SidestepConfig config = SidestepConfig.read("test.yaml", text, Map.of("NAME", "value"));
                assertThat(config.resolve()).isNotNull();
                assertThat(config.quotas()).isNotNull();
            } catch (ConfigException mistakes) {
                assertThat(mistakes.mistakes()).isNotEmpty();
            } catch (RuntimeException bug) {
                throw new AssertionError("seed " + seed + ":\n" + text, bug);
            }
        }
    }

    private static String mutated(RandomGenerator random) {
        String pieces = ":-[]{}&*!|>'\"%@`#,?~ \n\t0aé\u0000$";
        StringBuilder text = new StringBuilder("""
                providers:
                  mine: { base-url: "http://localhost/v1", models: [a, { id: b, vision: true }], fallbacks: [groq],
                          counting: { minute: sliding, day: calendar, time-zone: UTC, counts-refusals: true } }
                accounts:
                  - { name: mine, key: "${NAME}", headers: { X-A: b }, priority: 3 }
                  - name: groq-free
                    key: ${NAME}
                    models: [x, y]
                    quotas: { rpm: 30, tpd: 200000, paced: true }
                    model-quotas: { x: { rpm: 5, tpd: none } }
                    shared-quotas: { concurrent: 2 }
                routes: { smart: [groq/x, a] }
                deadline: 1m30s
                max-attempts: 3
                order: fastest
                health: { window: 1m, failures: 3 }
                """);
        for (int change = random.nextInt(1, 6); change > 0; change--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(0, 4));
            text.replace(at, end, pieces.charAt(random.nextInt(pieces.length())) + "");
        }
        return text.toString();
    }

    @Test
    void thousandsOfMistakesAreNotAllTold() {
        ConfigDocument document = parse("a: [" + "x, ".repeat(5_000) + "x]");
        document.root().list("a").forEach(item -> item.integer(1, 2));

        assertThatThrownBy(document::conclude)
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        told -> assertThat(told.mistakes()).hasSize(100));
    }

    @ParameterizedTest
    @CsvSource({
        "250ms,250",
        "30s,30000",
        "0.5s,500",
        "5m,300000",
        "1h30m,5400000",
        "24h,86400000",
        "1d,86400000",
        "0s,0"
    })
    void durationsAreReadInTheirUnits(String text, long millis) {
        assertThat(parse("a: " + text).root().duration("a", Duration.ZERO, Duration.ofDays(1)))
                .contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "s", "30 s", "1m1h", "-5s", "1e3s", "9999999999s", "25h"})
    void otherDurationsAreMistakes(String text) {
        ConfigDocument document = parse("a: " + text);

        assertThat(document.root().duration("a", Duration.ZERO, Duration.ofDays(1)))
                .isEmpty();
        assertThatThrownBy(document::conclude).hasMessageStartingWith("test.yaml:1: a: expected a duration");
    }

    @ParameterizedTest
    @CsvSource({"65536,65536", "20MB,20000000", "512KiB,524288", "1mib,1048576"})
    void sizesAreReadInTheirUnits(String text, long bytes) {
        assertThat(parse("a: " + text).root().value("a").orElseThrow().size(1, 1L << 30))
                .hasValue(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.com",
                "example.com",
                "https://me:pw@example.com",
                "https://example.com/?a=b",
                "http:///v1"
            })
    void otherAddressesThanThoseOfServersAreMistakes(String url) {
        ConfigDocument document = parse("a: " + url);
        document.root().value("a").orElseThrow().baseUrl();

        assertThatThrownBy(document::conclude).hasMessageStartingWith("test.yaml:1: a: expected a URL");
    }

    @Test
    void referencesAreForSecretsOnly() {
        ConfigDocument document = parse("a: ${NAME}\nb: ${NAME}\n");

        assertThat(document.root().secret("b")).contains(Secret.of("value"));
        document.root().text("a");

        assertThatThrownBy(document::conclude)
                .hasMessage("test.yaml:1: a: references such as ${NAME} are resolved in keys and headers only");
    }

    @Test
    void secretsAreReadFromFilesBesideTheConfiguration() throws IOException {
        Path key = Files.writeString(folder.resolve("key"), "from-a-file\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Path file = Files.writeString(folder.resolve("test.yaml"), "a: ${file:key}\nb: key\nc: ${file:none}\n");
        ConfigDocument document = ConfigDocument.read(file, Map.of());

        assertThat(document.root().secret("a")).contains(Secret.of("from-a-file"));
        assertThat(document.root().value("b").flatMap(Value::secretFile)).contains(Secret.of("from-a-file"));
        document.root().secret("c");

        assertThat(document.warnings())
                .hasSize(2)
                .allMatch(warning -> warning.contains("can be read by every user of this machine"));
        assertThatThrownBy(document::conclude)
                .hasMessage(file + ":3: c: cannot read the file 'none': there is no such file");
    }

    @Test
    void aFileTooLargeForASecretIsRefused() throws IOException {
        Path large = Files.writeString(folder.resolve("large"), "x".repeat(20_000));
        ConfigDocument document = parse("a: ${file:" + large + "}");

        assertThat(document.root().secret("a")).isEmpty();
        assertThatThrownBy(document::conclude).hasMessageEndingWith("it is larger than 16384 bytes");
    }

    @Test
    void filesThatCannotBeReadAreTold() throws IOException {
        Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9});

        assertThatThrownBy(() -> ConfigDocument.read(folder.resolve("none.yaml"), Map.of()))
                .hasMessage(folder.resolve("none.yaml") + ": cannot be read: there is no such file");
        assertThatThrownBy(() -> ConfigDocument.read(latin, Map.of())).hasMessageEndingWith("it is not UTF-8");
    }

    private static ConfigDocument parse(String yaml) {
        return ConfigDocument.parse("test.yaml", yaml, Map.of("NAME", "value"));
    }
}

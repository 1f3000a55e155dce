package dev.sidestep.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.ConfigDocument;
import dev.sidestep.config.ConfigException;
import dev.sidestep.config.Secret;
import dev.sidestep.config.Section;
import dev.sidestep.core.queue.Priority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

class GatewayConfigTest {
    private static final String ACCOUNTS = "accounts:\n  - {name: groq, key: \"${K}\", models: [a1]}\n";

    private static GatewayConfig read(String more) {
        return GatewayConfig.read("test.yaml", ACCOUNTS + more, Map.of("K", "a-secret-that-is-long-enough"));
    }

    private static ConfigException refused(String more) {
        return catchThrowableOfType(ConfigException.class, () -> read(more));
    }

    @Test
    void keyOfADisabledAccountIsASecret() {
        Secret spare = Secret.of("gsk_a-spare-key-of-the-test");
        AccountConfig account =
                AccountConfig.builder("groq-2").key(spare).disabled(true).build();

        GatewayConfig config =
                GatewayConfig.builder(read("").calls().with(account)).build();

        assertThat(config.secrets()).contains(spare);
    }

    @Test
    void defaultsAreSafe() {
        GatewayConfig config = read("");

        assertThat(config.listen()).hasToString("127.0.0.1:8080");
        assertThat(config.apiKeys()).isEmpty();
        assertThat(config.maxBodyBytes()).isEqualTo(20_000_000);
        assertThat(config.drain()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.eventLoops()).isPositive();
        assertThat(config.logLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void keysHaveNames() {
        GatewayConfig config = read("gateway: {api-keys: [{key: \"${K}\", name: team-a}, \"${K}\"]}\n");

        assertThat(config.apiKeys().getFirst().name()).isEqualTo("team-a");
        assertThat(config.apiKeys().getLast().name()).matches("key-[0-9a-f]{8}");
    }

    @Test
    void twoKeysOfOneNameAreAMistake() {
        ConfigException refused = refused("""
                gateway:
                  api-keys:
                    - {key: "${K}", name: team-a}
                    - {key: "${K}", name: team-a}
                    - {key: "${K}", name: "team b"}
                """);

        assertThat(refused.getMessage())
                .contains(":6: gateway.api-keys", "another key has the name 'team-a'")
                .contains(":7: gateway.api-keys", "expected a name of letters");
    }

    @Test
    void everythingIsRead() {
        GatewayConfig config = read("""
                gateway:
                  listen: "[::1]:9000"
                  api-keys: ["${K}", { key: "${K}", priority: batch }]
                  admin-keys: ["${K}"]
                  max-body: 1MiB
                  drain: 5s
                  event-loops: 3
                  log-level: debug
                agents:
                  writer: {system: Write., provider: groq, model: a1, temperature: 0.3, max-tokens: 5, top-p: 1, priority: batch}
                """);

        assertThat(config.listen()).isEqualTo(new ListenAddress("::1", 9000));
        Secret key = Secret.of("a-secret-that-is-long-enough");
        assertThat(config.apiKeys())
                .containsExactly(
                        ClientKey.of(key), new ClientKey(key, ClientKey.of(key).name(), Priority.BATCH));
        assertThat(config.adminKeys()).hasSize(1);
        assertThat(config.maxBodyBytes()).isEqualTo(1 << 20);
        assertThat(config.drain()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.eventLoops()).isEqualTo(3);
        assertThat(config.logLevel()).isEqualTo(Level.DEBUG);
        Agent writer = config.agents().values().iterator().next();
        assertThat(writer.wanted()).hasValue("groq/a1");
        assertThat(writer.priority()).contains(Priority.BATCH);
        assertThat(writer.parameters()).containsKeys("temperature", "max_tokens", "top_p");
        assertThat(config.toString()).doesNotContain("a-secret");
    }

    @Test
    void everyMistakeIsTold() {
        ConfigException refused = refused("""
                gateway:
                  listen: everywhere
                  api-keys: ["${NOT_SET}", {priority: batch}, {key: "${K}", priority: high}]
                  max-body: none
                  drian: 5s
                agents:
                  writer: {model: a9}
                  reader: {provider: nobody}
                  hot: {temperature: 3}
                  keen: {priority: first}
                """);

        assertThat(refused.getMessage().lines())
                .hasSize(10)
                .anyMatch(line ->
                        line.startsWith("test.yaml:5: gateway.api-keys[1].key: an entry of api-keys needs a key"))
                .anyMatch(line -> line.startsWith("test.yaml:5: gateway.api-keys[2].priority: expected one of batch,"))
                .anyMatch(line -> line.startsWith("test.yaml:12: agents.keen.priority: expected one of batch, inter"))
                .anyMatch(line -> line.startsWith("test.yaml:4: gateway.listen: expected a host and a port"))
                .anyMatch(line -> line.contains("NOT_SET is not set"))
                .anyMatch(line -> line.startsWith("test.yaml:6: gateway.max-body"))
                .anyMatch(line -> line.contains("did you mean 'drain'?"))
                .anyMatch(line -> line.startsWith("test.yaml:9: agents.writer.model: no configured account offers"))
                .anyMatch(line -> line.startsWith("test.yaml:10: agents.reader.provider: no configured account"))
                .anyMatch(line -> line.startsWith("test.yaml:11: agents.hot.temperature: expected a number from 0"));
    }

    @Test
    void allowedHostsAreNamesAndNothingElse() {
        ConfigException refused = refused("""
                gateway:
                  allowed-hosts:
                    - sidestep.example.com
                    - gateway
                    - https://sidestep.example.com
                    - sidestep.example.com:8080
                    - "*.example.com"
                    - ""
                """);

        assertThat(refused.getMessage().lines())
                .hasSize(4)
                .anyMatch(line -> line.startsWith("test.yaml:7: gateway.allowed-hosts[2]: expected a name without a"))
                .anyMatch(line -> line.startsWith("test.yaml:8: gateway.allowed-hosts[3]"))
                .anyMatch(line -> line.startsWith("test.yaml:9: gateway.allowed-hosts[4]"));
    }

    @Test
    void examplesOfTheDocumentationAreRight() throws IOException {
        String longEnough = "a-secret-that-is-long-enough";
        Map<String, String> keys = Map.of(
                "GROQ_API_KEY", longEnough,
                "GROQ_API_KEY_2", longEnough,
                "OPENAI_API_KEY", longEnough,
                "SIDESTEP_KEY", longEnough,
                "HOME", "/home/somebody",
                "PGPASSWORD", longEnough,
                "REDIS_PASSWORD", longEnough,
                "NIGHTLY_KEY", longEnough);
        String text = Files.readString(Path.of("..", "docs", "configuration.md"));

        assertThat(Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL)
                        .matcher(text)
                        .results())
                .hasSizeGreaterThan(3)
                .allSatisfy(example -> assertThat(GatewayConfig.read("configuration.md", example.group(1), keys)
                                .warnings())
                        .isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "properties/gateway/properties, 'gateway: { %s: [[]] }'",
        "properties/gateway/properties/retention/properties, 'gateway: { retention: { %s: [[]] } }'",
        "$defs/client-key/properties,   'gateway: { api-keys: [{ %s: [[]] }] }'",
        "$defs/agent/properties,        'agents: { writer: { %s: [[]] } }'"
    })
    void everyKeyOfTheSchemaIsRead(String path, String yaml) {
        Section section = ConfigDocument.read(Path.of("..", "docs", "sidestep.schema.json"), Map.of())
                .root();
        for (String key : path.split("/")) {
            section = section.section(key).orElseThrow();
        }

        assertThat(section.entries()).isNotEmpty();
        assertThat(section.entries().keySet())
                .allSatisfy(key -> assertThat(refused(yaml.formatted(key)).getMessage())
                        .contains(key)
                        .doesNotContain("unknown key"));
    }

    @Test
    void vaultKeyIsReadAndAMistakeInItIsToldAtItsLine() {
        String yaml = ACCOUNTS + "gateway:\n  vault-key: ${K}\n";
        String right = "0f".repeat(32);

        assertThat(GatewayConfig.read("test.yaml", yaml, Map.of("K", right))
                        .vault()
                        .key())
                .isEqualTo(new VaultKey.Given(Secret.of(right)));
        assertThatThrownBy(() -> GatewayConfig.read("test.yaml", yaml, Map.of("K", "too-short")))
                .isInstanceOf(ConfigException.class)
                .hasMessageMatching("test.yaml:\\d+: gateway.vault-key: expected 32 bytes.*")
                .hasMessageNotContaining("too-short");
    }

    @ParameterizedTest
    @CsvSource({
        "SIDESTEP_VAULT_KEY_FILE, /etc/vault.key, /etc/vault.key",
        "XDG_CONFIG_HOME,         /cfg,           /cfg/sidestep/vault.key",
        "HOME,                    /home/me,       /home/me/.config/sidestep/vault.key"
    })
    void vaultKeyStandsInAFileOtherwise(String variable, String value, Path file) {
        assertThat(GatewayConfig.fromEnvironment(Map.of(variable, value))
                        .vault()
                        .key())
                .isEqualTo(new VaultKey.InFile(file));
    }

    @Test
    void addedAccountsAreKeptOnThisMachineWhereTheStoreIsADatabase() {
        String yaml = ACCOUNTS + "gateway: {store: 'postgresql://host/db', data-dir: /var/lib/sidestep}\n";

        assertThat(GatewayConfig.read("test.yaml", yaml, Map.of("K", "key")).accountsDirectory())
                .contains(Path.of("/var/lib/sidestep"));
        assertThat(GatewayConfig.read("test.yaml", yaml.replace("'postgresql://host/db'", "none"), Map.of("K", "key"))
                        .accountsDirectory())
                .isEmpty();
    }

    @Test
    void shortKeyIsAWarning() {
        GatewayConfig config =
                GatewayConfig.read("test.yaml", ACCOUNTS + "gateway: {api-keys: [\"${K}\"]}", Map.of("K", "short"));

        assertThat(config.warnings()).anyMatch(line -> line.contains("can be guessed"));
    }

    @Test
    void onlyThisMachineIsLoopback() {
        assertThat(ListenAddress.parse("127.0.0.1:1").orElseThrow().isLoopback())
                .isTrue();
        assertThat(ListenAddress.parse("[::1]:1").orElseThrow().isLoopback()).isTrue();
        assertThat(ListenAddress.parse("localhost:1").orElseThrow().isLoopback())
                .isTrue();
        assertThat(ListenAddress.parse("0.0.0.0:1").orElseThrow().isLoopback()).isFalse();
        assertThat(ListenAddress.parse("127.example.com:1").orElseThrow().isLoopback())
                .isFalse();
        assertThat(ListenAddress.parse("[::]:1").orElseThrow().isLoopback()).isFalse();
        assertThat(ListenAddress.parse("8080")).isEmpty();
        assertThat(ListenAddress.parse("localhost:70000")).isEmpty();
    }
}

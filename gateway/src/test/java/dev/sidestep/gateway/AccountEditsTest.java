package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.gateway.accounts.AccountChange;
import dev.sidestep.gateway.accounts.ConfigFile;
import dev.sidestep.gateway.config.GatewayConfig;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Accounts of a configuration's file that are changed over HTTP.
class AccountEditsTest {
    private static final String ROUTE = "routes:\n  smart: [a2, b1] # ours\n";

    @TempDir
    private Path folder;

    private Bench bench;
    private Path file;
    private String text;

    @BeforeEach
    void start() throws Exception {
        bench = Bench.start();
        file = folder.resolve("sidestep.yaml");
        text = Bench.yaml(bench.server(), ROUTE)
                .replace("models: [a1, a2]", "models: [a1, a2]  # the best first")
                .replace("  - name: openai", "\n  # The paid one.\n  - name: openai");
        Files.writeString(file, text);
        bench.gateway().reload(read(file));
        bench.gateway().addAccountPlace(ConfigFile.of(file, Map.of()));
        bench.gateway().watch(file, AccountEditsTest::read);
    }

    @AfterEach
    void end() {
        bench.close();
    }

    private static GatewayConfig read(Path file) {
        return GatewayConfig.read(file, Map.of());
    }

    private String patch(String account, String change) throws Exception {
        return bench.send("PATCH", "/api/v1/accounts/" + account, change).body();
    }

    private List<String> targets() {
        return bench.gateway().dispatcher().setup().targets().all().stream()
                .map(target -> target.name())
                .toList();
    }

    @Test
    void changeIsInForceWhenItIsAnsweredAndEveryCommentStays() throws Exception {
        assertThat(patch("openai", "{\"without\":[\"b1\"]}")).isEqualTo("{\"written\":\"sidestep.yaml\"}");

        assertThat(targets()).containsExactly("groq/a1", "groq/a2", "openai/text-embedding-3-small");
        assertThat(Files.readString(file))
                .isEqualTo(text.replace(
                        "models: [b1, text-embedding-3-small]\n",
                        "models: [b1, text-embedding-3-small]\n    without: [b1]\n"));
        assertThat(bench.get("/api/v1/targets").body()).contains("\"model\":\"b1\",\"why\":\"without\"");
    }

    @Test
    void accountIsDisabledAndAskedAgain() throws Exception {
        patch("groq", "{\"disabled\":true}");
        assertThat(targets()).containsExactly("openai/b1", "openai/text-embedding-3-small");
        assertThat(bench.post("/v1/chat/completions", Bench.HELLO.replace("a1", "smart"))
                        .body())
                .contains("\"model\":\"b1\"");

        patch("groq", "{\"disabled\":false}");
        assertThat(targets()).hasSize(4);
        assertThat(Files.readString(file)).isEqualTo(text);
    }

    @Test
    void modelsAreReordered() throws Exception {
        patch("groq", "{\"pinned\":[\"a2\"]}");

        assertThat(targets()).startsWith("groq/a2", "groq/a1");
        assertThat(Files.readString(file)).contains("models: [a2, a1]  # the best first");
    }

    @Test
    void accountsAreTriedInTheNewOrder() throws Exception {
        assertThat(bench.send("PUT", "/api/v1/accounts/order", "{\"accounts\":[\"openai\",\"groq\"]}")
                        .body())
                .contains("sidestep.yaml");

        assertThat(targets()).startsWith("openai/b1");
        assertThat(Files.readString(file)).contains("accounts:\n  # The paid one.\n  - name: openai");
    }

    @Test
    void watchDoesNotReloadOnceMore() {
        ConfigWatch watch = new ConfigWatch(Vertx.vertx(), bench.gateway(), file, AccountEditsTest::read);
        ConfigFile place = ConfigFile.of(file, Map.of());
        try (HeardLog heard = new HeardLog()) {
            watch.write(() -> place.change("groq", new AccountChange.Disabled(true)));
            watch.look();
            watch.look();

            assertThat(heard.lines())
                    .filteredOn(line -> line.contains("configuration reloaded"))
                    .hasSize(1);
        }
    }

    @Test
    void whoChangedWhatStandsInTheLog() throws Exception {
        try (HeardLog heard = new HeardLog()) {
            patch("groq", "{\"pinned\":[\"a2\"]}");

            assertThat(heard.lines())
                    .anyMatch(line -> line.contains(
                            "INFO account changed name=groq pinned=[a2] written=sidestep.yaml by=anyone"));
        }
    }

    @Test
    void fileThatTheGatewayRefusesIsTold() {
        ConfigWatch watch = new ConfigWatch(Vertx.vertx(), bench.gateway(), file, _ -> {
            throw new StartException("no key");
        });

        assertThatThrownBy(() -> watch.write(() -> {})).hasMessage("It is written, but not in force: no key");
    }

    @Test
    void fileWithAMistakeIsLeftAlone() throws Exception {
        Files.writeString(file, text.replace("listen: 127.0.0.1:0", "listen: 127.0.0.1:0\n  nonsense: 1"));

        assertThat(patch("groq", "{\"disabled\":true}"))
                .contains(
                        "\"code\":\"not_writable\"", "it has a mistake that has to be put right first: sidestep.yaml:");
        assertThat(targets()).hasSize(4);
    }

    @Test
    void whoIsUnknownAndWhatIsNoChangeIsRefused() throws Exception {
        assertThat(patch("nobody", "{\"disabled\":true}")).contains("account_not_found");
        for (String body : List.of(
                "",
                "{}",
                "[]",
                "{\"disabled\":1}",
                "{\"pinned\":\"a\"}",
                "{\"pinned\":[\"a\",\"a\"]}",
                "{\"pinned\":[\"a\\nb\"]}",
                "{\"without\":[\"${X}\"]}",
                "{\"disabled\":true,\"pinned\":[]}")) {
            assertThat(patch("groq", body)).as(body).contains("\"code\":\"invalid_parameter\"");
        }
        assertThat(bench.send("PUT", "/api/v1/accounts/order", "{\"accounts\":[\"x\"]}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(Files.readString(file)).isEqualTo(text);
    }
}

package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.gateway.accounts.AccountChange;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Where;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {
    @TempDir
    private Path folder;

    @Test
    void accountIsAddedCalledFoundAgainAndRemoved() throws Exception {
        try (AddedAccountsWorld world = AddedAccountsWorld.in(folder)) {
            assertThat(world.chat("mine/b1").statusCode()).isEqualTo(404);

            assertThat(world.add(world.mine()).statusCode()).isEqualTo(201);
            assertThat(world.chat("mine/b1").headers().firstValue("x-sidestep-target"))
                    .contains("mine/b1");

            world.restart();
            assertThat(world.chat("mine/b1").statusCode()).isEqualTo(200);

            assertThat(world.delete("mine").statusCode()).isEqualTo(200);
            assertThat(world.chat("mine/b1").statusCode()).isEqualTo(404);
            world.restart();
            assertThat(world.chat("mine/b1").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void addedAccountStaysWhenTheFileIsReadAgain() throws Exception {
        try (AddedAccountsWorld world = AddedAccountsWorld.in(folder)) {
            world.add(world.mine());

            world.reload();

            assertThat(world.chat("mine/b1").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void disabledAccountIsNotAskedAndStillListed() throws Exception {
        try (AddedAccountsWorld world = AddedAccountsWorld.in(folder)) {
            world.add(world.mine());

            world.gateway().added().change("mine", new AccountChange.Disabled(true));
            world.gateway().refresh();

            assertThat(world.chat("mine/b1").statusCode()).isEqualTo(404);
            assertThat(world.get("/api/v1/accounts").body()).contains("\"name\":\"mine\"", "\"disabled\":true");
        }
    }

    @Test
    void callUnderWayEndsWithTheAccountThatWasRemoved() throws Exception {
        try (AddedAccountsWorld world = AddedAccountsWorld.in(folder)) {
            world.add(world.mine());
            world.simulator().simulator().inject(Where.model("openai", "b1"), new Fault.Delay(Duration.ofMillis(500)));
            CompletableFuture<HttpResponse<String>> call = CompletableFuture.supplyAsync(() -> quietly(world));
            assertThat(world.journal().await(journal -> journal.count() == 1, Bench.SOON))
                    .isTrue();

            assertThat(world.delete("mine").statusCode()).isEqualTo(200);

            assertThat(call.join().statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> quietly(AddedAccountsWorld world) {
        try {
            return world.chat("mine/b1");
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void listTellsWhereEachIsFromAndTheEndOfItsKey() throws Exception {
        try (AddedAccountsWorld world = AddedAccountsWorld.in(folder)) {
            world.add(world.mine());
            world.chat("mine/b1");

            assertThat(world.get("/api/v1/accounts").body())
                    .contains(
                            "\"from\":{\"kind\":\"file\",\"file\":\"test.yaml\",\"line\":2}",
                            "\"from\":{\"kind\":\"dashboard\",\"added_at\":\"2",
                            "\"key\":\"…wxyz\"",
                            "\"targets\":{\"ready\":1}",
                            "\"models\":[\"b1\"]",
                            "\"removable\":true");
        }
    }

    @Test
    void mistakesAreToldAtTheirFields() throws Exception {
        try (AddedAccountsWorld world = AddedAccountsWorld.in(folder)) {
            HttpResponse<String> answer = world.add("{\"name\":\"groq\",\"key\":\"" + AddedAccountsWorld.KEY + "\"}");

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("\"code\":\"invalid_account\"", "\"fields\":{\"name\":\"there is");
        }
    }

    @Test
    void accountOfTheFileIsNotRemovedHere() throws Exception {
        try (AddedAccountsWorld world = AddedAccountsWorld.in(folder)) {
            HttpResponse<String> answer = world.delete("groq");

            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).contains("not_writable", "test.yaml");
            assertThat(world.delete("nobody").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void withoutAStoreAddingIsRefusedWithTheReason() throws Exception {
        try (AddedAccountsWorld world = new AddedAccountsWorld(folder, "store: none")) {
            HttpResponse<String> answer = world.add(world.mine());

            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).contains("not_writable", "gateway.store");
            assertThat(world.chat("groq/a1").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void wrongVaultKeyLocksTheAccountAndTheRestGoesOn() throws Exception {
        try (AddedAccountsWorld world = AddedAccountsWorld.in(folder)) {
            world.add(world.mine());
            Files.writeString(folder.resolve("vault/vault.key"), "A".repeat(43) + "=");

            world.restart();

            assertThat(world.chat("groq/a1").statusCode()).isEqualTo(200);
            assertThat(world.chat("mine/b1").statusCode()).isEqualTo(404);
            assertThat(world.get("/api/v1/accounts").body())
                    .contains("\"locked\":\"its key was sealed with another vault key");
        }
    }

    @Test
    void accountThatFitsInNoMoreIsToldOnceAtTheStart() throws Exception {
        try (AddedAccountsWorld world = AddedAccountsWorld.in(folder);
                HeardLog log = new HeardLog()) {
            world.add(world.mine().replaceFirst("\"key\": \"[^\"]*\", ", ""));
            Path file = folder.resolve("data/accounts.json");
            Files.writeString(file, Files.readString(file).replace("\"mine\"", "\"groq\""));

            world.restart();

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("account locked name=groq"))
                    .hasSize(1);
        }
    }

    @Test
    void presetsTellWhereAKeyIsGotAndWhatIsFree() throws Exception {
        try (AddedAccountsWorld world = AddedAccountsWorld.in(folder)) {
            assertThat(world.get("/api/v1/presets").body())
                    .contains(
                            "\"provider\":\"groq\",\"display_name\":\"Groq\"",
                            "\"key_url\":\"https://console.groq.com/keys\"",
                            "\"quotas\":{\"rpm\":30,\"rpd\":1000,\"tpm\":8000,\"tpd\":200000}",
                            "\"needs_key\":false",
                            "\"known_on\":\"2026-11-21\"");
        }
    }

    @Test
    void keyIsInNoAnswerNoFileAndNoLogLine() throws Exception {
        try (HeardLog log = new HeardLog()) {
            try (AddedAccountsWorld world = AddedAccountsWorld.in(folder)) {
                world.add(world.mine());
                world.add(world.mine());
                world.simulator().simulator().inject(Where.anywhere(), repeatingTheKey(), 2);
                world.chat("mine/b1");
                world.get("/api/v1/accounts");
                world.get("/api/v1/targets");
                world.restart();
                world.delete("mine");

                assertThat(world.answers()).noneMatch(answer -> answer.contains("canary"));
            }
            assertThat(log.lines()).noneMatch(line -> line.contains("canary"));
            assertThat(filesWith("canary")).isEmpty();
        }
    }

    private static Fault repeatingTheKey() {
        String body = "{\"error\":{\"message\":\"bad key " + AddedAccountsWorld.KEY + "\"}}";
        return new Fault.Answer(401, Map.of("content-type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
    }

    private List<Path> filesWith(String text) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, text))
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

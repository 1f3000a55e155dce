package dev.sidestep.gateway.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.ConfiguredAccount;
import dev.sidestep.config.Secret;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.gateway.config.GatewayConfig;
import dev.sidestep.gateway.config.StateConfig;
import dev.sidestep.gateway.config.VaultConfig;
import dev.sidestep.gateway.config.VaultKey;
import dev.sidestep.store.StorePlace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddedAccountsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String GROQ = "{\"name\":\"groq-2\",\"key\":\"gsk_the-second-key-of-the-test\"}";
    private static final VaultKey RIGHT = new VaultKey.Given(Secret.of("01".repeat(32)));
    private static final VaultKey WRONG = new VaultKey.Given(Secret.of("02".repeat(32)));

    @TempDir
    private Path folder;

    private GatewayConfig config(VaultKey key) {
        SidestepConfig calls = SidestepConfig.builder()
                .account(AccountConfig.of("groq", Secret.of("gsk_first")))
                .account(AccountConfig.of("openai", Secret.of("sk_first")))
                .build();
        return GatewayConfig.builder(calls)
                .state(StateConfig.NONE.at(new StorePlace.Embedded(folder)))
                .vault(new VaultConfig(key, null))
                .build();
    }

    private AddedAccounts open(VaultKey key) {
        return AddedAccounts.open(config(key), InstantSource.fixed(NOW));
    }

    private NewAccount account(String json) {
        return NewAccount.read(
                json.getBytes(StandardCharsets.UTF_8), config(RIGHT).calls(), NOW);
    }

    private Path file() {
        return folder.resolve("accounts.json");
    }

    private List<String> inForce(AddedAccounts accounts) {
        return accounts.into(config(RIGHT)).calls().resolve().stream()
                .map(each -> each.account().name())
                .toList();
    }

    @Test
    void accountIsFoundAgainAfterARestartWithItsKey() throws Exception {
        open(RIGHT).add(account(GROQ));

        ConfiguredAccount found =
                open(RIGHT).into(config(RIGHT)).calls().resolve().getLast();
        assertThat(found.account().name()).isEqualTo("groq-2");
        assertThat(found.key()).contains(Secret.of("gsk_the-second-key-of-the-test"));
        assertThat(Files.readString(file())).doesNotContain("second-key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void addedAccountsComeLastUntilSomebodyPutsThemInOrder() {
        AddedAccounts accounts = open(RIGHT);
        accounts.add(account(GROQ));
        assertThat(inForce(accounts)).containsExactly("groq", "openai", "groq-2");

        accounts.order(List.of("groq-2", "groq", "openai"));

        assertThat(inForce(accounts)).containsExactly("groq-2", "groq", "openai");
        assertThat(inForce(open(RIGHT))).containsExactly("groq-2", "groq", "openai");
    }

    @Test
    void wrongVaultKeyLocksTheAccountAndLeavesTheFileAsItIs() throws Exception {
        open(RIGHT).add(account(GROQ));
        String before = Files.readString(file());

        AddedAccounts accounts = open(WRONG);

        assertThat(inForce(accounts)).containsExactly("groq", "openai");
        assertThat(accounts.locked())
                .singleElement()
                .satisfies(locked -> assertThat(locked.reason()).contains("another vault key"));
        assertThat(Files.readString(file())).isEqualTo(before);
        assertThat(inForce(open(RIGHT))).contains("groq-2");
    }

    @Test
    void nothingIsSealedWithASecondKeyBesideWhatIsLocked() {
        open(RIGHT).add(account(GROQ));

        assertThatThrownBy(() -> open(WRONG).add(account(GROQ.replace("groq-2", "groq-3"))))
                .isInstanceOf(NotWritableException.class)
                .hasMessageContaining("sealed with another key");
    }

    @Test
    void lockedAccountCanBeRemovedAndAddedAgain() {
        open(RIGHT).add(account(GROQ));
        AddedAccounts accounts = open(WRONG);

        accounts.remove("groq-2");
        accounts.add(account(GROQ));

        assertThat(inForce(accounts)).contains("groq-2");
    }

    @Test
    void sealedKeyThatWasMovedToAnotherAddressIsLocked() throws Exception {
        open(RIGHT).add(account(GROQ));
        Files.writeString(file(), Files.readString(file()).replace("https://api.groq.com", "https://example.org"));

        assertThat(open(RIGHT).locked()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"version\":2}", "{\"version\":1,\"order\":[],\"accounts\":[{}]}"})
    void damagedFileIsPutAsideUntouchedAndTheRestGoesOn(String damaged) throws Exception {
        Files.writeString(file(), damaged);

        AddedAccounts accounts = open(RIGHT);
        accounts.add(account(GROQ));

        assertThat(accounts.trouble()).contains("damaged", "accounts-20261122-120000-000.damaged.json");
        assertThat(folder.resolve("accounts-20261122-120000-000.damaged.json")).hasContent(damaged);
        assertThat(inForce(accounts)).containsExactly("groq", "openai", "groq-2");
    }

    @Test
    void fileThatCannotBeReadIsNeverOverwritten() throws Exception {
        Files.createDirectories(file().resolve("in-the-way"));

        AddedAccounts accounts = open(RIGHT);

        assertThat(inForce(accounts)).containsExactly("groq", "openai");
        assertThatThrownBy(() -> accounts.add(account(GROQ))).isInstanceOf(NotWritableException.class);
        assertThat(file().resolve("in-the-way")).exists();
    }

    @Test
    void accountWhoseNameTheConfigurationTookSinceIsLocked() {
        open(RIGHT).add(account(GROQ));
        GatewayConfig since = config(RIGHT).toBuilder()
                .calls(config(RIGHT).calls().with(AccountConfig.of("groq-2", Secret.of("gsk_other"))))
                .build();
        AddedAccounts accounts = open(RIGHT);

        SidestepConfig calls = accounts.into(since).calls();

        assertThat(calls.resolve()).extracting(each -> each.account().name()).containsOnlyOnce("groq-2");
        assertThat(accounts.has("groq-2")).isFalse();
        assertThat(accounts.locked())
                .singleElement()
                .satisfies(locked -> assertThat(locked.reason()).contains("configured twice"));
    }

    @Test
    void lockedAccountMovesNoOtherOfItsName() {
        AddedAccounts accounts = open(RIGHT);
        accounts.add(account(GROQ));
        accounts.order(List.of("groq-2", "groq", "openai"));
        SidestepConfig since = config(RIGHT).calls().with(AccountConfig.of("groq-2", Secret.of("gsk_other")));

        SidestepConfig whole =
                accounts.into(config(RIGHT).toBuilder().calls(since).build()).calls();

        assertThat(whole.accounts()).isEqualTo(since.accounts());
    }

    @Test
    void changesLast() {
        open(RIGHT).add(account(GROQ));

        open(RIGHT).change("groq-2", new AccountChange.Pinned(List.of("openai/gpt-oss-20b")));
        open(RIGHT).change("groq-2", new AccountChange.Without(List.of("groq/compound")));
        open(RIGHT).change("groq-2", new AccountChange.Disabled(true));

        AccountConfig changed =
                open(RIGHT).into(config(RIGHT)).calls().accounts().getLast();
        assertThat(changed.choice().pinned()).containsExactly("openai/gpt-oss-20b");
        assertThat(changed.choice().without()).containsExactly("groq/compound");
        assertThat(changed.isDisabled()).isTrue();
    }

    @Test
    void withoutADirectoryNothingIsKept() {
        AddedAccounts accounts = AddedAccounts.open(
                config(RIGHT).toBuilder().state(StateConfig.NONE).build(), InstantSource.fixed(NOW));

        assertThatThrownBy(() -> accounts.add(account(GROQ)))
                .isInstanceOf(NotWritableException.class)
                .hasMessageContaining("gateway.store");
    }

    @Test
    void providerThatNobodyKnowsBringsItsAddressAndWire() {
        AddedAccounts accounts = open(RIGHT);
        accounts.add(account("""
                {"name": "mine", "base_url": "https://llm.example.org/v1/", "wire": "anthropic", "models": ["m1"]}
                """));

        ConfiguredAccount mine = accounts.into(config(RIGHT)).calls().resolve().getLast();

        assertThat(mine.baseUrl()).hasToString("https://llm.example.org/v1");
        assertThat(mine.wires()).hasToString("[ANTHROPIC]");
        assertThat(mine.account().models())
                .singleElement()
                .satisfies(model -> assertThat(model.id()).isEqualTo("m1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                               | name     | needs a name",
                "{'name':'groq'}                                                  | key      | needs a key",
                "{'name':'groq','key':'k'}                                        | name     | already",
                "{'name':'a b','key':'k'}                                         | name     | expected a name",
                "{'name':'mine','key':'k'}                                        | base_url | address is needed",
                "{'name':'mine','base_url':'ftp://x','key':'k'}                   | base_url | https://api.example",
                "{'name':'mine','base_url':'http://x.org/v1','models':['m']}      | base_url | unencrypted",
                "{'name':'mine','base_url':'https://x.org/v1'}                    | models   | list them",
                "{'name':'mistral','key':'k'}                                     | models   | list them",
                "{'name':'groq-2','key':'k','wire':'gemini'}                      | wire     | Groq speaks openai",
                "{'name':'groq-2','key':'k','wire':'x'}                           | wire     | expected openai",
                "{'name':'groq-2','key':'two\\nlines'}                            | key      | one line",
                "{'name':'groq-2','key':'k','quotas':{'rpx':3}}                   | quotas   | expected one of",
                "{'name':'groq-2','key':'k','quotas':{'rpm':0}}                   | quotas   | from 1",
                "{'name':'groq-2','key':'k','models':['m','m']}                   | models   | listed twice",
                "{'name':'groq-2','key':'k','nonsense':1}                         | nonsense | no such field",
                "{'name':'groq-2','key':7}                                        | key      | expected a text",
                "[]                                                               | body     | JSON object"
            })
    void whatCannotBeAddedIsToldAtItsField(String json, String field, String words) {
        assertThatThrownBy(() -> account(json.replace('\'', '"')))
                .isInstanceOfSatisfying(
                        InvalidAccountException.class,
                        invalid -> assertThat(invalid.mistakes().get(field)).contains(words));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'mine','base_url':'http://x.org/v1','models':['m'],'allow_http':true}",
                "{'name':'mine','base_url':'http://localhost:8000/v1','models':['m']}",
                "{'name':'ollama','models':['m']}",
                "{'name':'groq-2','base_url':'https://x.org/v1'}",
                "{'name':'groq-2','key':'k','quotas':{'rpm':30,'tpd':200000}}"
            })
    void whatFitsIsAdded(String json) {
        AddedAccounts accounts = open(RIGHT);

        accounts.add(account(json.replace('\'', '"')));

        assertThat(inForce(open(RIGHT))).hasSize(3);
    }

    @Test
    void atMostTwoHundredAreKept() {
        AddedAccounts accounts = open(RIGHT);
        for (int i = 0; i < 200; i++) {
            accounts.add(account("{\"name\":\"ollama-" + i + "\",\"models\":[\"m\"]}"));
        }

        assertThatThrownBy(() -> accounts.add(account(GROQ))).hasMessageContaining("200");
    }
}

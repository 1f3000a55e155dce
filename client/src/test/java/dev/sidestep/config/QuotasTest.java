package dev.sidestep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sidestep.core.Account;
import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Model;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.quota.Demand;
import dev.sidestep.core.quota.QuotaLimit;
import dev.sidestep.core.quota.Quotas;
import dev.sidestep.core.quota.Room;
import dev.sidestep.core.quota.Unit;
import dev.sidestep.core.selection.Targets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class QuotasTest {
    private static final QuotaLimit FOUR_AT_ONCE = new QuotaLimit(Unit.CONCURRENT, Window.UNSPECIFIED, 4);

    private static final Demand ONE_CALL = new Demand(10, 20);

    private static final List<String> LIMITS_FOR_ONE_CALL = List.of(
            "rps: 1",
            "rpm: 1",
            "rpd: 1",
            "tpm: 45",
            "tpd: 45",
            "input-tpm: 15",
            "input-tpd: 15",
            "output-tpm: 30",
            "output-tpd: 30",
            "concurrent: 1");

    @ParameterizedTest
    @CsvSource({
        "rps,REQUESTS,SECOND",
        "rpm,REQUESTS,MINUTE",
        "rpd,REQUESTS,DAY",
        "tpm,TOKENS,MINUTE",
        "tpd,TOKENS,DAY",
        "input-tpm,INPUT_TOKENS,MINUTE",
        "input-tpd,INPUT_TOKENS,DAY",
        "output-tpm,OUTPUT_TOKENS,MINUTE",
        "output-tpd,OUTPUT_TOKENS,DAY",
        "concurrent,CONCURRENT,UNSPECIFIED"
    })
    @DisplayName("ask E4: every kind of limit can be set for each model and for all of an account's together")
    void everyKind(String key, Unit unit, Window window) {
        SidestepConfig config = read("""
                accounts:
                  - name: groq
                    models: [a, b]
                    quotas: { %1$s: 7 }
                    key-quotas: { %1$s: 8 }
                    shared-quotas: { %1$s: 900000000000 }
                """.formatted(key));

        assertThat(config.quotas())
                .containsOnly(
                        Map.entry(key(config, LimitScope.MODEL, "a"), List.of(new QuotaLimit(unit, window, 7))),
                        Map.entry(key(config, LimitScope.MODEL, "b"), List.of(new QuotaLimit(unit, window, 7))),
                        Map.entry(key(config, LimitScope.ACCOUNT, "a"), List.of(new QuotaLimit(unit, window, 8))),
                        Map.entry(
                                key(config, LimitScope.QUOTA_GROUP, "a"),
                                List.of(new QuotaLimit(unit, window, 900_000_000_000L))));
    }

    @ParameterizedTest
    @MethodSource("limitsForOneCall")
    @DisplayName("ask E4: each limit for one call holds back the second one, on everything that it is a limit of")
    void holdsBack(String section, String limit, List<String> held, List<String> free) {
        SidestepConfig config = read("""
                accounts:
                  - { name: groq-a, models: [m, n], quota-group: acme, %s: { %s } }
                  - { name: groq-b, models: [m, n], quota-group: acme }
                """.formatted(section, limit));
        Quotas quotas = new Quotas((_, _, _) -> Long.MAX_VALUE);
        quotas.configure(config.quotas());
        Map<String, Target> targets = new LinkedHashMap<>();
        Targets.of(config.resolve().stream().map(ConfiguredAccount::account).toList(), Map.of())
                .all()
                .forEach(target -> targets.put(target.name(), target));

        assertThat(quotas.reserve(target(targets, "groq-a/m"), ONE_CALL, 0)).isPresent();

        assertThat(held).noneMatch(name -> quotas.room(target(targets, name), ONE_CALL, 0) instanceof Room.Fits);
        assertThat(free).allMatch(name -> quotas.room(target(targets, name), ONE_CALL, 0) instanceof Room.Fits);
    }

    static Stream<Arguments> limitsForOneCall() {
        Map<String, List<String>> sections = Map.of(
                "quotas", List.of("groq-a/m", "groq-b/m"),
                "key-quotas", List.of("groq-a/m", "groq-a/n"),
                "shared-quotas", List.of("groq-a/m", "groq-a/n", "groq-b/m", "groq-b/n"));
        List<String> all = List.of("groq-a/m", "groq-a/n", "groq-b/m", "groq-b/n");
        return sections.keySet().stream()
                .flatMap(section -> LIMITS_FOR_ONE_CALL.stream().map(limit -> {
                    List<String> held = sections.getOrDefault(section, List.of());
                    return Arguments.of(
                            section,
                            limit,
                            held,
                            all.stream().filter(name -> !held.contains(name)).toList());
                }));
    }

    private static Target target(Map<String, Target> targets, String name) {
        return Optional.ofNullable(targets.get(name)).orElseThrow();
    }

    @Test
    @DisplayName("A model's own limits take the place of those of each model; what it leaves out stays, none is none")
    void modelsOwn() {
        SidestepConfig config = read("""
                accounts:
                  - name: groq
                    models: [a, b]
                    quotas: { rpm: 30, rpd: 1000, tpd: 200000 }
                    model-quotas: { b: { rpd: 250, tpm: 70000, tpd: none } }
                """);

        assertThat(limits(config, "a"))
                .containsExactly(requests(Window.MINUTE, 30), requests(Window.DAY, 1000), tokens(Window.DAY, 200_000));
        assertThat(limits(config, "b"))
                .containsExactlyInAnyOrder(
                        requests(Window.MINUTE, 30), requests(Window.DAY, 250), tokens(Window.MINUTE, 70_000));
    }

    @Test
    @DisplayName("ask E7: accounts of one quota group share its limits, though only one of them names them")
    void sharedByTheGroup() {
        SidestepConfig config = read("""
                accounts:
                  - { name: groq-a, models: [m], quota-group: acme, quotas: { rpm: 30 }, shared-quotas: { rpd: 9 } }
                  - { name: groq-b, models: [m], quota-group: acme }
                  - { name: groq-c, models: [m], quotas: { rpm: 5 } }
                """);

        assertThat(config.warnings()).isEmpty();
        List<ConfiguredAccount> accounts = config.resolve();
        LimitKey ofModel = LimitKey.of(LimitScope.MODEL, accounts.get(1).account(), Model.unknown("m"));
        LimitKey ofGroup = LimitKey.of(LimitScope.QUOTA_GROUP, accounts.get(1).account(), Model.unknown("m"));
        assertThat(config.quotas())
                .hasSize(3)
                .containsEntry(ofModel, List.of(requests(Window.MINUTE, 30)))
                .containsEntry(ofGroup, List.of(requests(Window.DAY, 9)));
    }

    @Test
    @DisplayName("ask E10: paced, 15 requests a minute are one every 4 s; days and tokens are not spread")
    void paced() {
        SidestepConfig config = read("""
                accounts:
                  - name: groq
                    models: [m, n]
                    quotas: { rpm: 15, rpd: 9, tpm: 5000, paced: true }
                    model-quotas: { n: { rpm: 30, paced: false } }
                """);

        assertThat(limits(config, "m"))
                .containsExactlyInAnyOrder(
                        new QuotaLimit(Unit.REQUESTS, Window.MINUTE, 15, true),
                        requests(Window.DAY, 9),
                        tokens(Window.MINUTE, 5000));
        assertThat(limits(config, "n")).contains(requests(Window.MINUTE, 30));
        Quotas quotas = new Quotas((_, _, _) -> Long.MAX_VALUE);
        quotas.configure(config.quotas());
        Target target = Targets.of(List.of(config.resolve().getFirst().account()), Map.of())
                .all()
                .getFirst();
        assertThat(quotas.reserve(target, ONE_CALL, 0)).isPresent();
        assertThat(quotas.reserve(target, ONE_CALL, 3_999_999_999L)).isEmpty();
        assertThat(quotas.reserve(target, ONE_CALL, 4_000_000_000L)).isPresent();
    }

    @Test
    @DisplayName("Paced for one account is paced for its quota group")
    void pacedForTheGroup() {
        SidestepConfig config = read("""
                accounts:
                  - { name: groq-a, models: [m], quota-group: acme, quotas: { rpm: 15, paced: true } }
                  - { name: groq-b, models: [m], quota-group: acme, quotas: { rpm: 10 } }
                """);

        assertThat(limits(config, "m")).containsExactly(new QuotaLimit(Unit.REQUESTS, Window.MINUTE, 10, true));
    }

    @Test
    @DisplayName("ask E8: a key's cap on requests under way is its own, whatever the other keys of the group may do")
    void capOfTheKey() {
        SidestepConfig config = read("""
                accounts:
                  - { name: groq-a, models: [m], quota-group: acme, key-quotas: { concurrent: 4 } }
                  - { name: groq-b, models: [m], quota-group: acme, key-quotas: { concurrent: 4 } }
                """);

        assertThat(config.quotas().keySet())
                .extracting(LimitKey::scope, LimitKey::holder)
                .containsExactly(tuple(LimitScope.ACCOUNT, "groq-a"), tuple(LimitScope.ACCOUNT, "groq-b"));
        assertThat(config.quotas().values()).containsOnly(List.of(FOUR_AT_ONCE));
    }

    @Test
    @DisplayName("Where accounts of one group name different numbers, the smaller one counts and a warning says so")
    void differentNumbers() {
        SidestepConfig config = read("""
                accounts:
                  - { name: groq-a, models: [m, n], quota-group: acme, quotas: { rpm: 30, rpd: 9 } }
                  - name: groq-b
                    models: [m, n]
                    quota-group: acme
                    quotas:
                      rpd: 9
                      rpm: 20
                  - name: groq-c
                    models: [m]
                    quota-group: acme
                    model-quotas:
                      m: { rpm: 50 }
                """);

        assertThat(limits(config, "m")).containsExactly(requests(Window.MINUTE, 20), requests(Window.DAY, 9));
        assertThat(config.warnings())
                .containsExactly(
                        "test.yaml:8: accounts[1].quotas.rpm: account 'groq-a' of the same quota group 'acme' says 30:"
                                + " the smaller one counts",
                        "test.yaml:13: accounts[2].model-quotas.m.rpm: account 'groq-b' of the same quota group 'acme'"
                                + " says 20: the smaller one counts");
    }

    @Test
    @DisplayName("A quota group of two providers is a warning: what limits one would hold back the other")
    void groupOfTwoProviders() {
        SidestepConfig config = read("""
                accounts:
                  - { name: groq, models: [m], quota-group: acme }
                  - { name: openai, models: [m], quota-group: acme }
                """);

        assertThat(config.warnings())
                .containsExactly("test.yaml:3: accounts[1].quota-group: quota group 'acme' holds account 'groq' of"
                        + " another provider: what limits one of them will hold back both");
    }

    @Test
    @DisplayName("Limits of a model that is not known yet are a warning, and in force once it is there")
    void unknownModel() {
        SidestepConfig config = read("""
                accounts:
                  - name: groq
                    model-quotas:
                      openai/gpt-oss-120: { rpm: 30 }
                """);

        assertThat(config.warnings())
                .containsExactly("test.yaml:4: accounts[0].model-quotas.openai/gpt-oss-120: account 'groq' is not known"
                        + " to offer 'openai/gpt-oss-120', did you mean 'openai/gpt-oss-120b'?");
        assertThat(limits(config, "openai/gpt-oss-120")).containsExactly(requests(Window.MINUTE, 30));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            quotas: { rpm: 0 }              | quotas.rpm: expected a whole number from 1 to 1000000000000, found '0'
            quotas: { rpm: -5 }             | quotas.rpm: expected a whole number from 1 to 1000000000000, found '-5'
            quotas: { tpd: 2000000000000 }  | quotas.tpd: expected a whole number from 1 to 1000000000000, found '2000000000000'
            quotas: { tpm: 8K }             | quotas.tpm: expected a whole number from 1 to 1000000000000, found '8K'
            quotas: { rmp: 5 }              | quotas.rmp: unknown key 'rmp', did you mean 'rpm'?
            quotas: { rpd: 5, paced: true } | quotas.paced: paced belongs to requests per second or minute, such as rpm: 15
            quotas: { rpm: 5, paced: 4s }   | quotas.paced: expected one of false, true, found '4s'
            quotas: 5                       | quotas: expected a map, found a single value
            shared-quotas: { input_tpm: 5 } | shared-quotas.input_tpm: unknown key 'input_tpm', did you mean 'input-tpm'?
            key-quotas: { concurrent: many }| key-quotas.concurrent: expected a whole number from 1 to 1000000000000, found 'many'
            model-quotas: { m: { rpm: 0 } } | model-quotas.m.rpm: expected a whole number from 1 to 1000000000000, found '0'
            model-quotas: { m: 30 }         | model-quotas.m: expected a map, found a single value
            model-quotas: { "": { rpm: 5 } }| model-quotas.: expected a model's id before the limits
            quota: { rpm: 5 }               | quota: unknown key 'quota', did you mean 'quotas'?
            """)
    @DisplayName("A mistake in a limit is told with its line")
    void mistakes(String quotas, String told) {
        assertThatThrownBy(() -> read("accounts:\n  - name: groq\n    models: [m]\n    " + quotas + "\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("test.yaml:4: accounts[0]." + told);
    }

    @Test
    @DisplayName("Code sets the same limits as a file")
    void inCode() {
        SidestepConfig config = SidestepConfig.builder()
                .account(AccountConfig.builder("groq")
                        .key(Secret.of("a-key"))
                        .models(List.of("a", "b"))
                        .quotas(new AccountQuotas(
                                List.of(requests(Window.MINUTE, 30)),
                                Map.of("b", List.of(requests(Window.MONTH, 1000))),
                                List.of(FOUR_AT_ONCE),
                                List.of()))
                        .build())
                .build();

        assertThat(limits(config, "a")).containsExactly(requests(Window.MINUTE, 30));
        assertThat(limits(config, "b")).containsExactly(requests(Window.MONTH, 1000));
        assertThat(config.quotas()).hasSize(3);
    }

    private static QuotaLimit requests(Window window, long limit) {
        return new QuotaLimit(Unit.REQUESTS, window, limit);
    }

    private static QuotaLimit tokens(Window window, long limit) {
        return new QuotaLimit(Unit.TOKENS, window, limit);
    }

    private static List<QuotaLimit> limits(SidestepConfig config, String model) {
        return config.quotas().getOrDefault(key(config, LimitScope.MODEL, model), List.of());
    }

    /// The key of the first account.
    private static LimitKey key(SidestepConfig config, LimitScope scope, String model) {
        Account first = config.resolve().getFirst().account();
        return LimitKey.of(scope, first, Model.unknown(model));
    }

    /// A configuration whose built-in providers stand on this machine, so that they need no keys.
    private static SidestepConfig read(String yaml) {
        String local = """
                providers:
                  groq: { base-url: "http://localhost/v1" }
                  openai: { base-url: "http://localhost/v1" }
                """;
        return SidestepConfig.read("test.yaml", yaml + local, Map.of());
    }
}

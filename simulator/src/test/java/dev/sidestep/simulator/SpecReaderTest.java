package dev.sidestep.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class SpecReaderTest {
    @Test
    void everythingThatCodeCanSayCanBeWritten() {
        var spec = SimulatorSpec.parse("""
                {
                  // a comment
                  "limits": false, "first-token-millis": 20, "tokens-per-second": 50, "answer-tokens": 7,
                  "default-max-tokens": 100,
                  "providers": {
                    "my.provider": {
                      "dialect": "groq", "path": "/mine", "accept-any-key": true,
                      "accounts": [{"name": "a", "key": "k1", "organization": "org_1"}, {"name": "b", "key": "k2"}],
                      "models": ["plain", {"id": "limited", "rpm": 3, "tpd": 9, "context-window": 100,
                                 "max-output-tokens": 10, "vision": false, "decommissioned": true}],
                      "embedding-models": ["e"],
                      "calendar": "America/Los_Angeles", "counts-refusals": true,
                      "organization-limits": {"rpm": 20, "rpd": 1000}, "tells": "short-wait"
                    }
                  },
                  "limited": [{"provider": "my.provider", "model": "plain", "dimension": "tpd", "seconds": 1.5}],
                  "faults": [{"account": "b", "times": 2, "fault": {"kind": "status", "status": 502}},
                             {"fault": {"kind": "cut", "events": 3, "ending": "silence"}},
                             {"fault": {"kind": "cut", "ending": "error", "json": "{}"}},
                             {"fault": {"kind": "reframe", "framing": "byte-order-mark"}}]
                }""");

        assertThat(spec)
                .isEqualTo(SimulatorSpec.builder()
                        .enforceLimits(false)
                        .pace(new Pace(Duration.ofMillis(20), 50, 7))
                        .defaultMaxTokens(100)
                        .provider(ProviderSpec.named("my.provider")
                                .dialect(Dialect.GROQ)
                                .path("/mine")
                                .acceptAnyKey()
                                .account(new AccountSpec("a", "k1", "org_1"))
                                .account("b", "k2")
                                .models("plain")
                                .model(ModelSpec.of("limited")
                                        .withWindow(100, 10)
                                        .withVision(false)
                                        .withLimits(Limits.none()
                                                .with(Dimension.REQUESTS_PER_MINUTE, 3)
                                                .with(Dimension.TOKENS_PER_DAY, 9))
                                        .retired())
                                .embeddingModels("e")
                                .rules(QuotaRules.USUAL
                                        .withCalendar(ZoneId.of("America/Los_Angeles"))
                                        .withRefusalsCounted(true)
                                        .withOrganizationLimits(Limits.none()
                                                .with(Dimension.REQUESTS_PER_MINUTE, 20)
                                                .with(Dimension.REQUESTS_PER_DAY, 1_000))
                                        .withTelling(Telling.SHORT_WAIT)))
                        .limited(
                                Where.model("my.provider", "plain"), Dimension.TOKENS_PER_DAY, Duration.ofMillis(1_500))
                        .fault(
                                Where.anywhere().from("b"),
                                spec.faults().getFirst().fault(),
                                2)
                        .fault(Where.anywhere(), new Fault.Cut(3, Ending.Plain.SILENCE), ScriptedFault.FOREVER)
                        .fault(Where.anywhere(), new Fault.Cut(0, new Ending.ErrorObject("{}")), ScriptedFault.FOREVER)
                        .fault(Where.anywhere(), new Fault.Reframe(Framing.BYTE_ORDER_MARK), ScriptedFault.FOREVER)
                        .build());
        assertThat(((Fault.Worded) spec.faults().getFirst().fault()).status()).isEqualTo(502);
        assertThat(spec.toString()).doesNotContain("k1");
    }

    @Test
    void standardCanBeExtended() {
        var spec = SimulatorSpec.parse("""
                {"standard": true, "tokens-per-second": 5, "providers": {"mistral": {"models": ["x"]}}}""");

        assertThat(spec.providers())
                .extracting(ProviderSpec::name)
                .containsExactly("groq", "openai", "anthropic", "gemini", "mistral");
        assertThat(spec.pace().tokensPerSecond()).isEqualTo(5);
        assertThat(spec.provider("mistral"))
                .hasValueSatisfying(p -> assertThat(p.acceptAnyKey()).isTrue());
    }

    @Test
    void standardHasTheClassicModels() {
        var spec = SimulatorSpec.standard();

        assertThat(spec.provider("groq").orElseThrow().models()).hasSize(17);
        assertThat(spec.provider("openai").orElseThrow().models()).hasSize(7);
        assertThat(spec.provider("groq").orElseThrow().path()).isEqualTo("/groq/openai/v1");
        assertThat(spec.provider("openai").orElseThrow().path()).isEqualTo("/openai/v1");
    }

    @Test
    void everyMistakeIsToldWithItsField() {
        assertThatThrownBy(() -> SimulatorSpec.parse("""
                        {
                          "pase": 1,
                          "providers": {
                            "groq": {"models": [{"id": "m", "rpm": "many"}, {"id": "n", "tpm": 0}, {"rpm": 1}]},
                            "Bad Name": {"models": []},
                            "openai": {"dialect": "french"},
                            "gemini": {"calendar": "Moon"}
                          },
                          "limited": [{"dimension": "tph", "seconds": 1}],
                          "faults": [{"fault": {"kind": "explode"}}, {"times": 0, "fault": {"kind": "reset"}}, {}]
                        }"""))
                .isInstanceOfSatisfying(
                        SpecException.class,
                        e -> assertThat(e.mistakes())
                                .satisfiesExactlyInAnyOrder(
                                        m -> assertThat(m)
                                                .startsWith(
                                                        "unknown field 'pase', known are standard, every-wire, limits"),
                                        m -> assertThat(m)
                                                .isEqualTo(
                                                        "providers.groq.models[0]: 'rpm' must be a whole number of at most "
                                                                + "2147483647: \"many\""),
                                        m -> assertThat(m)
                                                .isEqualTo("providers.groq.models[1]: TPM limit must be positive: 0"),
                                        m -> assertThat(m).isEqualTo("providers.groq.models[2]: 'id' is missing"),
                                        m -> assertThat(m).startsWith("providers.Bad Name: provider name must be"),
                                        m -> assertThat(m)
                                                .isEqualTo(
                                                        "providers.openai: 'dialect' must be one of groq, openai, anthropic, gemini: french"),
                                        m -> assertThat(m)
                                                .isEqualTo("providers.gemini: 'calendar' must be a time zone such as "
                                                        + "America/Los_Angeles: Moon"),
                                        m -> assertThat(m)
                                                .isEqualTo("limited[0]: dimension must be rpm, rpd, tpm or tpd: tph"),
                                        m -> assertThat(m).startsWith("faults[0]: 'kind' must be one of status, "),
                                        m -> assertThat(m).isEqualTo("faults[1]: times must be positive: 0"),
                                        m -> assertThat(m).isEqualTo("faults[2]: 'fault' is missing")));
    }

    @Test
    void whatIsNoJsonIsToldWithItsPlace() {
        assertThatThrownBy(() -> SimulatorSpec.parse("{\n  \"limits\": yes\n}"))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("not JSON at line 2");
        assertThatThrownBy(() -> SimulatorSpec.parse("[]")).hasMessageContaining("must be an object");
        assertThatThrownBy(() -> SimulatorSpec.parse("")).isInstanceOf(SpecException.class);
    }

    @Test
    void everyWireCanBeExtended() {
        var spec = SimulatorSpec.parse("""
                {"every-wire": true, "limits": false, "providers": {"claude": {"dialect": "anthropic", "models": ["x"]}},
                "faults": [{"fault": {"kind": "cut", "events": 1, "ending": "limit"}}]}""");

        assertThat(spec.providers())
                .extracting(ProviderSpec::path)
                .containsExactly("/groq/openai/v1", "/openai/v1", "/anthropic/v1", "/gemini/v1beta", "/claude/v1");
        assertThat(spec.faults().getFirst().fault()).isEqualTo(Fault.limitAfterRole());
    }
}

package dev.sidestep.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.ZoneId;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorTest {
    private static final long SECOND = 1_000_000_000L;

    private static Simulator simulator(Limits limits) {
        return new Simulator(SimulatorSpec.builder()
                .provider(ProviderSpec.named("groq")
                        .account(new AccountSpec("one", "key-1", "org_shared"))
                        .account(new AccountSpec("two", "key-2", "org_shared"))
                        .account("other", "key-3")
                        .model(ModelSpec.of("big").withWindow(8_192, 4_096).withLimits(limits))
                        .models("free"))
                .build());
    }

    private static Ask ask(String account, long promptTokens, long maxTokens) {
        return new Ask("groq", account, "big", promptTokens, maxTokens);
    }

    @Test
    void accountsOfOneOrganisationShareTheBuckets() {
        var simulator = simulator(Limits.none().with(Dimension.REQUESTS_PER_MINUTE, 1));

        assertThat(simulator.admit(ask("one", 1, 0), 0)).isInstanceOf(Admission.Admitted.class);
        assertThat(simulator.admit(ask("two", 1, 0), 0)).isInstanceOf(Admission.Limited.class);
        assertThat(simulator.admit(ask("other", 1, 0), 0)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void maxTokensAreReservedAndWhatWasNotUsedComesBack() {
        var simulator = simulator(Limits.none().with(Dimension.TOKENS_PER_MINUTE, 6_000));

        var first = simulator.admit(ask("one", 1_000, 4_000), 0);
        var refused = simulator.admit(ask("one", 1_000, 4_000), 0);
        simulator.settle(((Admission.Admitted) first).reservation(), 1_000, 0);
        var again = simulator.admit(ask("one", 1_000, 4_000), 0);

        assertThat(refused).isInstanceOfSatisfying(Admission.Limited.class, limited -> {
            assertThat(limited.used()).isEqualTo(5_000);
            assertThat(limited.requested()).isEqualTo(5_000);
            assertThat(limited.waitNanos()).isEqualTo(40 * SECOND);
        });
        assertThat(again).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void requestLargerThanTheLimitIsTooLargeAndTakesNothing() {
        var simulator = simulator(Limits.none().with(Dimension.TOKENS_PER_MINUTE, 2_000));

        assertThat(simulator.admit(ask("one", 1_000, 1_500), 0))
                .isEqualTo(new Admission.TooLarge(Dimension.TOKENS_PER_MINUTE, 2_000, 2_500, "org_shared"));
        assertThat(simulator.admit(ask("one", 500, 1_500), 0)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void refusalTakesFromNoBucket() {
        var simulator = simulator(Limits.of(10, 10, 100, 1_000));
        simulator.admit(ask("one", 90, 0), 0);

        simulator.admit(ask("one", 90, 0), 0);

        assertThat(simulator.quotas("groq", "one", "big", 0))
                .filteredOn(quota -> !quota.dimension().countsTokens())
                .allSatisfy(quota -> assertThat(quota.remaining()).isEqualTo(9));
    }

    @Test
    void declaredLimitTellsTheFirstExactlyItsWaitThenCountsDownAndEnds() {
        var simulator = simulator(Limits.none());
        simulator.limited(Where.model("groq", "big"), Dimension.TOKENS_PER_DAY, Duration.ofSeconds(60));

        assertThat(waitNanos(simulator.admit(ask("one", 1, 0), 5 * SECOND))).isEqualTo(60 * SECOND);
        assertThat(waitNanos(simulator.admit(ask("one", 1, 0), 25 * SECOND))).isEqualTo(40 * SECOND);
        assertThat(simulator.admit(ask("one", 1, 0), 65 * SECOND)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void declaredLimitOfAProviderTellsEveryModelItsWholeWait() {
        var simulator = simulator(Limits.none());
        simulator.limited(Where.provider("groq"), Dimension.TOKENS_PER_DAY, Duration.ofSeconds(60));

        assertThat(waitNanos(simulator.admit(ask("one", 1, 0), 0))).isEqualTo(60 * SECOND);
        assertThat(waitNanos(simulator.admit(new Ask("groq", "one", "free", 1, 0), 5 * SECOND)))
                .isEqualTo(60 * SECOND);
        assertThat(waitNanos(simulator.admit(ask("other", 1, 0), 7 * SECOND))).isEqualTo(60 * SECOND);
    }

    @Test
    void declaredLimitsAreToldWithWhatIsLeftOfThem() {
        var simulator = simulator(Limits.none());
        var big = new Restriction(Where.model("groq", "big"), Dimension.TOKENS_PER_DAY, Duration.ofSeconds(10));
        simulator.limited(big.where(), big.dimension(), big.duration());

        assertThat(simulator.limited(5 * SECOND)).containsExactly(big);
        simulator.admit(ask("one", 1, 0), 5 * SECOND);

        assertThat(simulator.limited(8 * SECOND))
                .extracting(Restriction::duration)
                .containsExactly(Duration.ofSeconds(7));
        assertThat(simulator.limited(15 * SECOND)).isEmpty();
    }

    @Test
    void whatIsTakenBackForAProviderIsTakenBackForItsModels() {
        var simulator = simulator(Limits.none());
        simulator.limited(Where.model("groq", "big"), Dimension.TOKENS_PER_DAY, Duration.ofSeconds(10));
        simulator.limited(Where.anywhere(), Dimension.TOKENS_PER_MINUTE, Duration.ofSeconds(10));
        simulator.inject(Where.model("groq", "big").from("one"), Fault.reset());
        simulator.inject(Where.provider("openai"), Fault.close(), 2);

        simulator.clearLimited(Where.provider("groq"));
        simulator.clearFaults(Where.provider("groq"));

        assertThat(simulator.limited(0)).extracting(Restriction::where).containsExactly(Where.anywhere());
        assertThat(simulator.faults())
                .extracting(ScriptedFault::where, ScriptedFault::times)
                .containsExactly(tuple(Where.provider("openai"), 2));
    }

    @Test
    void bucketsOfOneProviderAreRefilled() {
        var simulator = simulator(Limits.none().with(Dimension.REQUESTS_PER_DAY, 1));
        simulator.admit(ask("one", 1, 0), 0);

        simulator.refill("openai");
        assertThat(simulator.admit(ask("one", 1, 0), 0)).isInstanceOf(Admission.Limited.class);
        simulator.refill("groq");
        assertThat(simulator.admit(ask("one", 1, 0), 0)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void declaredLimitNamesNumbersThatObeyTheFormula() {
        var simulator = simulator(Limits.none().with(Dimension.TOKENS_PER_DAY, 100_000));
        simulator.limited(Where.model("groq", "big"), Dimension.TOKENS_PER_DAY, Duration.ofSeconds(864));

        var limited = (Admission.Limited) simulator.admit(ask("one", 500, 0), 0);

        assertThat(limited.used() + limited.requested() - limited.limit()).isEqualTo(1_000); // 0.864 s each
    }

    @Test
    void declaredLimitOfOneAccountLeavesTheOthers() {
        var simulator = simulator(Limits.none());
        simulator.limited(Where.model("groq", "big").from("other"), Dimension.REQUESTS_PER_DAY, Duration.ofSeconds(60));

        assertThat(simulator.admit(ask("one", 1, 0), 0)).isInstanceOf(Admission.Admitted.class);
        assertThat(simulator.admit(ask("other", 1, 0), 0)).isInstanceOf(Admission.Limited.class);
    }

    @Test
    void unknownRetiredAndOverlongAreTold() {
        var simulator = simulator(Limits.none());
        simulator.decommission("groq", "free");

        assertThat(simulator.admit(new Ask("groq", "one", "none", 1, 1), 0)).isInstanceOf(Admission.UnknownModel.class);
        assertThat(simulator.admit(new Ask("groq", "one", "free", 1, 1), 0))
                .isInstanceOf(Admission.Decommissioned.class);
        assertThat(simulator.admit(ask("one", 1, 5_000), 0)).isInstanceOf(Admission.OutputTooLong.class);
        assertThat(simulator.admit(ask("one", 8_000, 1_000), 0)).isInstanceOf(Admission.ContextExceeded.class);
        assertThatThrownBy(() -> simulator.admit(new Ask("nobody", "one", "big", 1, 1), 0))
                .hasMessageContaining("nobody");
    }

    @Test
    void organisationsLimitCountsOverAllItsModels() {
        var simulator = new Simulator(SimulatorSpec.builder()
                .provider(ProviderSpec.named("broker")
                        .account(new AccountSpec("one", "key-1", "org_shared"))
                        .account(new AccountSpec("two", "key-2", "org_shared"))
                        .account("other", "key-3")
                        .models("a", "b", "c")
                        .rules(QuotaRules.USUAL.withOrganizationLimits(
                                Limits.none().with(Dimension.REQUESTS_PER_DAY, 2))))
                .build());
        simulator.admit(new Ask("broker", "one", "a", 1, 0), 0);
        simulator.admit(new Ask("broker", "two", "b", 1, 0), 0);

        var refused = simulator.admit(new Ask("broker", "one", "c", 1, 0), 0);

        assertThat(refused).isInstanceOfSatisfying(Admission.Limited.class, limited -> {
            assertThat(limited.organizationWide()).isTrue();
            assertThat(limited.limit()).isEqualTo(2);
        });
        assertThat(simulator.admit(new Ask("broker", "other", "c", 1, 0), 0)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void refusedRequestCountsWhereTheProviderCountsIt() {
        var day = Limits.none().with(Dimension.REQUESTS_PER_MINUTE, 1).with(Dimension.REQUESTS_PER_DAY, 3);
        var simulator = new Simulator(SimulatorSpec.builder()
                .provider(ProviderSpec.named("gemini")
                        .account("one", "key-1")
                        .model(ModelSpec.of("flash").withLimits(day))
                        .rules(QuotaRules.USUAL
                                .withCalendar(ZoneId.of("America/Los_Angeles"))
                                .withRefusalsCounted(true)))
                .build());
        var ask = new Ask("gemini", "one", "flash", 1, 0);
        simulator.admit(ask, 0);
        simulator.admit(ask, 0);
        simulator.admit(ask, 0);

        var nextMinute = simulator.admit(ask, 60 * SECOND);

        assertThat(nextMinute)
                .isInstanceOfSatisfying(
                        Admission.Limited.class,
                        limited -> assertThat(limited.dimension()).isEqualTo(Dimension.REQUESTS_PER_DAY));
    }

    @Test
    void waitIsForeseenWithoutTakingAnything() {
        var simulator = simulator(Limits.none().with(Dimension.REQUESTS_PER_MINUTE, 1));

        assertThat(simulator.waitNanos(ask("one", 1, 0), 0)).hasValue(0);
        assertThat(simulator.waitNanos(ask("one", 1, 0), 0)).hasValue(0);
        simulator.admit(ask("one", 1, 0), 0);
        assertThat(simulator.waitNanos(ask("two", 1, 0), 10 * SECOND)).hasValue(50 * SECOND);
        simulator.limited(Where.model("groq", "big"), Dimension.TOKENS_PER_DAY, Duration.ofSeconds(90));
        assertThat(simulator.waitNanos(ask("one", 1, 0), 10 * SECOND)).hasValue(90 * SECOND);
        simulator.decommission("groq", "big");
        assertThat(simulator.waitNanos(ask("one", 1, 0), 0)).isEmpty();
    }

    @Test
    void limitsCanBeTurnedOff() {
        var simulator = simulator(Limits.none().with(Dimension.REQUESTS_PER_DAY, 1));
        simulator.admit(ask("one", 1, 0), 0);

        simulator.enforceLimits(false);

        assertThat(simulator.admit(ask("one", 1, 0), 0)).isInstanceOf(Admission.Admitted.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void whoeverWaitsAsLongAsToldIsAdmitted(long seed) {
        var random = new SplittableRandom(seed);
        var simulator = simulator(Limits.of(
                random.nextLong(1, 100),
                random.nextLong(100, 10_000),
                random.nextLong(1_000, 20_000),
                random.nextLong(10_000, 900_000)));
        long now = random.nextLong();

        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            var ask = ask("one", random.nextLong(1, 1_000), 0);
            var admission = simulator.admit(ask, now);
            if (admission instanceof Admission.Limited) {
                refused++;
                now += GoDuration.ceilMillis(waitNanos(admission)) * 1_000_000;
                admission = simulator.admit(ask, now);
            }
            assertThat(admission).as("seed %d, request %d", seed, i).isInstanceOf(Admission.Admitted.class);
            now += random.nextLong(SECOND / 10);
        }
        assertThat(refused).isPositive();
    }

    private static long waitNanos(Admission admission) {
        return ((Admission.Limited) admission).waitNanos();
    }
}

package dev.sidestep.core.failover;

import static dev.sidestep.core.testing.Catalogues.account;
import static dev.sidestep.core.testing.Catalogues.inGroup;
import static dev.sidestep.core.testing.Catalogues.limited;
import static dev.sidestep.core.testing.Catalogues.target;
import static dev.sidestep.core.testing.Catalogues.targets;
import static dev.sidestep.core.testing.Outcomes.FAULT;
import static dev.sidestep.core.testing.Outcomes.OK;
import static dev.sidestep.core.testing.Outcomes.UNCOOLING;
import static dev.sidestep.core.testing.Outcomes.limited;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.core.Account;
import dev.sidestep.core.Feature;
import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Model;
import dev.sidestep.core.Needs;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownChange;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.cooldown.Cooldowns;
import dev.sidestep.core.failover.Decision.Bound;
import dev.sidestep.core.failover.Decision.GiveUp;
import dev.sidestep.core.failover.Decision.Move;
import dev.sidestep.core.failover.Decision.Reason;
import dev.sidestep.core.failover.Decision.Send;
import dev.sidestep.core.failover.Decision.Wait;
import dev.sidestep.core.health.HealthPolicy;
import dev.sidestep.core.health.RetryBudget;
import dev.sidestep.core.selection.Course;
import dev.sidestep.core.selection.Knowledge;
import dev.sidestep.core.selection.Selection;
import dev.sidestep.core.selection.Targets;
import dev.sidestep.core.testing.Catalogues;
import dev.sidestep.core.testing.Known;
import dev.sidestep.core.testing.VirtualCalls;
import dev.sidestep.core.testing.VirtualCalls.Played;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the engine does after each kind of outcome.
class FailoverTest {
    private static final FailoverPolicy DEFAULTS = FailoverPolicy.defaults();
    private static final Targets TWO = targets(account("g", "groq", "m", "n"), account("o", "openai", "m", "n"));

    @Test
    void tooLargeMovesOnAndCoolsNothing() {
        VirtualCalls calls = calls(TWO, Map.of("g/m", UNCOOLING));

        assertThat(calls.call("m").sentTo()).containsExactly("g/m", "g/n");
        assertThat(calls.cooldowns().running(calls.ticker().nanos())).isEmpty();
    }

    @Test
    void aRequestThatNobodyTakesIsRejectedAtOnce() {
        Played played = calls(TWO, Map.of("g/m", new Outcome.Rejected(false))).call("m");

        assertThat(played.sentTo()).containsExactly("g/m");
        assertThat(played.giveUp().reason()).isEqualTo(Reason.REJECTED);
    }

    @Test
    void aRequestAtWhichOnlyOneModelStumblesGoesOn() {
        Played played = calls(TWO, Map.of("g/m", new Outcome.Rejected(true))).call("m");

        assertThat(played.sentTo()).containsExactly("g/m", "g/n");
        assertThat(played.isAnswered()).isTrue();
    }

    @Test
    void aRepairedRequestGoesToTheSameTargetOnceAndThenElsewhere() {
        Played played =
                calls(TWO, Map.of("g/m", new Outcome.Repairable("signature"))).call("m");

        assertThat(played.sentTo()).containsExactly("g/m", "g/m", "g/n");
        assertThat(played.isAnswered()).isTrue();
    }

    @Test
    void anAttemptThatWasPreparedForLongHasTheTimeThatIsLeft() {
        FailoverPolicy policy = FailoverPolicy.builder()
                .attemptTimeout(Duration.ofSeconds(50))
                .deadline(Duration.ofSeconds(60))
                .build();
        Failover failover = failover(TWO, policy, new Random(1));
        Send prepared = (Send) failover.start(0);
        long leftAtNanos = Duration.ofSeconds(20).toNanos();

        Send send = failover.leaves(prepared, leftAtNanos);
        failover.ended(FAULT, "", leftAtNanos + 1);

        assertThat(prepared.timeoutNanos()).isEqualTo(Duration.ofSeconds(50).toNanos());
        assertThat(send.timeoutNanos()).isEqualTo(Duration.ofSeconds(40).toNanos());
        assertThat(failover.attempts().getFirst().startedNanos()).isEqualTo(leftAtNanos);
    }

    @Test
    void aProbeThatNobodyFollowsIsToldAsOneThatCameToNothing() {
        Targets one = targets(account("g", "groq", "m"));
        Target target = target(one, "g/m");
        LimitKey key = LimitKey.of(LimitScope.MODEL, target.account(), target.model());
        Cooldown over = new Cooldown(key, Window.MINUTE, CooldownKind.RATE_LIMIT, target, -2, -1, "");
        Cooldowns cooldowns = new Cooldowns();
        cooldowns.join(over, 0, -2);
        List<CooldownChange> told = new ArrayList<>();
        cooldowns.listen(told::add);
        Failover failover = failover(one, cooldowns, new RetryBudget(0));

        assertThat(failover.start(0)).isInstanceOf(Send.class);
        failover.withdrawn(1);

        assertThat(told).containsExactly(new CooldownChange.Probing(over), new CooldownChange.Unproven(over));
    }

    @Test
    void aRequestThatCouldNotBeRepairedAnywhereIsRejected() {
        Outcome signature = new Outcome.Repairable("signature");
        Targets one = targets(account("g", "groq", "m"));

        Played played = calls(one, Map.of("g/m", signature)).call("m");

        assertThat(played.sentTo()).containsExactly("g/m", "g/m");
        assertThat(played.giveUp().reason()).isEqualTo(Reason.REJECTED);
    }

    @Test
    void aRefusedKeyCoolsItsAccount() {
        VirtualCalls calls = calls(TWO, Map.of("g/m", new Outcome.Unauthorized(LimitScope.ACCOUNT)));

        assertThat(calls.call("m").sentTo()).containsExactly("g/m", "o/m");
        assertThat(calls.cooldowns().running(calls.ticker().nanos()))
                .singleElement()
                .satisfies(cooldown -> assertThat(cooldown.kind()).isEqualTo(CooldownKind.UNAUTHORIZED));
    }

    @Test
    void aRetiredModelIsBenchedOnEveryAccountOfItsProvider() {
        Targets targets =
                targets(account("g1", "groq", "m", "n"), account("g2", "groq", "m"), account("o", "openai", "m"));
        VirtualCalls calls = calls(targets, Map.of("g1/m", new Outcome.ModelUnavailable(LimitScope.PROVIDER_MODEL)));
        calls.call("m");

        long now = calls.ticker().nanos();
        assertThat(calls.cooldowns().blocking(target(targets, "g2/m"), now))
                .hasValueSatisfying(cooldown -> assertThat(cooldown.kind()).isEqualTo(CooldownKind.MODEL_UNAVAILABLE));
        assertThat(calls.cooldowns().isCooling(target(targets, "g1/n"), now)).isFalse();
        assertThat(calls.cooldowns().isCooling(target(targets, "o/m"), now)).isFalse();
    }

    @Test
    void accountsOfOneQuotaGroupCoolTogether() {
        Targets targets = targets(
                inGroup(account("k1", "groq", "m"), "org"),
                inGroup(account("k2", "groq", "m"), "org"),
                account("k3", "groq", "m"));

        Played played = calls(targets, Map.of("k1/m", limited())).call("m");

        assertThat(played.sentTo()).containsExactly("k1/m", "k3/m");
    }

    @Test
    void aLimitThatNamesNoWaitCoolsForFiveMinutes() {
        VirtualCalls calls = calls(TWO, Map.of("g/m", limited()));

        Played played = calls.call("m");

        assertThat(played.attempts().getFirst().cooledNanos())
                .isEqualTo(Duration.ofMinutes(5).toNanos());
        assertThat(played.attempts().getFirst().trail()).isEqualTo("g/m=rate-limited(300s)");
    }

    @Test
    void noCooldownIsLongerThanTheLongest() {
        VirtualCalls calls = calls(TWO, Map.of("g/m", limited(Duration.ofDays(400))));

        Played played = calls.call("m");

        assertThat(played.attempts().getFirst().cooledNanos())
                .isEqualTo(Duration.ofHours(24).toNanos());
    }

    @Test
    void aTransientFailureIsRetriedOnceAndThenLeft() {
        Played played = calls(TWO, Map.of("g/m", FAULT, "g/n", FAULT)).call("m");

        assertThat(played.sentTo()).containsExactly("g/m", "g/m", "g/n", "g/n", "o/m");
        assertThat(played.sends())
                .extracting(Send::move)
                .containsExactly(Move.START, Move.RETRY, Move.MODEL, Move.RETRY, Move.PROVIDER);
        assertThat(played.waits()).extracting(Wait::cause).containsOnly(Wait.Cause.BACKOFF);
    }

    @Test
    void theBackoffDoublesAndBeginsAnewAtEachSwitch() {
        FailoverPolicy policy = FailoverPolicy.builder().sameTargetRetries(4).build();
        Knowledge known = Known.withHealth(new HealthPolicy(Duration.ofMinutes(1), 100, 0.5, Duration.ofSeconds(15)));
        Selection selection = Known.selection(TWO, TWO.course("m", List.of()), Needs.chat(), known);
        Failover failover = new Failover(policy, selection, new LongestRandom(), true, 0);
        List<Long> backoffMillis = new ArrayList<>();

        Decision decision = failover.start(0);
        while (backoffMillis.size() < 8) {
            switch (decision) {
                case Send _ -> decision = failover.ended(FAULT, "", 0);
                case Wait wait -> {
                    backoffMillis.add((wait.untilNanos() + 1) / 1_000_000);
                    decision = failover.woken(0);
                }
                case GiveUp giveUp -> throw new AssertionError(giveUp);
            }
        }

        assertThat(backoffMillis).containsExactly(250L, 500L, 1_000L, 2_000L, 250L, 500L, 1_000L, 2_000L);
    }

    @Test
    void withoutABudgetNobodyIsRetried() {
        RetryBudget spent = new RetryBudget(0);
        while (spent.reserve(0)) {}
        Failover failover = failover(TWO, new Cooldowns(), spent);
        failover.start(0);

        assertThat(failover.ended(FAULT, "", 0))
                .isInstanceOfSatisfying(
                        Send.class, send -> assertThat(send.target()).hasToString("g/n"));
    }

    @Test
    void retriesCountAsAttempts() {
        FailoverPolicy policy = FailoverPolicy.builder().maxAttempts(3).build();

        Played played = calls(TWO, policy, Map.of("g/m", FAULT, "g/n", FAULT)).call("m");

        assertThat(played.sentTo()).containsExactly("g/m", "g/m", "g/n");
        assertThat(played.giveUp().bound()).isEqualTo(Bound.MAX_ATTEMPTS);
        assertThat(played.giveUp().reason()).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void anOverloadThatNamesAWaitIsLeftAlone() {
        VirtualCalls calls = calls(TWO, Map.of("g/m", new Outcome.Overloaded(20_000)));

        assertThat(calls.call("m").sentTo()).containsExactly("g/m", "g/n");
        assertThat(calls.cooldowns()
                        .isCooling(target(TWO, "g/m"), calls.ticker().nanos()))
                .isTrue();
    }

    @Test
    void anAccountHasItsShareOfTargetsNotOfAttempts() {
        Account share = limited(account("g", "groq", "a", "b", "c"), 2);
        Targets targets = targets(share, account("o", "openai", "a"));

        Played played = calls(targets, Map.of("g/a", FAULT, "g/b", FAULT)).call("a");

        assertThat(played.sentTo()).containsExactly("g/a", "g/a", "g/b", "g/b", "o/a");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 29_999, 30_000})
    void anAttemptIsNeverGivenMoreTimeThanTheCallHas(long passedMillis) {
        FailoverPolicy policy =
                FailoverPolicy.builder().deadline(Duration.ofSeconds(40)).build();
        Failover failover = failover(TWO, policy, new Random(1));
        failover.start(0);
        long now = Duration.ofMillis(passedMillis).toNanos();

        Send second = (Send) failover.ended(UNCOOLING, "", now);

        long left = Duration.ofSeconds(40).toNanos() - now;
        assertThat(second.timeoutNanos())
                .isEqualTo(Math.min(Duration.ofSeconds(30).toNanos(), left));
    }

    @Test
    void nothingIsSentAtOrAfterTheDeadline() {
        FailoverPolicy policy =
                FailoverPolicy.builder().deadline(Duration.ofSeconds(40)).build();
        Failover failover = failover(TWO, policy, new Random(1));
        failover.start(0);

        Decision decision = failover.ended(UNCOOLING, "", Duration.ofSeconds(40).toNanos());

        assertThat(decision)
                .isInstanceOfSatisfying(
                        GiveUp.class, giveUp -> assertThat(giveUp.bound()).isEqualTo(Bound.DEADLINE));
    }

    @Test
    void aCallThatNobodyCanServeIsUnfitWithoutAnAttempt() {
        Targets plain = targets(
                Account.of("g", Catalogues.provider("groq"), List.of(Catalogues.model("m", 8_192, 0, Feature.CHAT))));
        VirtualCalls calls = calls(plain, Map.of());

        Played unfit = calls.call(plain.course("m", List.of()), new Needs(Set.of(Feature.VISION), 0, 0));
        Played tooLarge = calls.call(plain.course("m", List.of()), new Needs(Set.of(Feature.CHAT), 60_000, 0));

        assertThat(unfit.giveUp().reason()).isEqualTo(Reason.UNFIT);
        assertThat(tooLarge.giveUp().reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(unfit.attempts()).isEmpty();
        assertThat(tooLarge.attempts()).isEmpty();
    }

    @Test
    void aCallNeverGoesToAModelThatLacksWhatItNeeds() {
        Account mixed = Account.of(
                "g",
                Catalogues.provider("groq"),
                List.of(Catalogues.model("blind", 0, 0, Feature.CHAT), Model.unknown("sees")));

        Played played = calls(targets(mixed), Map.of())
                .call(targets(mixed).course("blind", List.of()), new Needs(Set.of(Feature.VISION), 0, 0));

        assertThat(played.sentTo()).containsExactly("g/sees");
    }

    @Test
    void aCallerWhoLeftEndsTheCall() {
        Played played = calls(TWO, Map.of("g/m", new Outcome.Cancelled())).call("m");

        assertThat(played.giveUp().reason()).isEqualTo(Reason.CANCELLED);
        assertThat(played.sentTo()).hasSize(1);
    }

    @Test
    void eventsOutOfTurnAreBugs() {
        Failover failover = failover(TWO, DEFAULTS, new Random(1));

        assertThatThrownBy(() -> failover.ended(FAULT, "", 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> failover.woken(0)).isInstanceOf(IllegalStateException.class);
        failover.start(0);
        failover.ended(limited(Duration.ofMillis(5)), "", 0);
        assertThatThrownBy(() -> failover.ended(FAULT, "", 0)).isInstanceOf(IllegalStateException.class);
        failover.woken(5_000_000);
        failover.succeeded(List.of(), 6_000_000);
        assertThatThrownBy(() -> failover.succeeded(List.of(), 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> failover.woken(0)).isInstanceOf(IllegalStateException.class);
    }

    private static Failover failover(Targets targets, Cooldowns cooldowns, RetryBudget budget) {
        Course course = targets.course("m", List.of());
        Selection selection = Known.selection(targets, course, Needs.chat(), Known.of(cooldowns, budget));
        return new Failover(DEFAULTS, selection, new Random(1), true, 0);
    }

    private static Failover failover(Targets targets, FailoverPolicy policy, RandomGenerator random) {
        Cooldowns cooldowns = new Cooldowns();
        Course course = targets.course("m", List.of());
        return new Failover(policy, Known.selection(targets, course, Needs.chat(), cooldowns), random, true, 0);
    }

    private static VirtualCalls calls(Targets targets, Map<String, Outcome> failing) {
        return calls(targets, DEFAULTS, failing);
    }

    private static VirtualCalls calls(Targets targets, FailoverPolicy policy, Map<String, Outcome> failing) {
        return new VirtualCalls(targets, policy, (target, _) -> failing.getOrDefault(target.name(), OK));
    }

    /// Draws the largest number there is, so that the bound of a jitter shows.
    private static final class LongestRandom implements RandomGenerator {
        @Override
        public long nextLong() {
            throw new UnsupportedOperationException("only bounded numbers are drawn");
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }
}

package dev.sidestep.core.failover;

import static dev.sidestep.core.testing.Catalogues.account;
import static dev.sidestep.core.testing.Catalogues.limited;
import static dev.sidestep.core.testing.Catalogues.target;
import static dev.sidestep.core.testing.Catalogues.targets;
import static dev.sidestep.core.testing.Outcomes.FAULT;
import static dev.sidestep.core.testing.Outcomes.OK;
import static dev.sidestep.core.testing.Outcomes.UNCOOLING;
import static dev.sidestep.core.testing.Outcomes.limited;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Needs;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.cooldown.Cooldowns;
import dev.sidestep.core.failover.Decision.Bound;
import dev.sidestep.core.failover.Decision.GiveUp;
import dev.sidestep.core.failover.Decision.Move;
import dev.sidestep.core.failover.Decision.Reason;
import dev.sidestep.core.failover.Decision.Send;
import dev.sidestep.core.failover.Decision.Wait;
import dev.sidestep.core.selection.Course;
import dev.sidestep.core.selection.Selection;
import dev.sidestep.core.selection.Targets;
import dev.sidestep.core.testing.Known;
import dev.sidestep.core.testing.VirtualCalls;
import dev.sidestep.core.testing.VirtualCalls.Played;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// When the engine waits, when it switches, and what it says when it does neither.
class WaitOrSwitchTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Targets targets = targets(account("g", "groq", "m", "n"), account("o", "openai", "m"));
    private final Targets one = targets(account("g", "groq", "m"));
    private final Cooldowns cooldowns = new Cooldowns();

    @Test
    void aLimitShorterThanWaitUpToIsWaitedForAndTheTargetAskedAgain() {
        Failover failover = started(targets);

        Wait wait = (Wait) failover.ended(limited(Duration.ofMillis(999)), "", 0);
        Send again = (Send) failover.woken(wait.untilNanos());

        assertThat(wait.cause()).isEqualTo(Wait.Cause.RESET);
        assertThat(wait.untilNanos()).isEqualTo(Duration.ofMillis(999).toNanos());
        assertThat(again.target()).hasToString("g/m");
        assertThat(again.move()).isEqualTo(Move.RETRY);
        assertThat(again.attempt()).isEqualTo(2);
    }

    @Test
    void aLimitOfWaitUpToOrMoreSwitches() {
        assertThat(started(targets).ended(limited(Duration.ofSeconds(1)), "", 0))
                .isInstanceOfSatisfying(
                        Send.class, send -> assertThat(send.target()).hasToString("g/n"));
    }

    @Test
    void aTargetThatLimitsAgainAfterItsOwnResetIsLeft() {
        Failover failover = started(targets);
        Wait wait = (Wait) failover.ended(limited(Duration.ofMillis(10)), "", 0);
        failover.woken(wait.untilNanos());

        Send next = (Send) failover.ended(limited(Duration.ofMillis(10)), "", wait.untilNanos());

        assertThat(next.target()).hasToString("g/n");
    }

    @Test
    void aShortLimitIsNotWaitedForWhileALongerOneHoldsTheTarget() {
        Failover failover = started(targets);
        cool("g/m", Window.DAY, CooldownKind.RATE_LIMIT, 3_600 * SECOND);

        assertThat(failover.ended(limited(Duration.ofMillis(10)), "", 0))
                .isInstanceOfSatisfying(
                        Send.class, send -> assertThat(send.target()).hasToString("g/n"));
    }

    @Test
    void whenAllAreLimitedTheSoonestResetBeforeTheDeadlineIsWaitedFor() {
        Played played = new VirtualCalls(targets, FailoverPolicy.defaults(), (target, now) -> switch (target.name()) {
                    case "g/m" -> limited(Duration.ofSeconds(90));
                    case "g/n" -> now < 20 * SECOND ? limited(Duration.ofSeconds(30)) : OK;
                    default -> limited(Duration.ofSeconds(60));
                })
                .call("m");

        assertThat(played.sentTo()).containsExactly("g/m", "g/n", "o/m", "g/n");
        assertThat(played.waits()).singleElement().satisfies(wait -> {
            assertThat(wait.target()).hasToString("g/n");
            assertThat(wait.cause()).isEqualTo(Wait.Cause.RESET);
        });
        assertThat(played.isAnswered()).isTrue();
    }

    @Test
    void aTargetThatWasCoolingFromTheStartIsWaitedForToo() {
        cool("g/m", Window.MINUTE, CooldownKind.RATE_LIMIT, 20 * SECOND);
        Failover failover = failover(one, FailoverPolicy.defaults());

        Wait wait = (Wait) failover.start(0);
        Send send = (Send) failover.woken(wait.untilNanos());

        assertThat(wait.untilNanos()).isEqualTo(20 * SECOND);
        assertThat(send.move()).isEqualTo(Move.START);
    }

    @Test
    void aResetAtOrAfterTheDeadlineEndsTheCallWithATrueRetryAfter() {
        FailoverPolicy policy =
                FailoverPolicy.builder().deadline(Duration.ofSeconds(60)).build();
        Failover failover = failover(one, policy);
        failover.start(0);

        GiveUp giveUp = (GiveUp) failover.ended(limited(Duration.ofSeconds(59)), "", SECOND);

        assertThat(giveUp.bound()).isEqualTo(Bound.DEADLINE);
        assertThat(giveUp.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(giveUp.retryAfterNanos()).isEqualTo(59 * SECOND);
    }

    @Test
    void retryAfterIsThatOfTheTargetsThatCouldServeThisCall() {
        Targets mixed = targets(account("g", "groq", "m", "n"), account("o", "openai", "x"));
        Failover failover = failover(mixed, FailoverPolicy.defaults());
        failover.start(0);
        failover.ended(UNCOOLING, "", 0);
        failover.ended(limited(Duration.ofHours(2)), "", 0);

        GiveUp giveUp = (GiveUp) failover.ended(limited(Duration.ofHours(1)), "", 0);

        assertThat(giveUp.retryAfterNanos()).isEqualTo(3_600 * SECOND);
    }

    @Test
    void aTargetForWhichTheCallIsTooLargeIsNotWaitedForEvenWhenItCools() {
        Failover failover = failover(targets(account("g", "groq", "m", "n")), FailoverPolicy.defaults());
        failover.start(0);
        failover.ended(UNCOOLING, "", 0);
        cool("g/m", Window.MINUTE, CooldownKind.RATE_LIMIT, 5 * SECOND);

        Wait wait = (Wait) failover.ended(limited(Duration.ofSeconds(30)), "", 0);

        assertThat(wait.target()).hasToString("g/n");
    }

    @Test
    void aRefusedKeyIsNotWaitedForAndPromisesNothing() {
        FailoverPolicy patient =
                FailoverPolicy.builder().deadline(Duration.ofHours(1)).build();
        Failover failover = failover(one, patient);
        failover.start(0);

        GiveUp giveUp = (GiveUp) failover.ended(new Outcome.Unauthorized(LimitScope.ACCOUNT), "", 0);

        assertThat(giveUp.reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(giveUp.bound()).isEqualTo(Bound.NOTHING_LEFT);
        assertThat(giveUp.retryAfterNanos()).isZero();
    }

    @Test
    void aRejectedRequestHasNoRetryAfterWhateverElseIsCooling() {
        cool("g/n", Window.MINUTE, CooldownKind.RATE_LIMIT, 5 * SECOND);
        cool("o/m", Window.MINUTE, CooldownKind.RATE_LIMIT, 5 * SECOND);

        GiveUp giveUp = (GiveUp) started(targets).ended(new Outcome.Rejected(false), "", 0);

        assertThat(giveUp.retryAfterNanos()).isZero();
    }

    @Test
    void whenAttemptsRunOutBeforeTargetsARetryHelpsAtOnce() {
        FailoverPolicy policy = FailoverPolicy.builder().maxAttempts(1).build();
        Failover failover = failover(targets, policy);
        failover.start(0);

        GiveUp giveUp = (GiveUp) failover.ended(limited(), "", 0);

        assertThat(giveUp.bound()).isEqualTo(Bound.MAX_ATTEMPTS);
        assertThat(giveUp.retryAfterNanos()).isEqualTo(1);
    }

    @Test
    void whenOnlyTheAccountsShareWasUsedUpARetryHelpsAtOnce() {
        Targets share = targets(limited(account("g", "groq", "m", "n"), 1));
        FailoverPolicy policy =
                FailoverPolicy.builder().deadline(Duration.ofSeconds(60)).build();
        Failover failover = failover(share, policy);
        failover.start(0);

        GiveUp giveUp = (GiveUp) failover.ended(limited(), "", 0);

        assertThat(giveUp.retryAfterNanos()).isEqualTo(1);
    }

    @Test
    void anAccountThatWasLeftIsGoneBackToWhenOneOfItsTargetsIsFreeAgain() {
        cool("g/n", Window.MINUTE, CooldownKind.RATE_LIMIT, 5 * SECOND);
        Failover failover = started(targets);
        Send other = (Send) failover.ended(limited(), "", 0);

        Send back = (Send) failover.ended(limited(), "", 6 * SECOND);

        assertThat(other.target()).hasToString("o/m");
        assertThat(back.target()).hasToString("g/n");
        assertThat(back.move()).isEqualTo(Move.PROVIDER);
    }

    @Test
    void aTargetThatAnotherCallCooledWhileThisOneWaitedIsNotAsked() {
        Failover failover = started(targets);
        Wait wait = (Wait) failover.ended(FAULT, "", 0);
        cool("g/m", Window.MINUTE, CooldownKind.RATE_LIMIT, 50 * SECOND);

        Send next = (Send) failover.woken(wait.untilNanos());

        assertThat(next.target()).hasToString("g/n");
    }

    @Test
    void aWaitForWhichThereIsNoRoomIsASwitch() {
        Failover failover = started(targets);
        failover.ended(limited(Duration.ofMillis(10)), "", 0);

        Send next = (Send) failover.waitRefused(0);

        assertThat(next.target()).hasToString("g/n");
    }

    @Test
    void aWaitForWhichThereIsNoRoomEndsTheCallWhenNothingElseIsLeft() {
        Failover failover = started(one);
        failover.ended(limited(Duration.ofSeconds(20)), "", 0);

        GiveUp giveUp = (GiveUp) failover.waitRefused(0);

        assertThat(giveUp.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(giveUp.retryAfterNanos()).isEqualTo(20 * SECOND);
    }

    private Failover started(Targets targets) {
        Failover failover = failover(targets, FailoverPolicy.defaults());
        failover.start(0);
        return failover;
    }

    private Failover failover(Targets targets, FailoverPolicy policy) {
        Course course = targets.course("m", List.of());
        Selection selection = Known.selection(targets, course, Needs.chat(), cooldowns);
        return new Failover(policy, selection, new Random(1), true, 0);
    }

    private void cool(String name, Window window, CooldownKind kind, long untilNanos) {
        Target target = target(targets, name);
        LimitKey key = LimitKey.of(LimitScope.MODEL, target.account(), target.model());
        cooldowns.cool(new Cooldown(key, window, kind, target, 0, untilNanos, ""), 0);
    }
}

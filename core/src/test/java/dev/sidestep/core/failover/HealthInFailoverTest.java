package dev.sidestep.core.failover;

import static dev.sidestep.core.testing.Catalogues.account;
import static dev.sidestep.core.testing.Catalogues.target;
import static dev.sidestep.core.testing.Catalogues.targets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Needs;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.failover.Decision.GiveUp;
import dev.sidestep.core.failover.Decision.Send;
import dev.sidestep.core.failover.Decision.Wait;
import dev.sidestep.core.selection.Course;
import dev.sidestep.core.selection.Knowledge;
import dev.sidestep.core.selection.Targets;
import dev.sidestep.core.testing.Known;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What trouble that is no limit does to the calls that come after it.
class HealthInFailoverTest {
    private static final Outcome FAULT = new Outcome.Faulted("502");
    private static final long SECOND = 1_000_000_000L;
    private static final FailoverPolicy NO_RETRIES =
            FailoverPolicy.builder().sameTargetRetries(0).build();

    private final Targets targets = targets(account("g", "groq", "m", "n"));
    private final Knowledge known = Known.nothing();

    @Test
    @DisplayName("ask B13: a single 502 keeps no call away, the third in a minute does")
    void threshold() {
        fail("g/m", 0);
        assertThat(first(SECOND)).isEqualTo("g/m");
        fail("g/m", 2 * SECOND);
        fail("g/m", 3 * SECOND);

        assertThat(known.cooldowns().running(3 * SECOND))
                .singleElement()
                .satisfies(cooldown -> assertThat(cooldown.kind()).isEqualTo(CooldownKind.UNHEALTHY));
        assertThat(first(4 * SECOND)).isEqualTo("g/n");
    }

    @Test
    @DisplayName("a stream that breaks off in the middle counts as well")
    void broken() {
        for (int i = 0; i < 3; i++) {
            Failover call = call(Duration.ofMinutes(5), i);
            call.start(i);
            call.succeeded(List.of(), i);
            call.broken(new Outcome.Unreachable("connection closed"), "", null, i);
        }

        assertThat(first(SECOND)).isEqualTo("g/n");
        assertThat(known.quotas().openReservations()).isEqualTo(1);
    }

    @Test
    @DisplayName("fault 63: where everything is in trouble a call tries one target, and waits for the others")
    void lastResort() {
        makeUnhealthy("g/m");
        makeUnhealthy("g/n");
        Failover call = call(Duration.ofMinutes(5), SECOND);

        Send only = (Send) call.start(SECOND);
        Wait wait = (Wait) call.ended(FAULT, "", SECOND);

        assertThat(only.target()).hasToString("g/m");
        assertThat(wait.target()).hasToString("g/n");
        assertThat(wait.untilNanos()).isBetween(5 * SECOND, 6 * SECOND);
    }

    @Test
    @DisplayName("a call that cannot wait for them fails as unavailable, and hears when to come back")
    void givesUp() {
        makeUnhealthy("g/m");
        makeUnhealthy("g/n");
        Failover call = call(Duration.ofSeconds(1), SECOND);
        call.start(SECOND);

        GiveUp giveUp = (GiveUp) call.ended(FAULT, "", SECOND);

        assertThat(giveUp.reason()).isEqualTo(Decision.Reason.UNAVAILABLE);
        assertThat(giveUp.retryAfterNanos()).isBetween(3 * SECOND, 6 * SECOND);
    }

    @Test
    @DisplayName("at the end of its rest one call tries it, and a success brings it back")
    void recovers() {
        makeUnhealthy("g/m");
        long endNanos = 6 * SECOND;
        Failover probe = call(Duration.ofMinutes(5), endNanos);

        assertThat(((Send) probe.start(endNanos)).target()).hasToString("g/m");
        assertThat(first(endNanos)).isEqualTo("g/n");
        probe.succeeded(List.of(), endNanos);
        assertThat(first(endNanos)).isEqualTo("g/m");
    }

    private void makeUnhealthy(String name) {
        for (int i = 0; i < 3; i++) {
            fail(name, i);
        }
    }

    private void fail(String name, long nowNanos) {
        Failover call = new Failover(
                NO_RETRIES,
                Known.selection(targets, new Course.Listed(List.of(target(targets, name))), Needs.chat(), known),
                new Random(1),
                true,
                nowNanos);
        call.start(nowNanos);
        call.ended(FAULT, "", nowNanos);
    }

    /// Where a call would go; it does not come back.
    private String first(long nowNanos) {
        return ((Send) call(Duration.ofMinutes(5), nowNanos).start(nowNanos))
                .target()
                .name();
    }

    private Failover call(Duration deadline, long nowNanos) {
        FailoverPolicy policy = NO_RETRIES.toBuilder().deadline(deadline).build();
        return new Failover(
                policy,
                Known.selection(targets, targets.course("m", List.of()), Needs.chat(), known),
                new Random(1),
                true,
                nowNanos);
    }
}

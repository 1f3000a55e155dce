package dev.sidestep.core.cooldown;

import static dev.sidestep.core.testing.Catalogues.account;
import static dev.sidestep.core.testing.Catalogues.target;
import static dev.sidestep.core.testing.Catalogues.targets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.selection.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CooldownLifeTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private final Targets targets = targets(account("a", "groq", "m", "n"));
    private final Target target = target(targets, "a/m");
    private final Cooldowns cooldowns = new Cooldowns();

    @Test
    @DisplayName("ask B3: a later event adds a record and never rewrites another's scope")
    void scopesAreNeverWidened() {
        Cooldown model = refuse(limit(10 * SECOND), 0, 0);
        LimitKey account = LimitKey.of(LimitScope.ACCOUNT, target.account(), target.model());
        refuse(new Refusal(account, Window.UNSPECIFIED, CooldownKind.UNAUTHORIZED, target, term(MINUTE), ""), 0, 1);

        assertThat(cooldowns.running(1)).contains(model).hasSize(2);
        assertThat(cooldowns.running(1))
                .filteredOn(each -> each.key().scope() == LimitScope.MODEL)
                .containsExactly(model);
    }

    @Test
    @DisplayName("ask B4, fault 64: a thousand refusals of attempts that were under way are one event")
    void aBurstIsOneEvent() {
        for (int i = 0; i < 1_000; i++) {
            refuse(limit(10 * SECOND), -SECOND, i);
        }
        long endNanos = cooldowns.running(1_000).getFirst().untilNanos();
        assertThat(endNanos).isEqualTo(999 + 10 * SECOND);

        // Its level is still the first: what comes after its end begins at the first span again.
        Pass pass = enter(endNanos).orElseThrow();
        Cooldown again = cooldowns.cool(growing(10 * SECOND), pass, endNanos, endNanos);
        assertThat(again.untilNanos() - endNanos).isEqualTo(20 * SECOND);
    }

    @Test
    @DisplayName("ask B5: a refusal after the end lasts longer each time, and only successes make it shorter again")
    void escalation() {
        List<Long> spans = new ArrayList<>();
        long nowNanos = 0;
        Cooldown cooldown = refuse(growing(3 * SECOND), 0, nowNanos);
        for (int i = 0; i < 4; i++) {
            spans.add(cooldown.untilNanos() - nowNanos);
            nowNanos = cooldown.untilNanos();
            cooldown = cooldowns.cool(growing(3 * SECOND), enter(nowNanos).orElseThrow(), nowNanos, nowNanos);
        }
        assertThat(spans).containsExactly(3 * SECOND, 6 * SECOND, 12 * SECOND, 24 * SECOND);

        nowNanos = cooldown.untilNanos();
        cooldowns.succeeded(enter(nowNanos).orElseThrow(), nowNanos);
        Cooldown calmer = cooldowns.cool(growing(3 * SECOND), enter(nowNanos).orElseThrow(), nowNanos, nowNanos);
        assertThat(calmer.untilNanos() - nowNanos).isEqualTo(48 * SECOND);
    }

    @Test
    @DisplayName("ask B5: a quiet time of ten spans forgets the level")
    void quietForgets() {
        refuse(growing(30 * SECOND), 0, 0);
        long relapseNanos = 30 * SECOND;
        Cooldown longer =
                cooldowns.cool(growing(30 * SECOND), enter(relapseNanos).orElseThrow(), relapseNanos, relapseNanos);
        long quietNanos = longer.untilNanos() + 11 * MINUTE;

        Cooldown fresh = cooldowns.cool(growing(30 * SECOND), enter(quietNanos).orElseThrow(), quietNanos, quietNanos);

        assertThat(fresh.untilNanos() - quietNanos).isEqualTo(30 * SECOND);
    }

    @Test
    @DisplayName("ask B6: while it runs, a cooldown's end is the later of the old and the new one")
    void onlyGrows() {
        refuse(limit(30 * SECOND), 0, 0);
        assertThat(refuse(limit(5 * SECOND), 0, SECOND).untilNanos()).isEqualTo(30 * SECOND);
        assertThat(refuse(limit(60 * SECOND), 0, SECOND).untilNanos()).isEqualTo(61 * SECOND);
    }

    @Test
    @DisplayName(
            "ask A10: a day's limit with a short hint is believed at first, and lasts to the end of the day when repeated")
    void repeatedDay() {
        Term hint = new Term(36 * SECOND, 5 * HOUR, SECOND / 4, 24 * HOUR);
        Refusal day = new Refusal(key(), Window.DAY, CooldownKind.RATE_LIMIT, target, hint, "PerDay");
        Cooldown first = cooldowns.cool(day, Pass.FREE, 0, 0);
        assertThat(first.untilNanos()).isEqualTo(36 * SECOND);

        Cooldown second = cooldowns.cool(day, enter(36 * SECOND).orElseThrow(), 36 * SECOND, 40 * SECOND);
        assertThat(second.untilNanos()).isEqualTo(40 * SECOND + 5 * HOUR);
    }

    @Test
    @DisplayName(
            "ask B11, fault 65: at its end exactly one attempt tries, and the rest goes elsewhere until it succeeds")
    void oneProbe() {
        refuse(limit(10 * SECOND), 0, 0);

        assertThat(entered(5_000, 10 * SECOND)).hasSize(1);
        assertThat(cooldowns.admits(target, Access.USUAL, 10 * SECOND)).isFalse();
        assertThat(cooldowns.holding(target, Access.USUAL, 10 * SECOND)).isPresent();
    }

    @Test
    @DisplayName("ask B12: after it succeeded the share rises step by step, and one failure drops it to nothing")
    void ramp() {
        refuse(limit(10 * SECOND), 0, 0);
        List<Integer> steps = new ArrayList<>();
        for (int step = 0; step < 5; step++) {
            List<Pass> let = entered(100, 10 * SECOND);
            steps.add(let.size());
            let.forEach(pass -> cooldowns.released(pass, 10 * SECOND));
            cooldowns.succeeded(enter(10 * SECOND).orElseThrow(), 10 * SECOND);
        }
        assertThat(steps).containsExactly(1, 2, 4, 8, 16);
        assertThat(entered(100, 10 * SECOND)).hasSize(100);
    }

    @Test
    @DisplayName("ask B12: a refusal in the middle of the ramp starts it anew")
    void rampFails() {
        refuse(limit(10 * SECOND), 0, 0);
        cooldowns.succeeded(enter(10 * SECOND).orElseThrow(), 10 * SECOND);
        List<Pass> let = entered(2, 10 * SECOND);
        Cooldown again = cooldowns.cool(limit(10 * SECOND), let.getFirst(), 10 * SECOND, 11 * SECOND);

        assertThat(enter(12 * SECOND)).isEmpty();
        // What was under way before says nothing about the new span.
        cooldowns.succeeded(let.getLast(), 12 * SECOND);
        assertThat(entered(100, again.untilNanos())).hasSize(1);
    }

    @Test
    @DisplayName("ask B15: a long hint is tried by one request per five minutes or a twentieth of what is left")
    void longHintsAreDoubted() {
        refuse(limit(40 * HOUR), 0, 0);

        assertThat(enter(2 * HOUR - 1)).isEmpty();
        Pass probe = enter(2 * HOUR).orElseThrow();
        assertThat(probe.isProbe()).isTrue();
        assertThat(enter(2 * HOUR)).isEmpty();
        cooldowns.cool(limit(38 * HOUR), probe, 2 * HOUR, 2 * HOUR);
        long next = 2 * HOUR + 38 * HOUR / 20;
        assertThat(enter(next - 1)).isEmpty();
        cooldowns.succeeded(enter(next).orElseThrow(), next);

        assertThat(cooldowns.running(next)).isEmpty();
        assertThat(entered(100, next)).hasSize(2);
    }

    @Test
    @DisplayName("ask B15: a hint of ten minutes is tried once, a call that has tried one in vain tries no other")
    void mediumHints() {
        refuse(limit(10 * MINUTE), 0, 0);

        assertThat(enter(5 * MINUTE - 1)).isEmpty();
        assertThat(cooldowns.enter(target, Access.WITHOUT_PROBES, 5 * MINUTE)).isEmpty();
        assertThat(enter(5 * MINUTE)).isPresent();
    }

    @Test
    @DisplayName("that a model is gone is not doubted")
    void goneIsGone() {
        refuse(
                new Refusal(key(), Window.UNSPECIFIED, CooldownKind.MODEL_UNAVAILABLE, target, term(24 * HOUR), ""),
                0,
                0);

        assertThat(enter(23 * HOUR)).isEmpty();
    }

    @Test
    @DisplayName("ask B10: an attempt that never comes back does not keep its target out for ever")
    void lostProbes() {
        refuse(limit(4 * MINUTE), 0, 0);
        assertThat(enter(4 * MINUTE)).isPresent();

        assertThat(enter(13 * MINUTE)).isEmpty();
        assertThat(enter(14 * MINUTE + 1)).isPresent();
    }

    @Test
    @DisplayName("a person's clearing takes effect at once, with the level and the ramp")
    void clearing() {
        refuse(limit(10 * HOUR), 0, 0);

        assertThat(cooldowns.removeIf(_ -> true, SECOND)).hasSize(1);
        assertThat(entered(100, SECOND)).hasSize(100);
    }

    @Test
    @DisplayName("an attempt that comes to something else gives its place to the next")
    void released() {
        refuse(limit(10 * SECOND), 0, 0);
        cooldowns.released(enter(10 * SECOND).orElseThrow(), 11 * SECOND);

        assertThat(entered(100, 11 * SECOND)).hasSize(1);
    }

    @Test
    @DisplayName("ill health holds nothing back from a call that has nothing else, and a refused key still does")
    void lastResort() {
        refuse(new Refusal(key(), Window.UNSPECIFIED, CooldownKind.UNHEALTHY, target, term(MINUTE), ""), 0, 0);
        assertThat(enter(SECOND)).isEmpty();
        assertThat(cooldowns.enter(target, Access.LAST_RESORT, SECOND)).isPresent();

        refuse(limit(MINUTE), 0, SECOND);
        assertThat(cooldowns.enter(target, Access.LAST_RESORT, SECOND)).isEmpty();
    }

    @Test
    @DisplayName("a cooldown's state tells its level, its next probe, and how far its target has recovered")
    void stateTellsTheWholeLife() {
        refuse(growing(2 * HOUR), 0, 0);
        assertThat(cooldowns.states(target, 0))
                .containsExactly(new CooldownState(cooldowns.running(0).getFirst(), 0, 6 * MINUTE, 0, 0));

        long endNanos = 2 * HOUR;
        Cooldown longer = cooldowns.cool(growing(2 * HOUR), enter(endNanos).orElseThrow(), endNanos, endNanos);
        assertThat(cooldowns.states(target, endNanos))
                .extracting(CooldownState::level)
                .containsExactly(1);

        long overNanos = longer.untilNanos();
        Pass first = enter(overNanos).orElseThrow();
        assertThat(cooldowns.states(target, overNanos)).containsExactly(new CooldownState(longer, 1, 0, 1, 1));
        cooldowns.succeeded(first, overNanos);
        assertThat(cooldowns.states(target, overNanos)).containsExactly(new CooldownState(longer, 0, 0, 2, 0));
        for (int i = 0; i < 4; i++) {
            cooldowns.succeeded(enter(overNanos).orElseThrow(), overNanos);
        }
        assertThat(cooldowns.states(overNanos)).isEmpty();
    }

    private Cooldown refuse(Refusal refusal, long sentAtNanos, long nowNanos) {
        return cooldowns.cool(refusal, Pass.FREE, sentAtNanos - 1, nowNanos);
    }

    private Optional<Pass> enter(long nowNanos) {
        return cooldowns.enter(target, Access.USUAL, nowNanos);
    }

    private List<Pass> entered(int times, long nowNanos) {
        List<Pass> let = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            enter(nowNanos).ifPresent(let::add);
        }
        return let;
    }

    private Refusal limit(long spanNanos) {
        return new Refusal(key(), Window.MINUTE, CooldownKind.RATE_LIMIT, target, term(spanNanos), "");
    }

    /// A refusal without a hint: each repetition doubles it.
    private Refusal growing(long spanNanos) {
        Term term = new Term(spanNanos, 0, spanNanos, 24 * HOUR);
        return new Refusal(key(), Window.MINUTE, CooldownKind.RATE_LIMIT, target, term, "");
    }

    private static Term term(long spanNanos) {
        return new Term(spanNanos, 0, SECOND / 4, 24 * 365 * HOUR);
    }

    private LimitKey key() {
        return LimitKey.of(LimitScope.MODEL, target.account(), target.model());
    }
}

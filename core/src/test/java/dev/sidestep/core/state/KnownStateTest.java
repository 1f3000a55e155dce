package dev.sidestep.core.state;

import static dev.sidestep.core.testing.Catalogues.account;
import static dev.sidestep.core.testing.Catalogues.inGroup;
import static dev.sidestep.core.testing.Catalogues.target;
import static dev.sidestep.core.testing.Catalogues.targets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Account;
import dev.sidestep.core.Counting;
import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Model;
import dev.sidestep.core.Provider;
import dev.sidestep.core.Refill;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.quota.Demand;
import dev.sidestep.core.quota.QuotaLimit;
import dev.sidestep.core.quota.QuotaState;
import dev.sidestep.core.quota.Room;
import dev.sidestep.core.quota.Unit;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.core.selection.Knowledge;
import dev.sidestep.core.selection.Targets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KnownStateTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final Demand DEMAND = new Demand(1, 1);

    private final Targets targets =
            targets(inGroup(account("a", "groq", "m"), "org"), inGroup(account("b", "groq", "m"), "org"));
    private final Target a = target(targets, "a/m");
    private final Target b = target(targets, "b/m");

    @Test
    @DisplayName("fault 67: a cooldown that is saved and restored ends when it would have, and never later")
    void roundTripOfCooldowns() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            Knowledge before = knowledge(Map.of());
            long span = random.nextLong(1, 24 * HOUR);
            before.cooldowns().join(cooldown(b, LimitScope.MODEL, CooldownKind.RATE_LIMIT, span), 2, 0);
            long savedAt = random.nextLong(span);
            long restoredAt = random.nextLong(-HOUR, HOUR);

            Knowledge after = knowledge(Map.of());
            new KnownState(before)
                    .cooldowns(savedAt)
                    .forEach(each -> new KnownState(after).remember(each, targets, restoredAt));

            Cooldown restored = after.cooldowns().running(restoredAt).getFirst();
            assertThat(restored.remainingNanos(restoredAt))
                    .as("seed %d", seed)
                    .isBetween(span - savedAt, span - savedAt + 1_000_000);
            assertThat(restored.target()).isEqualTo(b);
            assertThat(after.cooldowns().states(restoredAt).getFirst().level()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("Of targets that a key holds back the named one is meant, else any; what is not configured is ignored")
    void namesAreResolved() {
        Knowledge known = knowledge(Map.of());
        KnownState state = new KnownState(known);
        state.remember(record(LimitKey.named(LimitScope.MODEL, "org", "m"), "gone/m"), targets, 0);
        state.remember(record(LimitKey.named(LimitScope.ACCOUNT, "b", ""), "a/m"), targets, 0);
        state.remember(record(LimitKey.named(LimitScope.MODEL, "elsewhere", "m"), "a/m"), targets, 0);

        assertThat(known.cooldowns().running(0)).extracting(Cooldown::target).containsExactlyInAnyOrder(a, b);
    }

    @Test
    @DisplayName("Ill health is neither saved nor taken over, and neither is what has ended")
    void illHealthStaysHere() {
        Knowledge known = knowledge(Map.of());
        KnownState state = new KnownState(known);
        Cooldown unhealthy = cooldown(a, LimitScope.ACCOUNT_MODEL, CooldownKind.UNHEALTHY, MINUTE);
        state.remember(CooldownRecord.of(unhealthy, 0, 0), targets, 0);
        Cooldown limited = cooldown(a, LimitScope.MODEL, CooldownKind.RATE_LIMIT, SECOND);
        state.remember(CooldownRecord.of(limited, 0, SECOND), targets, 0);
        assertThat(known.cooldowns().states(0)).isEmpty();

        known.cooldowns().cool(unhealthy, 0);
        assertThat(state.cooldowns(0)).isEmpty();
    }

    @Test
    @DisplayName("An absurd span is no reason to cool for ever")
    void absurdSpans() {
        Knowledge known = knowledge(Map.of());
        CooldownRecord absurd = new CooldownRecord(
                key(a), Window.DAY, CooldownKind.RATE_LIMIT, "a/m", Long.MAX_VALUE, Long.MAX_VALUE, 99, "");

        new KnownState(known).remember(absurd, targets, Long.MAX_VALUE - 5);

        assertThat(known.cooldowns().running(Long.MAX_VALUE - 5).getFirst().remainingNanos(Long.MAX_VALUE - 5))
                .isEqualTo(366 * 24 * HOUR);
    }

    static List<Refill> refills() {
        return List.of(new Refill.Continuous(), new Refill.Calendar(ZoneOffset.UTC), new Refill.Unknown());
    }

    @ParameterizedTest
    @MethodSource("refills")
    @DisplayName("What was used of a limit counts after a restart as it would have, and comes back no sooner")
    void roundTripOfQuotas(Refill refill) {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Targets one = counting(refill);
            Target target = one.all().getFirst();
            Knowledge before = knowledge(limits(target, Window.DAY, 1_000));
            int used = random.nextInt(1, 1_001);
            use(before, target, used, random.nextLong(HOUR));
            long savedAt = HOUR + random.nextLong(9 * HOUR);

            Knowledge after = knowledge(limits(target, Window.DAY, 1_000));
            new KnownState(before)
                    .quotas(one, savedAt)
                    .forEach(each -> new KnownState(after).remember(each, one, savedAt));

            long[] expected = course(before, target, savedAt);
            long[] restored = course(after, target, savedAt);
            for (int i = 1; i < expected.length; i++) {
                assertThat(restored[i]).as("seed %d, hour %d", seed, i).isBetween(expected[i - 1] - 1, expected[i]);
            }
        }
    }

    /// What is left, hour by hour. A meter is asked in the order of time.
    private static long[] course(Knowledge known, Target target, long fromNanos) {
        return LongStream.range(0, 30)
                .map(hour -> left(known, target, fromNanos + hour * HOUR))
                .toArray();
    }

    @Test
    @DisplayName("fault 67: a day of which 900 of 1,000 are used has 100 left after a restart, until the same midnight")
    void aDayGoesOn() {
        Targets one = counting(new Refill.Calendar(ZoneOffset.UTC));
        Target target = one.all().getFirst();
        Knowledge before = knowledge(limits(target, Window.DAY, 1_000));
        use(before, target, 900, 0);
        Knowledge after = knowledge(limits(target, Window.DAY, 1_000));
        QuotaRecord saved = new KnownState(before).quotas(one, HOUR).getFirst();

        new KnownState(after).remember(saved, one, HOUR);

        assertThat(saved.resetMillis()).isEqualTo(23 * 3_600_000);
        assertThat(left(after, target, 24 * HOUR - 1)).isEqualTo(100);
        assertThat(left(after, target, 24 * HOUR)).isEqualTo(1_000);
    }

    @Test
    @DisplayName("Of two counts the larger one counts, against the limit of today")
    void theLargerCountCounts() {
        Targets one = counting(new Refill.Unknown());
        Target target = one.all().getFirst();
        Knowledge known = knowledge(limits(target, Window.DAY, 500));
        use(known, target, 20, 0);
        KnownState state = new KnownState(known);

        state.remember(used(target, 1_000, 10, QuotaState.Source.CONFIGURED), one, 0);
        assertThat(left(known, target, 0)).isEqualTo(480);
        state.remember(used(target, 1_000, 700, QuotaState.Source.CONFIGURED), one, 0);

        assertThat(left(known, target, 0)).isZero();
        assertThat(state.quotas(one, 0)).extracting(QuotaRecord::used).containsExactly(700L);
    }

    @Test
    @DisplayName("A limit that a provider told is known again; one that was configured is only where it still is")
    void toldLimitsAreRemembered() {
        Targets one = counting(new Refill.Unknown());
        Target target = one.all().getFirst();
        Knowledge known = knowledge(Map.of());
        KnownState state = new KnownState(known);

        state.remember(used(target, 1_000, 10, QuotaState.Source.CONFIGURED), one, 0);
        assertThat(known.quotas().states(target, 0)).isEmpty();
        state.remember(used(target, 1_000, 10, QuotaState.Source.TOLD), one, 0);

        assertThat(left(known, target, 0)).isEqualTo(990);
        assertThat(state.quotas(one, 11 * HOUR)).hasSize(1);
        assertThat(state.quotas(one, 13 * HOUR)).as("hearsay").isEmpty();
        assertThat(known.quotas().states(target, 13 * HOUR)).hasSize(1);
    }

    @Test
    @DisplayName("What is only inferred from refusals is not told on")
    void inferredLimitsStayHere() {
        Targets one = counting(new Refill.Unknown());
        Target target = one.all().getFirst();
        Knowledge known = knowledge(Map.of());
        use(known, target, 30, 0);
        known.quotas().refused(target, Window.MINUTE, SECOND);

        assertThat(known.quotas().states(target, SECOND)).hasSize(1);
        assertThat(new KnownState(known).quotas(one, SECOND)).isEmpty();
    }

    @Test
    @DisplayName("What one node clears, the others forget as well")
    void clearedElsewhere() {
        Knowledge known = knowledge(limits(a, Window.DAY, 10));
        KnownState state = new KnownState(known);
        known.cooldowns().join(cooldown(a, LimitScope.MODEL, CooldownKind.RATE_LIMIT, HOUR), 1, 0);
        use(known, a, 10, 0);

        state.hear(new StateChange.Cleared(Set.of(key(a))), targets, SECOND);

        assertThat(known.cooldowns().states(SECOND)).isEmpty();
        assertThat(left(known, a, SECOND)).isEqualTo(10);
    }

    @Test
    @DisplayName("A use is told once, with what came back since, and counts at who hears it")
    void usesAreTold() {
        Knowledge here = knowledge(limits(a, Window.DAY, 100));
        Knowledge there = knowledge(limits(a, Window.DAY, 100));
        new KnownState(here).share(new Partners(2, 0, true, 0), -HOUR);
        new KnownState(there).share(new Partners(2, 1, true, 0), -HOUR);
        use(here, a, 5, 0);
        here.quotas().reserve(a, DEMAND, 0).orElseThrow().refund(SECOND);

        List<QuotaUse> uses = new KnownState(here).takeUses(SECOND);
        new KnownState(there).hear(new StateChange.Used(uses), targets, SECOND);

        assertThat(uses).containsExactly(new QuotaUse(key(a), Unit.REQUESTS, Window.DAY, 5));
        assertThat(left(there, a, SECOND)).isEqualTo(95);
        assertThat(new KnownState(here).takeUses(SECOND)).isEmpty();
        assertThat(new KnownState(there).takeUses(SECOND)).isEmpty();
    }

    @Test
    @DisplayName("A node that shares nothing tells nothing")
    void aloneNothingIsTold() {
        Knowledge known = knowledge(limits(a, Window.DAY, 100));
        use(known, a, 5, 0);

        assertThat(new KnownState(known).takeUses(0)).isEmpty();
    }

    private static Targets counting(Refill refill) {
        Provider provider = new Provider("p", "p", "P", List.of(), new Counting(refill, refill, true, false));
        return targets(Account.of("a", provider, List.of(Model.unknown("m"))));
    }

    private static Knowledge knowledge(Map<LimitKey, List<QuotaLimit>> limits) {
        Knowledge known =
                Knowledge.nothing((_, _, nowNanos) -> (Math.floorDiv(nowNanos, 24 * HOUR) + 1) * 24 * HOUR, 0);
        known.quotas().configure(limits);
        return known;
    }

    private static Map<LimitKey, List<QuotaLimit>> limits(Target target, Window window, long limit) {
        return Map.of(key(target), List.of(new QuotaLimit(Unit.REQUESTS, window, limit)));
    }

    private static void use(Knowledge known, Target target, int times, long nowNanos) {
        for (int i = 0; i < times; i++) {
            assertThat(known.quotas().room(target, DEMAND, nowNanos)).isInstanceOf(Room.Fits.class);
            known.quotas().reserve(target, DEMAND, nowNanos).orElseThrow().settle(new Usage(1, 1, 0), nowNanos);
        }
    }

    private static long left(Knowledge known, Target target, long nowNanos) {
        return known.quotas().states(target, nowNanos).getFirst().remaining();
    }

    private static QuotaRecord used(Target target, long limit, long used, QuotaState.Source source) {
        return new QuotaRecord(key(target), Unit.REQUESTS, Window.DAY, limit, used, 3_600_000, source);
    }

    private static CooldownRecord record(LimitKey key, String target) {
        return new CooldownRecord(key, Window.MINUTE, CooldownKind.RATE_LIMIT, target, 1_000, 2_000, 0, "");
    }

    private static Cooldown cooldown(Target target, LimitScope scope, CooldownKind kind, long spanNanos) {
        LimitKey key = LimitKey.of(scope, target.account(), target.model());
        return new Cooldown(key, Window.MINUTE, kind, target, 0, spanNanos, "busy");
    }

    private static LimitKey key(Target target) {
        return LimitKey.of(LimitScope.MODEL, target.account(), target.model());
    }
}

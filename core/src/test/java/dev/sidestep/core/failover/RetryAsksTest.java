package dev.sidestep.core.failover;

import static dev.sidestep.core.testing.Catalogues.account;
import static dev.sidestep.core.testing.Catalogues.target;
import static dev.sidestep.core.testing.Catalogues.targets;
import static dev.sidestep.core.testing.Outcomes.FAULT;
import static dev.sidestep.core.testing.Outcomes.OK;
import static dev.sidestep.core.testing.Outcomes.limited;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Account;
import dev.sidestep.core.Feature;
import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Model;
import dev.sidestep.core.Needs;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Provider;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.failover.Decision.Bound;
import dev.sidestep.core.failover.Decision.GiveUp;
import dev.sidestep.core.failover.Decision.Reason;
import dev.sidestep.core.failover.Decision.Send;
import dev.sidestep.core.failover.Decision.Wait;
import dev.sidestep.core.quota.Demand;
import dev.sidestep.core.quota.QuotaLimit;
import dev.sidestep.core.quota.Room;
import dev.sidestep.core.quota.Unit;
import dev.sidestep.core.selection.Knowledge;
import dev.sidestep.core.selection.Selection;
import dev.sidestep.core.selection.Targets;
import dev.sidestep.core.testing.Catalogues;
import dev.sidestep.core.testing.Known;
import dev.sidestep.core.testing.VirtualCalls;
import dev.sidestep.core.testing.VirtualCalls.Played;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What users ask of retries, loops and deadlines: theme D.
class RetryAsksTest {
    private static final int SCHEDULES = 10_000;
    private static final Targets TWO = targets(account("g", "groq", "m", "n"), account("o", "openai", "m"));
    private static final Targets ONE = targets(account("g", "groq", "m"));

    @Test
    @DisplayName("ask D1, fault 62: cyclic, self-referring and duplicate fallbacks end, with one attempt per target")
    void cycles() {
        Targets cyclic = targets(
                cyclic("a", knows("x", "y", "x", "z", "y")),
                cyclic("b", knows("y", "x", "y")),
                cyclic("c", knows("z", "z", "z", "nobody")));

        Played played = always(cyclic, new Outcome.Rejected(true)).call("m");

        assertThat(played.sentTo()).containsExactlyInAnyOrder("a/m", "a/n", "b/m", "b/n", "c/m", "c/n");
        assertThat(played.decisions()).hasSize(7);
    }

    @Test
    @DisplayName("fault 62: a route and a caller's order with duplicates ask each target once")
    void duplicates() {
        Targets routed = Targets.of(TWO.accounts(), Map.of("mine", List.of("m", "g/m", "m", "groq/m", "o/m")));
        VirtualCalls calls = always(routed, new Outcome.Rejected(true));

        assertThat(calls.call("mine").sentTo()).containsExactly("g/m", "o/m");
        assertThat(calls.call(routed.course("n", List.of("m", "mine", "n", "m")), Needs.chat())
                        .sentTo())
                .containsExactly("g/n", "g/m", "o/m");
    }

    @Test
    @DisplayName("ask D1: what a call says of targets that it passes over is bounded, however many there are")
    void boundedWords() {
        Targets many = targets(account(
                "g", "groq", IntStream.range(0, 500).mapToObj(at -> "m" + at).toList()));
        VirtualCalls calls = new VirtualCalls(
                many,
                FailoverPolicy.builder().maxAttempts(500).build(),
                (_, _) -> new Outcome.RateLimited(LimitScope.MODEL, Window.DAY, 3_600_000));
        assertThat(calls.call("m0").sends()).hasSize(500);

        Played played = calls.call("m0");

        assertThat(played.decisions())
                .singleElement()
                .satisfies(decision -> assertThat(decision.skipped()).hasSize(32));
    }

    @Test
    @DisplayName("ask D2: what is wrong before anything is sent makes no attempt and cools nothing")
    void localErrors() {
        Targets plain = targets(
                Account.of("g", Catalogues.provider("groq"), List.of(Catalogues.model("m", 8_192, 0, Feature.CHAT))));
        VirtualCalls calls = always(plain, OK);

        for (Needs needs :
                List.of(new Needs(Set.of(Feature.VISION), 0, 0), new Needs(Set.of(Feature.CHAT), 60_000, 0))) {
            Played played = calls.call(plain.course("m", List.of()), needs);

            assertThat(played.decisions()).hasSize(1);
            assertThat(played.giveUp().retryAfterNanos()).isZero();
        }
        assertThat(calls.cooldowns().running(calls.ticker().nanos())).isEmpty();
        assertThat(calls.known()
                        .health()
                        .state(target(plain, "g/m"), calls.ticker().nanos())
                        .attempts())
                .isZero();
    }

    /// 25 attempts, and one retry per target.
    @Test
    @DisplayName("ask D3: whatever fails, a call ends after 25 attempts, two per target, each recorded once")
    void attemptsAreCapped() {
        Targets forty = targets(account(
                "g", "groq", IntStream.range(0, 40).mapToObj(at -> "m" + at).toList()));

        Played played = always(forty, FAULT).call("m0");

        assertThat(played.sentTo()).hasSize(25);
        assertThat(forty.all())
                .allSatisfy(target -> assertThat(played.sentTo())
                        .filteredOn(target.name()::equals)
                        .hasSizeLessThanOrEqualTo(2));
        assertThat(played.attempts())
                .extracting(Attempt::number)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 25).boxed().toList());
        assertThat(played.giveUp().bound()).isEqualTo(Bound.MAX_ATTEMPTS);
    }

    @Test
    @DisplayName("ask D4: a hint of an hour is never slept out, it cools its target and the next one answers")
    void longHints() {
        VirtualCalls calls = failing(TWO, Map.of("g/m", limited(Duration.ofHours(1))));

        Played played = calls.call("m");

        assertThat(played.sentTo()).containsExactly("g/m", "g/n");
        assertThat(played.waits()).isEmpty();
        assertThat(calls.cooldowns()
                        .isCooling(target(TWO, "g/m"), calls.ticker().nanos()))
                .isTrue();
    }

    @Test
    @DisplayName("ask D4: a hint past the deadline is not slept out by the last target either")
    void longHintsOfTheLast() {
        Played played = always(ONE, limited(Duration.ofHours(1))).call("m");

        assertThat(played.sentTo()).containsExactly("g/m");
        assertThat(played.waits()).isEmpty();
        assertThat(played.giveUp().bound()).isEqualTo(Bound.DEADLINE);
    }

    /// Hints of more than five minutes are probed once in a while, which ask B15 is about.
    @Test
    @DisplayName("ask D6: no target is asked earlier than its own hint says")
    void neverBeforeTheHint() {
        Random random = new Random(6);
        Map<Target, Long> closedUntil = new HashMap<>();
        VirtualCalls calls = new VirtualCalls(TWO, FailoverPolicy.defaults(), (target, now) -> {
            long sentNanos = now - Duration.ofMillis(10).toNanos();
            assertThat(sentNanos - closedUntil.getOrDefault(target, sentNanos)).isNotNegative();
            if (random.nextInt(3) == 0) {
                return OK;
            }
            Duration hint = Duration.ofMillis(1 + random.nextInt(random.nextBoolean() ? 2_000 : 240_000));
            closedUntil.put(target, now + hint.toNanos());
            return limited(hint);
        });

        int waits = 0;
        for (int call = 0; call < 2_000; call++) {
            waits += calls.call("m").waits().size();
            calls.ticker().advance(Duration.ofMillis(random.nextInt(5_000)));
        }
        assertThat(waits).isPositive();
    }

    /// No tiers: a wait shorter than `wait-up-to` is worth less than any switch.
    @ParameterizedTest
    @ValueSource(longs = {0, 300, 1_000, 5_000})
    @DisplayName("ask D7: while others are left, a hint shorter than wait-up-to waits, any other one switches")
    void waitOrSwitch(long waitUpToMillis) {
        FailoverPolicy policy = FailoverPolicy.builder()
                .waitUpTo(Duration.ofMillis(waitUpToMillis))
                .build();

        assertThat(afterLimit(policy, TWO, waitUpToMillis)).isInstanceOf(Send.class);
        if (waitUpToMillis > 0) {
            assertThat(afterLimit(policy, TWO, waitUpToMillis - 1)).isInstanceOf(Wait.class);
        }
    }

    @Test
    @DisplayName("ask D7: a short hint past the deadline does not wait")
    void noWaitPastTheDeadline() {
        FailoverPolicy policy =
                FailoverPolicy.builder().deadline(Duration.ofMillis(400)).build();

        assertThat(afterLimit(policy, TWO, 399)).isInstanceOf(Wait.class);
        assertThat(afterLimit(policy, TWO, 400)).isInstanceOf(Send.class);
    }

    /// Others wait too, but no longer than `wait-up-to`.
    @Test
    @DisplayName("ask D8: only the last target left is waited for longer than wait-up-to")
    void theLastIsPatient() {
        assertThat(afterLimit(FailoverPolicy.defaults(), TWO, 30_000)).isInstanceOf(Send.class);
        assertThat(afterLimit(FailoverPolicy.defaults(), ONE, 30_000)).isInstanceOf(Wait.class);
    }

    @Test
    @DisplayName("ask D9: in 10,000 schedules, no attempt, backoff or wait ends after the call's deadline")
    void deadlines() {
        for (long seed = 0; seed < SCHEDULES; seed++) {
            verifyDeadline(seed);
        }
    }

    private static void verifyDeadline(long seed) {
        RandomWorld world = new RandomWorld(seed);
        Targets targets = world.targets();
        FailoverPolicy policy = world.policy();
        Selection selection = Known.selection(targets, world.course(targets), world.needs(), Known.nothing());
        long now = 0;
        Failover failover = new Failover(policy, selection, new Random(seed), world.onceIn(2), now);
        Decision decision = failover.start(now);
        while (!(decision instanceof GiveUp)) {
            now = switch (decision) {
                case Send send -> now + (world.onceIn(3) ? send.timeoutNanos() : world.spanNanos(send.timeoutNanos()));
                case Wait wait -> wait.untilNanos();
                case GiveUp _ -> now;
            };
            assertThat(now)
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(policy.deadline().toNanos());
            decision = decision instanceof Send ? failover.ended(world.failure(), "", now) : failover.woken(now);
        }
    }

    static Stream<Arguments> ends() {
        Outcome key = new Outcome.Unauthorized(LimitScope.ACCOUNT);
        FailoverPolicy defaults = FailoverPolicy.defaults();
        FailoverPolicy two = FailoverPolicy.builder().maxAttempts(2).build();
        FailoverPolicy brief =
                FailoverPolicy.builder().deadline(Duration.ofMillis(5)).build();
        return Stream.of(
                Arguments.of("the only key is refused", ONE, key, defaults, Reason.UNAUTHORIZED, Bound.NOTHING_LEFT),
                Arguments.of("all failed", TWO, FAULT, defaults, Reason.UNAVAILABLE, Bound.NOTHING_LEFT),
                Arguments.of("all cool", TWO, limited(), defaults, Reason.RATE_LIMITED, Bound.DEADLINE),
                Arguments.of("attempts are used up", TWO, limited(), two, Reason.RATE_LIMITED, Bound.MAX_ATTEMPTS),
                Arguments.of("time is up", TWO, FAULT, brief, Reason.UNAVAILABLE, Bound.DEADLINE),
                Arguments.of(
                        "the request is at fault",
                        TWO,
                        new Outcome.Rejected(false),
                        defaults,
                        Reason.REJECTED,
                        Bound.NOTHING_LEFT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ends")
    @DisplayName("ask D10: the end of a call says what stood in the way and what ended the search")
    void trueEnds(String what, Targets targets, Outcome failure, FailoverPolicy policy, Reason reason, Bound bound) {
        VirtualCalls calls = new VirtualCalls(targets, policy, (_, _) -> failure);

        GiveUp giveUp = calls.call("m").giveUp();

        assertThat(giveUp.reason()).as(what).isEqualTo(reason);
        assertThat(giveUp.bound()).as(what).isEqualTo(bound);
    }

    static Stream<Arguments> replays() {
        return Stream.of(
                Arguments.of(new Outcome.TimedOut("connect"), true, 0),
                Arguments.of(new Outcome.Unreachable("refused", true), true, 0),
                Arguments.of(new Outcome.Unreachable("reset"), false, 1),
                Arguments.of(new Outcome.TimedOut("first content"), false, 1),
                Arguments.of(new Outcome.Faulted("502"), false, 1),
                Arguments.of(limited(Duration.ofMillis(1_500)), false, 0));
    }

    /// Every chat call may be replayed; no call has side effects at a provider.
    @ParameterizedTest
    @MethodSource("replays")
    @DisplayName("ask D11: what was not sent or was refused took nothing, what may have been billed counts as used")
    void unsentUnknownRefused(Outcome failure, boolean isUnsent, int used) {
        Target target = target(TWO, "g/m");
        Knowledge known = Known.nothing();
        known.quotas()
                .configure(Map.of(
                        LimitKey.of(LimitScope.MODEL, target.account(), target.model()),
                        List.of(new QuotaLimit(Unit.REQUESTS, Window.MINUTE, 1))));
        FailoverPolicy policy = FailoverPolicy.builder().sameTargetRetries(0).build();
        Failover failover = failover(policy, TWO, known);
        failover.start(0);

        assertThat(failover.ended(failure, "", 0)).isInstanceOf(Send.class);

        assertThat(failure.isUnsent()).isEqualTo(isUnsent);
        assertThat(known.quotas().room(target, new Demand(0, 0), 0) instanceof Room.Fits)
                .isEqualTo(used == 0);
    }

    @Test
    @DisplayName("ask D12: with one attempt there is no retry, no wait and no fallback")
    void oneAttempt() {
        FailoverPolicy policy = FailoverPolicy.builder().maxAttempts(1).build();

        for (Outcome failure : List.of(FAULT, limited(Duration.ofMillis(10)), new Outcome.Rejected(true))) {
            Played played = new VirtualCalls(TWO, policy, (_, _) -> failure).call("m");

            assertThat(played.sentTo()).containsExactly("g/m");
            assertThat(played.waits()).isEmpty();
            assertThat(played.giveUp().bound()).isEqualTo(Bound.MAX_ATTEMPTS);
        }
    }

    /// What comes after a limit that is over in so many milliseconds.
    private static Decision afterLimit(FailoverPolicy policy, Targets targets, long millis) {
        Failover failover = failover(policy, targets, Known.nothing());
        failover.start(0);
        return failover.ended(limited(Duration.ofMillis(millis)), "", 0);
    }

    private static Failover failover(FailoverPolicy policy, Targets targets, Knowledge known) {
        Selection selection = Known.selection(targets, targets.course("m", List.of()), Needs.chat(), known);
        return new Failover(policy, selection, new Random(1), true, 0);
    }

    /// A provider with fallbacks of its own.
    private static Provider knows(String type, String... fallbacks) {
        return new Provider(type, type, type, List.of(fallbacks));
    }

    private static Account cyclic(String name, Provider provider) {
        return Account.of(name, provider, List.of(Model.unknown("m"), Model.unknown("n")));
    }

    private static VirtualCalls always(Targets targets, Outcome outcome) {
        return new VirtualCalls(targets, FailoverPolicy.defaults(), (_, _) -> outcome);
    }

    private static VirtualCalls failing(Targets targets, Map<String, Outcome> failing) {
        return new VirtualCalls(
                targets, FailoverPolicy.defaults(), (target, _) -> failing.getOrDefault(target.name(), OK));
    }
}

package dev.sidestep.core.failover;

import static dev.sidestep.core.testing.Catalogues.account;
import static dev.sidestep.core.testing.Catalogues.inGroup;
import static dev.sidestep.core.testing.Catalogues.target;
import static dev.sidestep.core.testing.Catalogues.targets;
import static dev.sidestep.core.testing.Outcomes.OK;
import static dev.sidestep.core.testing.Outcomes.limited;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Feature;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Needs;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Window;
import dev.sidestep.core.failover.Decision.Reason;
import dev.sidestep.core.failover.Decision.Wait;
import dev.sidestep.core.selection.Course;
import dev.sidestep.core.selection.Targets;
import dev.sidestep.core.testing.VirtualCalls;
import dev.sidestep.core.testing.VirtualCalls.Played;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What users ask of the moves after a refusal: theme A.
class TriggerAsksTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Targets THREE =
            targets(account("g", "groq", "m", "n"), account("o", "openai", "m"), account("a", "anthropic", "m"));

    /// What each target answers from now on; [Outcomes#OK] where nothing is said.
    private final Map<String, Outcome> answers = new HashMap<>();

    @Test
    @DisplayName("ask A1: with A and B limited and C free, one attempt at each and no sleep")
    void oneAttemptEach() {
        answers.putAll(Map.of("g/m", limited(MINUTE), "g/n", limited(MINUTE)));
        VirtualCalls calls = calls(THREE);
        long begunNanos = calls.ticker().nanos();

        Played played = calls.call("m");

        assertThat(played.sentTo()).containsExactly("g/m", "g/n", "o/m");
        assertThat(played.isAnswered()).isTrue();
        assertThat(played.waits()).isEmpty();
        assertThat(calls.ticker().nanos() - begunNanos)
                .isEqualTo(3 * Duration.ofMillis(10).toNanos());
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 60, 1_200})
    @DisplayName("ask A2: a target that limited the call is asked again only when its reset was waited for")
    void noSecondAttempt(long seconds) {
        Outcome refusal = limited(Duration.ofSeconds(seconds));
        THREE.all().forEach(target -> answers.put(target.name(), refusal));

        Played played = calls(THREE).call("m");

        assertThat(played.isAnswered()).isFalse();
        Set<String> asked = new HashSet<>();
        List<Decision> decisions = played.decisions();
        for (int at = 0; at < decisions.size(); at++) {
            if (decisions.get(at) instanceof Decision.Send send
                    && !asked.add(send.target().name())) {
                assertThat(decisions.get(at - 1)).isInstanceOfSatisfying(Wait.class, wait -> {
                    assertThat(wait.target()).isEqualTo(send.target());
                    assertThat(wait.cause()).isEqualTo(Wait.Cause.RESET);
                });
            }
        }
        assertThat(asked).hasSize(4);
    }

    @Test
    @DisplayName("ask A3: keys that share a model's quota are not gone through, the next attempt is another model")
    void keysOfOneQuota() {
        Targets keys = Targets.of(
                List.of(
                        inGroup(account("k1", "groq", "m", "n"), "org"),
                        inGroup(account("k2", "groq", "m"), "org"),
                        inGroup(account("k3", "groq", "m"), "org")),
                Map.of("first-m", List.of("m", "n")));
        answers.put("k1/m", limited(MINUTE));

        assertThat(calls(keys).call("first-m").sentTo()).containsExactly("k1/m", "k1/n");
    }

    @Test
    @DisplayName("ask A3: where nothing is said of a shared quota, the account's other models come before its siblings")
    void keysOfTheirOwn() {
        Targets keys = targets(account("k1", "groq", "m", "n"), account("k2", "groq", "m"));
        answers.put("k1/m", limited(MINUTE));

        assertThat(calls(keys).call("m").sentTo()).containsExactly("k1/m", "k1/n");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 7, 60, 240})
    @DisplayName("ask A4: in steady traffic a target that always limits gets one attempt per cooldown")
    void oneAttemptPerCooldown(long hintSeconds) {
        Duration span = hintSeconds == 0 ? Duration.ofMinutes(5) : Duration.ofSeconds(hintSeconds);
        answers.put("g/m", hintSeconds == 0 ? limited() : limited(span));
        VirtualCalls calls = calls(THREE);
        List<Long> askedNanos = new ArrayList<>();

        for (int call = 0; call < 3_600; call++) {
            Played played = calls.call("m");
            if (played.sentTo().contains("g/m")) {
                askedNanos.add(calls.ticker().nanos());
            }
            assertThat(played.isAnswered()).isTrue();
            calls.ticker().advance(Duration.ofSeconds(1));
        }

        assertThat(askedNanos).hasSizeGreaterThan(2);
        for (int at = 1; at < askedNanos.size(); at++) {
            assertThat(askedNanos.get(at) - askedNanos.get(at - 1)).isGreaterThanOrEqualTo(span.toNanos());
        }
    }

    /// The day that the provider names is nine days off, and no cooldown is longer than one.
    @Test
    @DisplayName("ask A6: an account without money gets no attempt of the next call, and is probed until it has some")
    void outOfFunds() {
        Outcome broke = new Outcome.OutOfFunds(
                LimitScope.QUOTA_GROUP, Duration.ofDays(9).toMillis());
        answers.putAll(Map.of("g/m", broke, "g/n", broke));
        VirtualCalls calls = calls(THREE);

        Played first = calls.call("m");
        assertThat(first.sentTo()).containsExactly("g/m", "o/m");
        assertThat(first.attempts().getFirst().cooledNanos())
                .isEqualTo(Duration.ofHours(24).toNanos());
        assertThat(calls.call("m").sentTo()).containsExactly("o/m");
        assertThat(calls.call("n").sentTo()).containsExactly("o/m");

        assertThat(attemptsAt("g", calls, Duration.ofDays(2))).isBetween(20, 41);
        answers.clear();
        assertThat(attemptsAt("g", calls, Duration.ofHours(2))).isPositive();
        assertThat(calls.call("m").sentTo()).containsExactly("g/m");
    }

    @Test
    @DisplayName("ask A7: money that is gone is one attempt, no retry and the next account at once")
    void fundsAreNoThrottling() {
        answers.put("g/m", new Outcome.OutOfFunds(LimitScope.QUOTA_GROUP, Outcome.UNSAID));

        Played played = calls(THREE).call("m");

        assertThat(played.sentTo()).containsExactly("g/m", "o/m");
        assertThat(played.waits()).isEmpty();
    }

    @Test
    @DisplayName("ask A8: three failures that nobody understands bench a target for a few seconds")
    void notUnderstood() {
        answers.put("g/m", new Outcome.Rejected(false, false));
        VirtualCalls calls = calls(THREE);
        for (int call = 0; call < 3; call++) {
            assertThat(calls.call("m").sentTo()).containsExactly("g/m");
        }

        assertThat(calls.call("m").sentTo()).containsExactly("g/n");
        calls.ticker().advance(Duration.ofSeconds(6));
        assertThat(calls.call("m").sentTo()).startsWith("g/m");
    }

    /// One retry on the same target comes before it, as for every transient failure.
    @Test
    @DisplayName("ask A11: the first overload leads to a fallback, after one retry")
    void overloaded() {
        answers.put("g/m", new Outcome.Overloaded(Outcome.UNSAID));

        Played played = calls(THREE).call("m");

        assertThat(played.sentTo()).containsExactly("g/m", "g/m", "g/n");
        assertThat(played.isAnswered()).isTrue();
    }

    @Test
    @DisplayName("ask A11: a fallback that failed comes back when its own cooldown ends")
    void failedFallback() {
        answers.putAll(Map.of("g/m", limited(Duration.ofHours(1)), "g/n", limited(MINUTE)));
        VirtualCalls calls = calls(THREE);
        assertThat(calls.call("m").sentTo()).containsExactly("g/m", "g/n", "o/m");
        answers.remove("g/n");

        assertThat(calls.call("m").sentTo()).containsExactly("o/m");
        calls.ticker().advance(MINUTE);
        assertThat(calls.call("m").sentTo()).containsExactly("g/n");
    }

    @Test
    @DisplayName("ask A12: a target that a call is too large for is passed over by large calls only, and cools nothing")
    void tooLarge() {
        answers.put("g/m", new Outcome.TooLarge(7_000));
        VirtualCalls calls = calls(THREE);
        Course course = THREE.course("m", List.of());

        assertThat(calls.call(course, promptOf(12_903)).sentTo()).containsExactly("g/m", "g/n");
        answers.clear();
        assertThat(calls.call(course, promptOf(12_903)).sentTo()).containsExactly("g/n");
        assertThat(calls.call(course, promptOf(1_000)).sentTo()).containsExactly("g/m");
        assertThat(calls.cooldowns().running(calls.ticker().nanos())).isEmpty();
    }

    @Test
    @DisplayName("ask A12: where no limit is large enough, the call ends as too large and no wait is promised")
    void tooLargeForAll() {
        THREE.all().forEach(target -> answers.put(target.name(), new Outcome.TooLarge(7_000)));
        VirtualCalls calls = calls(THREE);
        Course course = THREE.course("m", List.of());

        Played first = calls.call(course, promptOf(12_903));
        Played second = calls.call(course, promptOf(12_903));

        assertThat(first.sentTo()).hasSize(4).doesNotHaveDuplicates();
        assertThat(second.sentTo()).isEmpty();
        for (Played played : List.of(first, second)) {
            assertThat(played.giveUp().reason()).isEqualTo(Reason.TOO_LARGE);
            assertThat(played.giveUp().retryAfterNanos()).isZero();
            assertThat(played.waits()).isEmpty();
        }
    }

    @Test
    @DisplayName("ask A13: a target that named 9m38.016s is passed over for 579 s, and another one answers")
    void minutesAndSeconds() {
        answers.put("g/m", new Outcome.RateLimited(LimitScope.MODEL, Window.DAY, 579_000));
        VirtualCalls calls = calls(THREE);

        Played played = calls.call("m");

        assertThat(played.sentTo()).containsExactly("g/m", "g/n");
        assertThat(played.attempts().getFirst().trail()).isEqualTo("g/m=rate-limited(579s)");
        long untilNanos = calls.ticker().nanos()
                - Duration.ofMillis(10).toNanos()
                + Duration.ofSeconds(579).toNanos();
        // Half of it may be doubted by one request, which ask B15 is about.
        assertThat(attemptsAt("g/m", calls, Duration.ofMinutes(4))).isZero();
        assertThat(calls.cooldowns().isCooling(target(THREE, "g/m"), untilNanos - 1))
                .isTrue();
        assertThat(calls.cooldowns().isCooling(target(THREE, "g/m"), untilNanos))
                .isFalse();
    }

    @Test
    @DisplayName("ask A13: where nobody else is left, the call ends with the true 579 s")
    void minutesAndSecondsAlone() {
        answers.put("g/m", new Outcome.RateLimited(LimitScope.MODEL, Window.DAY, 579_000));

        Played played = calls(targets(account("g", "groq", "m"))).call("m");

        assertThat(played.sentTo()).containsExactly("g/m");
        assertThat(played.giveUp().reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(played.giveUp().retryAfterNanos())
                .isEqualTo(Duration.ofSeconds(579).toNanos());
    }

    @Test
    @DisplayName("ask A15: a tool call that a model could not form goes to the next one with tools, and cools nothing")
    void failedGeneration() {
        answers.put("g/m", new Outcome.Rejected(true));
        VirtualCalls calls = calls(THREE);

        Played played = calls.call(THREE.course("m", List.of()), new Needs(Set.of(Feature.CHAT, Feature.TOOLS), 0, 0));

        assertThat(played.sentTo()).containsExactly("g/m", "g/n");
        assertThat(calls.cooldowns().running(calls.ticker().nanos())).isEmpty();
    }

    @Test
    @DisplayName("ask A16: an account whose key was refused comes back by itself")
    void refusedKey() {
        answers.put("g/m", new Outcome.Unauthorized(LimitScope.ACCOUNT));
        VirtualCalls calls = calls(THREE);

        assertThat(calls.call("m").sentTo()).containsExactly("g/m", "o/m");
        answers.clear();
        assertThat(calls.call("n").sentTo()).containsExactly("o/m");
        calls.ticker().advance(Duration.ofMinutes(10));
        assertThat(calls.call("n").sentTo()).containsExactly("g/n");
    }

    @Test
    @DisplayName("ask A16: a permission that one model lacks blocks that target and never its account")
    void missingPermission() {
        answers.put("g/m", new Outcome.Unauthorized(LimitScope.ACCOUNT_MODEL));
        VirtualCalls calls = calls(THREE);

        assertThat(calls.call("m").sentTo()).containsExactly("g/m", "g/n");
        assertThat(calls.call("m").sentTo()).containsExactly("g/n");
    }

    /// How many attempts at targets of this name a call every half minute makes.
    private static int attemptsAt(String name, VirtualCalls calls, Duration span) {
        int attempts = 0;
        long endNanos = calls.ticker().nanos() + span.toNanos();
        while (endNanos - calls.ticker().nanos() > 0) {
            attempts += (int) calls.call("m").sentTo().stream()
                    .filter(target -> target.startsWith(name))
                    .count();
            calls.ticker().advance(Duration.ofSeconds(30));
        }
        return attempts;
    }

    private static Needs promptOf(long tokens) {
        return new Needs(Set.of(Feature.CHAT), tokens, 0);
    }

    private VirtualCalls calls(Targets targets) {
        return new VirtualCalls(
                targets, FailoverPolicy.defaults(), (target, _) -> answers.getOrDefault(target.name(), OK));
    }
}

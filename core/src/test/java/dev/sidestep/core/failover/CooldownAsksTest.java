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
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Needs;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.failover.Decision.Bound;
import dev.sidestep.core.failover.Decision.GiveUp;
import dev.sidestep.core.failover.Decision.Reason;
import dev.sidestep.core.failover.Decision.Send;
import dev.sidestep.core.health.HealthState;
import dev.sidestep.core.selection.Knowledge;
import dev.sidestep.core.selection.Skip;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What users ask of the reach of a cooldown, and of the end of a call when everything cools: theme B.
class CooldownAsksTest {
    private static final Targets TWO = targets(account("g", "groq", "m", "n"), account("o", "openai", "m"));
    private static final Targets KEYS =
            targets(account("k1", "groq", "m"), account("k2", "groq", "m"), account("k3", "groq", "m"));

    /// What each target answers from now on; [Outcomes#OK] where nothing is said.
    private final Map<String, Outcome> answers = new HashMap<>();

    @Test
    @DisplayName("ask B1: a limit of one model leaves the account's other model for the very next call")
    void otherModel() {
        answers.put("g/m", limited());
        VirtualCalls calls = calls(TWO);
        calls.call("m");

        assertThat(calls.call("n").sentTo()).containsExactly("g/n");
    }

    @Test
    @DisplayName("ask B2: a limit of one key leaves the others in rotation, and it gets nothing until it ends")
    void otherKeys() {
        answers.put("k1/m", limited(Duration.ofMinutes(1)));
        VirtualCalls calls = calls(KEYS);
        assertThat(calls.call("m").sentTo()).containsExactly("k1/m", "k2/m");
        answers.clear();

        for (int second = 0; second < 59; second++) {
            assertThat(calls.call("m").sentTo()).containsExactly("k2/m");
            calls.ticker().advance(Duration.ofMillis(990));
        }
        answers.put("k2/m", limited(Duration.ofMinutes(1)));
        assertThat(calls.call("m").sentTo()).containsExactly("k2/m", "k3/m");
        calls.ticker().advance(Duration.ofSeconds(2));
        assertThat(calls.call("m").sentTo()).containsExactly("k1/m");
    }

    @Test
    @DisplayName("ask B7: each failed attempt of one call cools its own target")
    void everyAttemptCools() {
        TWO.all().forEach(target -> answers.put(target.name(), limited()));
        VirtualCalls calls = calls(TWO, deadline(Duration.ofSeconds(10)));

        calls.call("m");

        assertThat(calls.cooldowns().running(calls.ticker().nanos()))
                .extracting(cooldown -> cooldown.target().name())
                .containsExactlyInAnyOrder("g/m", "g/n", "o/m");
    }

    @Test
    @DisplayName("ask B7: each failed attempt of one call counts for its target's health, retries too")
    void everyAttemptCounts() {
        TWO.all().forEach(target -> answers.put(target.name(), FAULT));
        VirtualCalls calls = calls(TWO);

        calls.call("m");

        assertThat(TWO.all())
                .allSatisfy(target -> assertThat(calls.known()
                                .health()
                                .state(target, calls.ticker().nanos()))
                        .extracting(HealthState::attempts, HealthState::failures)
                        .containsExactly(2, 2));
    }

    static List<Arguments> endsOfTheCallersOwn() {
        return List.of(
                Arguments.of(new Outcome.TimedOut("deadline")),
                Arguments.of(new Outcome.TimedOut("first content")),
                Arguments.of(new Outcome.TimedOut("connect")),
                Arguments.of(new Outcome.Cancelled()));
    }

    @ParameterizedTest
    @MethodSource("endsOfTheCallersOwn")
    @DisplayName("ask B9: a thousand calls that give a target a millisecond, or leave, change nothing of its health")
    void shortDeadlines(Outcome end) {
        Knowledge known = Known.nothing();
        long nowNanos = 0;
        for (int call = 0; call < 1_000; call++) {
            Failover failover = failover(known, deadline(Duration.ofMillis(1)), nowNanos);
            Send send = (Send) failover.start(nowNanos);
            assertThat(send.target()).hasToString("g/m");
            nowNanos += send.timeoutNanos();
            assertThat(failover.ended(end, "", nowNanos)).isInstanceOf(GiveUp.class);
        }

        assertThat(known.cooldowns().running(nowNanos)).isEmpty();
        assertThat(known.health().state(target(TWO, "g/m"), nowNanos)).isEqualTo(HealthState.UNKNOWN);
    }

    @Test
    @DisplayName(
            "ask B18: when everything cools, the wait is the soonest end of what this caller may use, and each is told")
    void trueRetryAfter() {
        Targets mixed = targets(
                account("g", "groq", "m", "n"),
                Account.of(
                        "blind", Catalogues.provider("anthropic"), List.of(Catalogues.model("x", 0, 0, Feature.CHAT))),
                account("o", "openai", "m"));
        answers.putAll(Map.of(
                "g/m", limited(Duration.ofSeconds(90)),
                "g/n", limited(Duration.ofSeconds(40)),
                "blind/x", limited(Duration.ofSeconds(15)),
                "o/m", limited(Duration.ofSeconds(60))));
        VirtualCalls calls = calls(mixed, deadline(Duration.ofSeconds(10)));
        calls.call("m");

        Played seeing = calls.call(mixed.course("m", List.of()), new Needs(Set.of(Feature.CHAT, Feature.VISION), 0, 0));
        Played listed = calls.call(mixed.course("auto", List.of("o/m")), Needs.chat());

        // The call before it took four attempts of 10 ms, two of them after this one's end was told.
        assertThat(seeing.sentTo()).isEmpty();
        assertThat(Duration.ofNanos(seeing.giveUp().retryAfterNanos()))
                .isBetween(Duration.ofSeconds(40).minusMillis(20), Duration.ofSeconds(40));
        assertThat(Duration.ofNanos(listed.giveUp().retryAfterNanos()))
                .isBetween(Duration.ofSeconds(60).minusMillis(20), Duration.ofSeconds(60));
        assertThat(seeing.giveUp().skipped())
                .extracting(skip -> skip.target().name())
                .contains("g/m", "g/n", "blind/x", "o/m");
        assertThat(seeing.giveUp().skipped())
                .filteredOn(skip -> !skip.target().name().equals("blind/x"))
                .hasOnlyElementsOfType(Skip.Cooling.class);
    }

    @Test
    @DisplayName("ask B19, fault 61: a reset that fits the deadline is waited for, and the call succeeds")
    void waitsForTheFirst() {
        VirtualCalls calls = new VirtualCalls(TWO, FailoverPolicy.defaults(), (target, now) -> {
            boolean isOver =
                    target.name().equals("o/m") && now > Duration.ofSeconds(39).toNanos();
            return isOver ? OK : limited(Duration.ofSeconds(target.name().equals("o/m") ? 40 : 90));
        });

        Played played = calls.call("m");

        assertThat(played.sentTo()).containsExactly("g/m", "g/n", "o/m", "o/m");
        assertThat(played.waits())
                .singleElement()
                .satisfies(wait -> assertThat(wait.target()).hasToString("o/m"));
        assertThat(played.isAnswered()).isTrue();
    }

    @Test
    @DisplayName("fault 61: a reset that does not fit ends the call at once with the exact wait")
    void refusesWithTheExactWait() {
        KEYS.all().forEach(target -> answers.put(target.name(), limited(Duration.ofSeconds(40))));
        VirtualCalls calls = calls(KEYS, deadline(Duration.ofSeconds(30)));

        Played played = calls.call("m");

        assertThat(played.waits()).isEmpty();
        assertThat(played.giveUp().reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(played.giveUp().bound()).isEqualTo(Bound.DEADLINE);
        // The first key was limited two attempts, of 10 ms each, ago.
        assertThat(played.giveUp().retryAfterNanos())
                .isEqualTo(Duration.ofMillis(39_980).toNanos());
    }

    static Stream<Arguments> causes() {
        Outcome key = new Outcome.Unauthorized(LimitScope.ACCOUNT);
        Outcome money = new Outcome.OutOfFunds(LimitScope.ACCOUNT, Outcome.UNSAID);
        return Stream.of(
                Arguments.of(key, key, Reason.UNAUTHORIZED),
                Arguments.of(money, money, Reason.OUT_OF_FUNDS),
                Arguments.of(key, money, Reason.OUT_OF_FUNDS),
                Arguments.of(key, limited(), Reason.RATE_LIMITED),
                Arguments.of(money, limited(), Reason.RATE_LIMITED));
    }

    @ParameterizedTest
    @MethodSource("causes")
    @DisplayName("ask B20: keys and money are told from limits, also by the calls that find everything cooling")
    void trueReason(Outcome first, Outcome others, Reason reason) {
        answers.putAll(Map.of("k1/m", first, "k2/m", others, "k3/m", others));
        VirtualCalls calls = calls(KEYS, deadline(Duration.ofSeconds(30)));

        assertThat(calls.call("m").giveUp().reason()).isEqualTo(reason);
        Played next = calls.call("m");
        assertThat(next.sentTo()).isEmpty();
        assertThat(next.giveUp().reason()).isEqualTo(reason);
    }

    private static FailoverPolicy deadline(Duration span) {
        return FailoverPolicy.builder().deadline(span).build();
    }

    private static Failover failover(Knowledge known, FailoverPolicy policy, long nowNanos) {
        return new Failover(
                policy,
                Known.selection(TWO, TWO.course("m", List.of()), Needs.chat(), known),
                new Random(1),
                true,
                nowNanos);
    }

    private VirtualCalls calls(Targets targets) {
        return calls(targets, FailoverPolicy.defaults());
    }

    private VirtualCalls calls(Targets targets, FailoverPolicy policy) {
        return new VirtualCalls(targets, policy, (target, _) -> answers.getOrDefault(target.name(), OK));
    }
}

package dev.sidestep.core.failover;

import static dev.sidestep.core.testing.Catalogues.ANTHROPIC;
import static dev.sidestep.core.testing.Catalogues.GROQ;
import static dev.sidestep.core.testing.Catalogues.OPENAI;
import static dev.sidestep.core.testing.Catalogues.account;
import static dev.sidestep.core.testing.Catalogues.anthropic;
import static dev.sidestep.core.testing.Catalogues.gemini;
import static dev.sidestep.core.testing.Catalogues.groq;
import static dev.sidestep.core.testing.Catalogues.limited;
import static dev.sidestep.core.testing.Catalogues.names;
import static dev.sidestep.core.testing.Catalogues.openai;
import static dev.sidestep.core.testing.Catalogues.target;
import static dev.sidestep.core.testing.Catalogues.targets;
import static dev.sidestep.core.testing.Outcomes.OK;
import static dev.sidestep.core.testing.Outcomes.limited;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Window;
import dev.sidestep.core.failover.Decision.Bound;
import dev.sidestep.core.failover.Decision.Move;
import dev.sidestep.core.failover.Decision.Reason;
import dev.sidestep.core.selection.Targets;
import dev.sidestep.core.testing.VirtualCalls;
import dev.sidestep.core.testing.VirtualCalls.Played;
import dev.sidestep.core.testing.VirtualCalls.Upstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The scenarios of the specification's section 8 that concern the engine, with requests counted at
/// the upstream.
class ScenariosTest {
    private static final String FIRST = GROQ.getFirst();
    private static final String SECOND = GROQ.get(1);

    private final List<String> requests = new ArrayList<>();

    /// 1
    @Test
    void oneLimitCostsTwoRequests() {
        Played played = calls(targets(groq()), limiting(FIRST)).call(FIRST);

        assertThat(played.isAnswered()).isTrue();
        assertThat(requests).containsExactly("groq-free/" + FIRST, "groq-free/" + SECOND);
    }

    /// 2
    @Test
    void whenAllOfGroqIsLimitedTheEighteenthAttemptIsAnsweredByOpenai() {
        Played played = calls(targets(groq(), openai(), anthropic()), limiting(List.of(GROQ)))
                .call(FIRST);

        assertThat(played.isAnswered()).isTrue();
        assertThat(requests).hasSize(18).startsWith(names("groq-free", GROQ).toArray(String[]::new));
        assertThat(requests.getLast()).isEqualTo("openai/gpt-4o");
        assertThat(played.sends().getLast().move()).isEqualTo(Move.PROVIDER);
    }

    /// 3
    @Test
    void theSameCallAtOnceSendsNothingToTheCoolingModel() {
        VirtualCalls calls = calls(targets(groq()), limiting(FIRST));
        calls.call(FIRST);
        requests.clear();

        Played again = calls.call(FIRST);

        assertThat(again.isAnswered()).isTrue();
        assertThat(requests).containsExactly("groq-free/" + SECOND);
    }

    /// 4
    @Test
    void aWaitOfSixtySecondsEndsAfterSixtySeconds() {
        VirtualCalls calls = calls(
                targets(groq()),
                (target, _) ->
                        requests.isEmpty() && target.model().id().equals(FIRST) ? limited(Duration.ofSeconds(60)) : OK);
        calls.call(FIRST);
        long limitedAt = calls.ticker().nanos();

        calls.ticker().advanceTo(limitedAt + Duration.ofSeconds(59).toNanos());
        Played tooEarly = calls.call(FIRST);
        calls.ticker().advanceTo(limitedAt + Duration.ofSeconds(65).toNanos());
        Played later = calls.call(FIRST);

        assertThat(tooEarly.sentTo()).containsExactly("groq-free/" + SECOND);
        assertThat(later.sentTo()).containsExactly("groq-free/" + FIRST);
    }

    /// 5
    @Test
    void anthropicAnswersTheTwentyFifthAttempt() {
        Targets all = targets(groq(), openai(), anthropic());
        Played played = calls(all, limiting(List.of(GROQ, OPENAI))).call(FIRST);

        assertThat(played.isAnswered()).isTrue();
        assertThat(requests).hasSize(17 + 7 + 1);
        assertThat(requests.getLast()).isEqualTo("anthropic/" + ANTHROPIC.getFirst());
    }

    /// 6
    @Test
    void whenAllTwentyNineAreLimitedTwentyFiveAreTried() {
        Targets all = targets(groq(), openai(), anthropic());
        Played played = calls(all, limiting(List.of(GROQ, OPENAI, ANTHROPIC))).call(FIRST);

        assertThat(all.size()).isEqualTo(29);
        assertThat(requests).hasSize(25).doesNotHaveDuplicates();
        assertThat(played.giveUp().bound()).isEqualTo(Bound.MAX_ATTEMPTS);
        assertThat(played.giveUp().reason()).isEqualTo(Reason.RATE_LIMITED);
    }

    /// 7
    @Test
    void twoAttemptsPerProviderAndThenTheNextProvider() {
        Targets both = targets(limited(groq(), 2), limited(openai(), 2));
        Played played = calls(both, limiting(List.of(GROQ))).call(FIRST);

        assertThat(requests).containsExactly("groq-free/" + FIRST, "groq-free/" + SECOND, "openai/gpt-4o");
        assertThat(played.sends().getLast().move()).isEqualTo(Move.PROVIDER);
    }

    /// 8
    @Test
    void onlyGroqWithTwoLimitedModelsGivesUpAfterTwo() {
        Targets two = targets(account("groq-free", "groq", FIRST, SECOND));
        Played played = calls(two, limiting(List.of(GROQ))).call(FIRST);

        assertThat(requests).hasSize(2);
        assertThat(played.giveUp().reason()).isEqualTo(Reason.RATE_LIMITED);
        long firstFreeIn = Duration.ofMinutes(15).minusMillis(10).toNanos();
        assertThat(played.giveUp().retryAfterNanos()).isEqualTo(firstFreeIn);
    }

    /// 9
    @Test
    void geminiAnswersWhenGroqAndOpenaiAreLimited() {
        Played played = calls(targets(groq(), openai(), gemini()), limiting(List.of(GROQ, OPENAI)))
                .call(FIRST);

        assertThat(played.isAnswered()).isTrue();
        assertThat(requests).hasSize(25);
        assertThat(requests.getLast()).isEqualTo("gemini/gemini-2.5-flash");
    }

    /// 10
    @Test
    void anotherAccountOfTheSameTypeComesAfterTheFirst() {
        Targets both = targets(account("groq-free", "groq", "a", "b"), account("groq-paid", "groq", "a", "b"));
        Upstream upstream =
                (target, _) -> target.account().name().equals("groq-free") ? limited(Duration.ofMinutes(15)) : OK;

        Played played = calls(both, upstream).call("b");

        assertThat(requests).containsExactly("groq-free/b", "groq-free/a", "groq-paid/a");
        assertThat(played.sends().getLast().move()).isEqualTo(Move.ACCOUNT);
    }

    /// 12
    @Test
    void aDailyTokenLimitCoolsThatModelForItsSecondsRoundedUp() {
        Targets groq = targets(groq());
        VirtualCalls calls = calls(
                groq,
                (target, _) -> target.model().id().equals(FIRST)
                        ? new Outcome.RateLimited(LimitScope.MODEL, Window.DAY, 1_100_589)
                        : OK);

        calls.call(FIRST);

        long limitedAt = calls.ticker().nanos() - Duration.ofMillis(10).toNanos();
        assertThat(calls.cooldowns().running(limitedAt)).singleElement().satisfies(cooldown -> {
            assertThat(cooldown.remainingSeconds(limitedAt)).isEqualTo(1101);
            assertThat(cooldown.key().toString()).isEqualTo("model:groq-free/" + FIRST);
        });
        assertThat(calls.cooldowns().isCooling(target(groq, "groq-free/" + SECOND), limitedAt))
                .isFalse();
    }

    private VirtualCalls calls(Targets targets, Upstream upstream) {
        return new VirtualCalls(targets, FailoverPolicy.defaults(), (target, nowNanos) -> {
            Outcome outcome = upstream.answer(target, nowNanos);
            requests.add(target.name());
            return outcome;
        });
    }

    private static Upstream limiting(String model) {
        return limiting(List.of(List.of(model)));
    }

    private static Upstream limiting(List<List<String>> models) {
        return (target, _) ->
                models.stream().anyMatch(each -> each.contains(target.model().id()))
                        ? limited(Duration.ofMinutes(15))
                        : OK;
    }
}

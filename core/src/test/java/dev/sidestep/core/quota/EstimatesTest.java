package dev.sidestep.core.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sidestep.core.Account;
import dev.sidestep.core.Counting;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Model;
import dev.sidestep.core.Needs;
import dev.sidestep.core.Prompt;
import dev.sidestep.core.Provider;
import dev.sidestep.core.Target;
import dev.sidestep.core.testing.Catalogues;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimatesTest {
    private static final Counting UNRESERVED =
            new Counting(Counting.BUCKETS.shortWindows(), Counting.BUCKETS.longWindows(), false, false);

    private final Estimates estimates = new Estimates();
    private final Target reserving = target("groq", Counting.BUCKETS, "m", 8_192);
    private final Target unreserving = target("anthropic", UNRESERVED, "m", 8_192);

    @DisplayName("At first a token is four bytes, and what is no text counts as it is")
    @Test
    void theFirstGuess() {
        assertThat(estimates.demand(reserving, needs(4_001, 100, 50))).isEqualTo(new Demand(1_101, 50));
    }

    @DisplayName(
            "The output is what the caller asked for where the provider reserves it, and never more than the model's")
    @ParameterizedTest(name = "asked for {0}: reserved {1}, else {2}")
    @CsvSource({"50, 50, 50", "4000, 4000, 256", "20000, 8192, 256", "0, 256, 256"})
    void theOutput(long asked, long reserved, long usual) {
        assertThat(estimates.demand(reserving, needs(0, 0, asked)).outputTokens())
                .isEqualTo(reserved);
        assertThat(estimates.demand(unreserving, needs(0, 0, asked)).outputTokens())
                .isEqualTo(usual);
    }

    @DisplayName("A model's ratio is learned, for every account of that provider type, and no other model's")
    @Test
    void theRatioIsLearned() {
        for (int i = 0; i < 100; i++) {
            estimates.learn(reserving, needs(10_000, 200, 0), new Usage(4_200, 10, 0));
        }

        Target otherAccount = target("groq", Counting.BUCKETS, "m", 0);
        assertThat(inputTokens(reserving, 20_000)).isCloseTo(8_000, within(200L));
        assertThat(inputTokens(otherAccount, 20_000)).isEqualTo(inputTokens(reserving, 20_000));
        assertThat(inputTokens(unreserving, 20_000)).isEqualTo(5_000);
        assertThat(inputTokens(target("groq", Counting.BUCKETS, "n", 0), 20_000))
                .isEqualTo(5_000);
    }

    @DisplayName("The estimate is on the high side of what was seen: at least nine in ten prompts have no more")
    @Test
    void theEstimateIsOnTheHighSide() {
        SplittableRandom random = new SplittableRandom(1);
        int calls = 2_000;
        int missed = 0;
        long estimated = 0;
        long real = 0;
        for (int i = 0; i < calls; i++) {
            long bytes = 500 + random.nextLong(8_000);
            long tokens = Math.round(bytes * (0.24 + 0.08 * random.nextDouble()));
            long thought = inputTokens(reserving, bytes);
            missed += thought < tokens ? 1 : 0;
            estimated += thought;
            real += tokens;
            estimates.learn(reserving, needs(bytes, 0, 0), new Usage(tokens, 10, 0));
        }

        assertThat(missed).isLessThan(calls / 10);
        assertThat((double) estimated / real).isBetween(1.0, 1.2);
        assertThat(estimates.inputErrorShare()).isBetween(0.05, 0.2);
    }

    @DisplayName("Small prompts with a large frame do not spoil the estimate of large ones")
    @Test
    void smallPromptsWeighLittle() {
        for (int i = 0; i < 300; i++) {
            long bytes = i % 20 == 0 ? 28_000 : i % 4 == 0 ? 6_000 : 400;
            estimates.learn(reserving, needs(bytes, 0, 0), new Usage(bytes / 4 + 40, 10, 0));
        }

        assertThat(inputTokens(reserving, 28_000)).isBetween(7_040L, 8_800L);
    }

    @DisplayName("A ratio that no tokenizer has is not believed")
    @ParameterizedTest
    @CsvSource({"9000000000000000000, 1500", "1, 125", "0, 250"})
    void absurdUsageIsBounded(long inputTokens, long expected) {
        for (int i = 0; i < 1_000; i++) {
            estimates.learn(reserving, needs(1_000, 0, 0), new Usage(inputTokens, 0, 0));
        }

        assertThat(inputTokens(reserving, 1_000)).isEqualTo(expected);
    }

    @DisplayName("Absurd sizes do not turn around")
    @Test
    void absurdSizesAreBounded() {
        Demand demand = estimates.demand(reserving, needs(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE));

        assertThat(demand.inputTokens()).isEqualTo(Long.MAX_VALUE);
        assertThat(demand.outputTokens()).isEqualTo(8_192);
        assertThat(demand.totalTokens()).isEqualTo(Long.MAX_VALUE);
    }

    @DisplayName("The usual output is learned, but not from answers that were cut off")
    @Test
    void theUsualOutputIsLearned() {
        for (int i = 0; i < 200; i++) {
            estimates.learn(unreserving, needs(0, 10, 0), new Usage(10, 600, 0));
            estimates.learn(unreserving, needs(0, 10, 5), new Usage(10, 5, 0));
        }

        assertThat(estimates.demand(unreserving, needs(0, 10, 0)).outputTokens())
                .isCloseTo(600, within(10L));
        assertThat(estimates.demand(unreserving, needs(0, 10, 100)).outputTokens())
                .isEqualTo(100);
    }

    @DisplayName("What a refusal says was requested is a sample, the reserved completion taken off")
    @Test
    void aRefusalIsASample() {
        for (int i = 0; i < 100; i++) {
            estimates.learnRequested(reserving, needs(10_000, 0, 1_000), 5_000);
            estimates.learnRequested(unreserving, needs(10_000, 0, 1_000), 5_000);
            estimates.learnRequested(reserving, needs(10_000, 0, 0), 9_999_999);
            estimates.learnRequested(reserving, needs(10_000, 0, 1_000), 999);
        }

        assertThat(inputTokens(reserving, 10_000)).isCloseTo(4_000, within(100L));
        assertThat(inputTokens(unreserving, 10_000)).isCloseTo(5_000, within(100L));
    }

    @DisplayName("ask E6: the estimate's error is a figure, apart for prompts and answers")
    @Test
    void theErrorIsAFigure() {
        assertThat(estimates.inputErrorShare()).isZero();

        estimates.learn(reserving, needs(4_000, 0, 500), new Usage(800, 100, 0));

        assertThat(estimates.inputErrorShare()).isEqualTo(0.25);
        assertThat(estimates.outputErrorShare()).isEqualTo(4);
    }

    @DisplayName("Names that only callers know are bounded: beyond ten thousand nothing is learned")
    @Test
    void modelsAreBounded() {
        for (int i = 0; i <= 10_000; i++) {
            estimates.learn(target("p", Counting.BUCKETS, "m" + i, 0), needs(1_000, 0, 0), new Usage(500, 0, 0));
        }

        assertThat(inputTokens(target("p", Counting.BUCKETS, "m9999", 0), 1_000))
                .isGreaterThan(250);
        assertThat(inputTokens(target("p", Counting.BUCKETS, "m10000", 0), 1_000))
                .isEqualTo(250);
    }

    private long inputTokens(Target target, long textBytes) {
        return estimates.demand(target, needs(textBytes, 0, 1)).inputTokens();
    }

    private static Needs needs(long textBytes, long otherTokens, long maxOutputTokens) {
        return new Needs(Set.of(), new Prompt(textBytes, otherTokens), maxOutputTokens);
    }

    private static Target target(String type, Counting counting, String model, long maxOutputTokens) {
        Model made = Catalogues.model(model, 0, maxOutputTokens, Feature.CHAT);
        Account account = Account.of("a", new Provider(type, type, type, List.of(), counting), List.of(made));
        return new Target(account, made, 0);
    }
}

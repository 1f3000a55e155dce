package dev.sidestep.core.selection;

import static dev.sidestep.core.testing.Catalogues.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Feature;
import dev.sidestep.core.Model;
import dev.sidestep.core.Needs;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FitnessTest {

    @ParameterizedTest
    @CsvSource(
            useHeadersInDisplayName = true,
            value = {
                "window, longest output, prompt, output asked for, fits",
                "   8192,             0,   8191,                0, true",
                "   8192,             0,   8192,                0, false",
                "   8192,             0,  60000,                0, false",
                "   8192,             0,   8000,              192, true",
                "   8192,             0,   8000,              193, false",
                "   8192,           100,   8000,            50000, true",
                "   8192,           200,   8000,            50000, false",
                "      0,             0, 900000,           900000, true",
                "   8192,             0,      0, 9223372036854775807, false",
                "   8192,             0,   8000, 9223372036854775807, false",
                "   8192,             0, 9223372036854775807,      1, false"
            })
    void promptAndCompletionHaveRoomTogether(long window, long longest, long prompt, long asked, boolean fits) {
        Model model = model("m", window, longest, Feature.CHAT);
        Needs needs = new Needs(Set.of(Feature.CHAT), prompt, asked);

        assertThat(Fitness.fits(needs, model, needs.promptTokens())).isEqualTo(fits);
        assertThat(Fitness.misfits(needs, model, needs.promptTokens()).isEmpty())
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @EnumSource(Feature.class)
    void aModelWithoutAFeatureIsUnfitForACallThatNeedsIt(Feature feature) {
        Model with = new Model("with", Set.of(feature), 0, 0, null, dev.sidestep.core.Lifecycle.ACTIVE);
        Model without =
                model("without", 0, 0, EnumSet.complementOf(EnumSet.of(feature)).toArray(Feature[]::new));
        Needs needs = new Needs(Set.of(feature), 0, 0);

        assertThat(Fitness.fits(needs, with, needs.promptTokens())).isTrue();
        assertThat(Fitness.fits(needs, without, needs.promptTokens())).isFalse();
        assertThat(Fitness.misfits(needs, without, needs.promptTokens())).containsExactly("no " + feature.id());
    }

    @Test
    void everyMisfitIsTold() {
        Model model = model("m", 1_000, 0, Feature.CHAT);
        Needs needs = new Needs(Set.of(Feature.CHAT, Feature.VISION, Feature.TOOLS), 2_000, 500);

        assertThat(Fitness.misfits(needs, model, needs.promptTokens()))
                .containsExactly("no vision", "no tools", "context window 1000 < 2500");
    }

    @Test
    void aModelOfWhichNothingIsKnownTakesEveryChatButNoEmbeddings() {
        Set<Feature> chat = EnumSet.complementOf(EnumSet.of(Feature.EMBEDDINGS));

        assertThat(Fitness.fits(new Needs(chat, 1_000_000, 1_000_000), Model.unknown("m"), 1_000_000))
                .isTrue();
        assertThat(Fitness.fits(new Needs(Set.of(Feature.EMBEDDINGS), 0, 0), Model.unknown("m"), 0))
                .isFalse();
    }
}

package dev.sidestep.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.config.ConfiguredAccount;
import dev.sidestep.config.ModelChoice;
import dev.sidestep.core.Account;
import dev.sidestep.core.Counting;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Lifecycle;
import dev.sidestep.core.Model;
import dev.sidestep.core.Provider;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.models.ListedModel;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a provider's list takes out of an account, and adds to it.
class OfferTest {
    private static ConfiguredAccount account(WireFormat wire, String... models) {
        Provider provider = new Provider("groq", "groq", "Groq", List.of(), Counting.UNKNOWN);
        List<Model> known = Arrays.stream(models).map(Model::unknown).toList();
        return new ConfiguredAccount(
                Account.of("groq", provider, known),
                URI.create("http://127.0.0.1:1/v1"),
                null,
                Map.of(),
                List.of(wire),
                true,
                ModelChoice.NONE);
    }

    private static Offer offer(String known, String listed, String kept) {
        List<ListedModel> list =
                Arrays.stream(listed.split(" ")).map(ListedModel::of).toList();
        return Offer.of(account(WireFormat.OPENAI, known.split(" ")), list, kept::equals);
    }

    @Test
    void pinnedVersionIsAddedAndWhatIsNotWantedIsNot() {
        ConfiguredAccount account = account(WireFormat.OPENAI, "a", "b");
        ConfiguredAccount choosy = new ConfiguredAccount(
                account.account(),
                account.baseUrl(),
                null,
                Map.of(),
                account.wires(),
                true,
                new ModelChoice(List.of("new", "a-2026-01-31"), List.of("other", "b")));
        List<ListedModel> list = Arrays.stream("a other new a-2026-01-31 a-2025-01-31".split(" "))
                .map(ListedModel::of)
                .toList();

        Offer offer = Offer.of(choosy, list, _ -> false);

        assertThat(offer.added()).containsExactly("new", "a-2026-01-31");
        assertThat(offer.gone()).isEmpty();
        assertThat(choosy.choice().of(offer.models()))
                .extracting(Model::id)
                .containsExactly("new", "a-2026-01-31", "a");
    }

    @ParameterizedTest(name = "{0} of which {1} are listed")
    @CsvSource({
        // known, listed, named by a route, offered, added, gone
        "a b,a b,-,a b,'',''",
        "a b,b,-,b,'',a",
        "a b,b c,-,b c,c,a",
        "a b,b c,a,a b c,c,''",
        "a b,a-2026-01-01 b,-,a b,'',''",
        "a b,a-latest b,-,a b,'',''",
        "a b,a@20260101 b,-,a b,'',''",
        "a b,a-mini b,-,a b a-mini,a-mini,''",
        "a b,ab b,-,b ab,ab,a",
        "a b,a.1 b,-,b a.1,a.1,a",
        "a b,b a-001 a-1,-,a b a-1,a-1,''",
        "a b,b whisper-9 c,-,b c,c,a",
    })
    void listedModelsStay(String known, String listed, String kept, String offered, String added, String gone) {
        Offer offer = offer(known, listed, kept);

        assertThat(offer.models()).extracting(Model::id).containsExactly(offered.split(" "));
        assertThat(String.join(" ", offer.added())).isEqualTo(added);
        assertThat(String.join(" ", offer.gone())).isEqualTo(gone);
        assertThat(offer.isTrusted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"a b,c d,-", "a b,c d,a", "a,whisper,-"})
    void aListWithoutAnyOfTheCataloguesModelsIsNotTrusted(String known, String listed, String kept) {
        Offer offer = offer(known, listed, kept);

        assertThat(offer.isTrusted()).isFalse();
        assertThat(offer.models()).extracting(Model::id).containsExactly(known.split(" "));
        assertThat(offer.added()).isEmpty();
        assertThat(offer.gone()).isEmpty();
    }

    @Test
    void anEmptyListIsNotTrusted() {
        assertThat(Offer.of(account(WireFormat.OPENAI, "a"), List.of(), _ -> false)
                        .isTrusted())
                .isFalse();
    }

    @Test
    void anAccountOfWhichNothingWasKnownGetsWhatIsListed() {
        Offer offer = Offer.of(account(WireFormat.OPENAI), List.of(ListedModel.of("a")), _ -> false);

        assertThat(offer.isTrusted()).isTrue();
        assertThat(offer.models()).extracting(Model::id).containsExactly("a");
    }

    @Test
    void atMostTwoHundredAreAdded() {
        List<ListedModel> list =
                IntStream.range(0, 300).mapToObj(i -> ListedModel.of("m" + i)).toList();

        Offer offer = Offer.of(account(WireFormat.OPENAI, "m0"), list, _ -> false);

        assertThat(offer.added()).hasSize(200);
        assertThat(offer.models()).hasSize(201);
    }

    @Test
    void anAddedModelIsWhatTheListAndItsWireTell() {
        ListedModel listed = new ListedModel("new", true, 4096, 512, Set.of(Feature.VISION), null, Lifecycle.ACTIVE);

        Model added = Offer.of(account(WireFormat.GEMINI, "a"), List.of(ListedModel.of("a"), listed), _ -> false)
                .models()
                .getLast();

        assertThat(added.contextWindowTokens()).isEqualTo(4096);
        assertThat(added.maxOutputTokens()).isEqualTo(512);
        assertThat(added.features())
                .contains(Feature.CHAT, Feature.TOOLS)
                .doesNotContain(Feature.VISION, Feature.IMAGE_URLS, Feature.PREFILL, Feature.EMBEDDINGS);
    }
}

package dev.sidestep.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PresetTest {
    private static Preset preset(String provider) {
        return Preset.all().stream()
                .filter(each -> each.provider().equals(provider))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyBuiltInProviderHasOne() {
        assertThat(Preset.all())
                .extracting(Preset::provider)
                .doesNotHaveDuplicates()
                .containsAll(BuiltIn.all().keySet());
    }

    @Test
    void modelsThatThePresetProposesAreInTheCatalogueWhereThatKnowsTheProvider() {
        for (Preset preset : Preset.all()) {
            List<String> known = Catalogue.current().of(preset.provider()).stream()
                    .map(model -> model.id())
                    .toList();
            if (!preset.needsModels()) {
                assertThat(known).as(preset.provider()).containsAll(preset.models());
            }
        }
    }

    @Test
    void presetTellsWhatItTakesToAddAnAccount() {
        assertThat(preset("groq").needsModels()).isFalse();
        assertThat(preset("groq").quotas().names())
                .isEqualTo(Map.of("rpm", 30L, "rpd", 1000L, "tpm", 8000L, "tpd", 200000L));
        assertThat(preset("mistral").needsModels()).isTrue();
        assertThat(preset("ollama").keyUrl()).isEmpty();
    }

    @Test
    void everyAddressIsEncryptedOrOfThisMachine() {
        assertThat(Preset.all()).noneMatch(preset -> BaseUrls.isPlainText(preset.baseUrl()));
        assertThat(Preset.all())
                .allMatch(preset -> preset.keyUrl().stream().allMatch(url -> "https".equals(url.getScheme())));
    }
}

package dev.sidestep.wire.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.wire.format.ToolCallMemory.Kept;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentIdsTest {
    @ParameterizedTest
    @CsvSource({"'', mine, mine", "toolu_1, mine, toolu_1", "a b, mine, mine"})
    void theProvidersOwnIdGoesWhereItIsRememberedAndTaken(String known, String clientId, String sent) {
        assertThat(SentIds.of(clientId, remembering(known))).isEqualTo(sent);
    }

    @Test
    void whatIsNotTakenIsAlwaysRewrittenToTheSame() {
        String sent = SentIds.of("functions.f:0", ToolCallMemory.NONE);

        assertThat(sent).matches("call_[A-Za-z0-9]{24}").isEqualTo(SentIds.of("functions.f:0", ToolCallMemory.NONE));
        assertThat(sent).isNotEqualTo(SentIds.of("functions.f:1", ToolCallMemory.NONE));
    }

    private static ToolCallMemory remembering(String providerId) {
        return new ToolCallMemory() {
            @Override
            public void keep(String id, Kept kept) {}

            @Override
            public Optional<Kept> find(String id) {
                return Optional.of(new Kept(providerId, null));
            }
        };
    }
}

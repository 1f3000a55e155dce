package dev.sidestep.wire.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Model;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.ToolCallMemory.Kept;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerIdsTest {
    private static final Opaque SIGNATURE = new Opaque(WireFormat.GEMINI, "google/gemini", "thoughtSignature", "abc");

    private final Map<String, Kept> kept = new HashMap<>();
    private final AnswerIds ids = new AnswerIds(aim("call-1"));

    @Test
    void whatEveryoneTakesStaysAndNeedsNoMemory() {
        assertThat(ids.next("call_abc-1")).isEqualTo("call_abc-1");
        assertThat(ids.count()).isEqualTo(1);
        assertThat(kept).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "fc:1", "0123456789012345678901234567890123456789x"})
    void anyOtherIdGetsOneOfOursAndIsKept(String providerId) {
        String id = ids.next(providerId);

        assertThat(id).matches("call_[A-Za-z0-9]{24}");
        assertThat(kept).containsExactly(Map.entry(id, new Kept(providerId, null)));
    }

    @Test
    void anIdThatWasGivenBeforeIsNotGivenAgain() {
        assertThat(ids.next("a")).isNotEqualTo(ids.next("a"));
        assertThat(kept.values()).containsExactly(new Kept("a", null));
    }

    @Test
    void ourIdsFollowFromTheCallAndThePlace() {
        String first = ids.next("");

        assertThat(new AnswerIds(aim("call-1")).next("")).isEqualTo(first);
        assertThat(new AnswerIds(aim("call-2")).next("")).isNotEqualTo(first);
        assertThat(ids.next("")).isNotEqualTo(first);
    }

    @Test
    void whatTheProviderWantsBackIsKept() {
        String id = ids.next("a", Optional.of(SIGNATURE));

        assertThat(kept).containsExactly(Map.entry(id, new Kept("a", SIGNATURE)));
    }

    private Aim aim(String call) {
        return new Aim(call, "gemini", Model.unknown("m"), "google/m", Set.of(), memory());
    }

    private ToolCallMemory memory() {
        return new ToolCallMemory() {
            @Override
            public void keep(String id, Kept value) {
                kept.put(id, value);
            }

            @Override
            public Optional<Kept> find(String id) {
                return Optional.ofNullable(kept.get(id));
            }
        };
    }
}

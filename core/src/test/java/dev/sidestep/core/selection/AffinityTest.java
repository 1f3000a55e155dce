package dev.sidestep.core.selection;

import static dev.sidestep.core.testing.Catalogues.account;
import static dev.sidestep.core.testing.Catalogues.target;
import static dev.sidestep.core.testing.Catalogues.targets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Needs;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.testing.Known;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AffinityTest {
    private static final long SPAN = 1_000;

    private final Targets targets = targets(account("g", "groq", "a", "b", "c"), account("o", "openai", "x"));
    private final Knowledge known = Known.nothing();
    private final Affinity affinity = new Affinity();

    @Test
    @DisplayName(
            "ask J3: a conversation stays with its target, and returns to its first choice when caches have lapsed")
    void stays() {
        affinity.answered("chat-1", target(targets, "o/x"), SPAN, 0);
        affinity.answered("chat-1", target(targets, "o/x"), SPAN, SPAN / 2);

        assertThat(affinity.of("chat-1", targets, SPAN - 1)).hasValue(target(targets, "o/x"));
        assertThat(affinity.of("chat-1", targets, SPAN)).isEmpty();
        assertThat(affinity.of("chat-2", targets, 0)).isEmpty();
        assertThat(order("chat-1", SPAN - 1)).containsExactly("o/x", "g/b", "g/c", "g/a");
        assertThat(order("chat-2", 0)).containsExactly("g/b", "g/c", "g/a", "o/x");
    }

    @Test
    @DisplayName("ask J4: a target that cools is left at once, since a preference is no filter")
    void leaves() {
        Target seat = target(targets, "o/x");
        affinity.answered("chat-1", seat, SPAN, 0);
        LimitKey key = LimitKey.of(LimitScope.MODEL, seat.account(), seat.model());
        known.cooldowns().cool(new Cooldown(key, Window.DAY, CooldownKind.RATE_LIMIT, seat, 0, SPAN * 9, ""), 0);

        assertThat(order("chat-1", 1)).containsExactly("g/b", "g/c", "g/a");

        affinity.answered("chat-1", target(targets, "g/b"), SPAN, 10);
        assertThat(affinity.of("chat-1", targets, SPAN + 9)).hasValue(target(targets, "g/b"));
    }

    @Test
    @DisplayName("a target that is not on the call's way is not preferred, and a reload may take it away")
    void elsewhere() {
        affinity.answered("chat-1", target(targets, "o/x"), SPAN, 0);
        Course narrow = new Course.Listed(List.of(target(targets, "g/a")));
        Selection selection = Known.selection(targets, narrow, Needs.chat(), known);
        selection.prefer(target(targets, "o/x"));

        assertThat(selection.plan(0)).hasValue(target(targets, "g/a"));
        assertThat(affinity.of("chat-1", targets(account("g", "groq", "a")), 1)).isEmpty();
    }

    @Test
    @DisplayName("only so many conversations are remembered")
    void bounded() {
        for (int i = 0; i < 30_000; i++) {
            affinity.answered("chat-" + i, target(targets, "o/x"), SPAN, 0);
        }

        assertThat(affinity.of("chat-0", targets, 0)).isEmpty();
        assertThat(affinity.of("chat-29999", targets, 0)).isPresent();
    }

    private List<String> order(String conversation, long nowNanos) {
        Course course = targets.course("b", List.of());
        Selection selection = Known.selection(targets, course, Needs.chat(), known);
        affinity.of(conversation, targets, nowNanos).ifPresent(selection::prefer);
        return Stream.generate(() -> selection.plan(nowNanos))
                .takeWhile(Optional::isPresent)
                .map(each -> each.get().name())
                .toList();
    }
}

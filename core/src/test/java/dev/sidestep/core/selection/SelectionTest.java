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
import dev.sidestep.core.cooldown.Cooldowns;
import dev.sidestep.core.testing.Known;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private final Targets targets = targets(
            account("g", "groq", "a", "b", "c", "d"), account("o", "openai", "x", "y"), account("h", "groq", "a"));
    private final Cooldowns cooldowns = new Cooldowns();

    @Test
    void aCallGoesRoundItsAccountThenRoundTheOthers() {
        assertThat(order(selection("g/c"))).containsExactly("g/c", "g/d", "g/a", "g/b", "o/x", "o/y", "h/a");
    }

    @Test
    void aCoolingStartIsPassedOverAndTold() {
        cool("g/c", 10);
        Selection selection = selection("g/c");

        assertThat(selection.select(0)).map(grant -> grant.target().name()).hasValue("g/d");
        assertThat(selection.takeSkipped()).singleElement().isInstanceOfSatisfying(Skip.Cooling.class, skip -> {
            assertThat(skip.target()).hasToString("g/c");
            assertThat(skip.cooldown().untilNanos()).isEqualTo(10);
        });
        assertThat(selection.takeSkipped()).isEmpty();
    }

    @Test
    void whatHappensBetweenTwoSelectionsCountsForTheSecond() {
        Selection selection = selection("g/a");
        selection.select(0);
        cool("g/b", 10);
        assertThat(selection.select(0)).map(grant -> grant.target().name()).hasValue("g/c");

        cooldowns.removeIf(_ -> true, 0);

        assertThat(selection.select(0)).map(grant -> grant.target().name()).hasValue("g/d");
        assertThat(selection.select(0)).map(grant -> grant.target().name()).hasValue("g/b");
    }

    @Test
    void aCooldownThatEndsBetweenTwoSelectionsIsOver() {
        cool("g/b", 10);
        Selection selection = selection("g/a");
        selection.select(0);

        assertThat(selection.select(10)).map(grant -> grant.target().name()).hasValue("g/b");
    }

    @Test
    void cooldownsOutliveTheTargetsTheyWereMadeFor() {
        cool("g/b", 10);
        selection("g/a").select(0);
        Targets reloaded = targets(account("new", "groq", "z"), account("g", "groq", "b", "a"));

        Selection selection =
                Known.selection(reloaded, new Course.Circular(target(reloaded, "g/b")), Needs.chat(), cooldowns);

        assertThat(order(selection)).containsExactly("g/a", "new/z");
    }

    @Test
    void onlySoManySkipsAreToldOfButAllAreMade() {
        List<String> ids = IntStream.range(0, 1_000).mapToObj(id -> "m" + id).toList();
        Targets many = targets(account("g", "groq", ids));
        many.all().subList(0, 999).forEach(target -> cool(target, 10));
        Selection selection =
                Known.selection(many, new Course.Circular(many.all().getFirst()), Needs.chat(), cooldowns);

        assertThat(selection.select(0)).map(Grant::target).hasValue(many.all().getLast());
        assertThat(selection.takeSkipped()).hasSize(32);
    }

    private Selection selection(String start) {
        return Known.selection(targets, new Course.Circular(target(targets, start)), Needs.chat(), cooldowns);
    }

    private static List<String> order(Selection selection) {
        List<String> order = new ArrayList<>();
        Optional<Grant> next = selection.select(0);
        while (next.isPresent()) {
            order.add(next.get().target().name());
            next = selection.select(0);
        }
        return order;
    }

    private void cool(String name, long untilNanos) {
        cool(target(targets, name), untilNanos);
    }

    private void cool(Target target, long untilNanos) {
        LimitKey key = LimitKey.of(LimitScope.MODEL, target.account(), target.model());
        cooldowns.cool(new Cooldown(key, Window.DAY, CooldownKind.RATE_LIMIT, target, 0, untilNanos, ""), 0);
    }
}

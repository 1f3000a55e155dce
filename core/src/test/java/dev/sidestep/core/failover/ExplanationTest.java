package dev.sidestep.core.failover;

import static dev.sidestep.core.testing.Catalogues.account;
import static dev.sidestep.core.testing.Catalogues.limited;
import static dev.sidestep.core.testing.Catalogues.target;
import static dev.sidestep.core.testing.Catalogues.targets;
import static dev.sidestep.core.testing.Outcomes.UNCOOLING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Account;
import dev.sidestep.core.Feature;
import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Model;
import dev.sidestep.core.Needs;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.cooldown.Cooldowns;
import dev.sidestep.core.failover.Decision.Send;
import dev.sidestep.core.selection.Course;
import dev.sidestep.core.selection.Selection;
import dev.sidestep.core.selection.Skip;
import dev.sidestep.core.selection.Targets;
import dev.sidestep.core.testing.Catalogues;
import dev.sidestep.core.testing.Known;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final int WORLDS = 1_000;

    private final Cooldowns cooldowns = new Cooldowns();

    @Test
    void everyTargetThatIsNotTriedHasItsReason() {
        Account groq = Account.of(
                "g",
                Catalogues.provider("groq"),
                List.of(Model.unknown("m"), Catalogues.model("blind", 0, 0, Feature.CHAT), Model.unknown("cold")));
        Targets targets = targets(groq, limited(account("o", "openai", "x", "y"), 1));
        Cooldown cooldown = cooldown(target(targets, "g/cold"));
        cooldowns.cool(cooldown, 0);
        Needs needs = new Needs(Set.of(Feature.CHAT, Feature.VISION), 0, 0);

        Explanation explanation = explain(targets, targets.course("m", List.of()), needs);

        assertThat(explanation.order()).extracting(Target::name).containsExactly("g/m", "o/x");
        assertThat(explanation.skipped())
                .containsExactly(
                        new Skip.Unfit(target(targets, "g/blind"), List.of("no vision")),
                        new Skip.Cooling(target(targets, "g/cold"), cooldown),
                        new Skip.AccountSpent(target(targets, "o/y")));
    }

    @Test
    void aCourseOfTheCallersOwnExplainsNothingBeyondIt() {
        Targets targets = targets(account("g", "groq", "a", "b"), account("o", "openai", "c"));

        Explanation explanation = explain(targets, targets.course("c", List.of("a")), Needs.chat());

        assertThat(explanation.order()).extracting(Target::name).containsExactly("o/c", "g/a");
        assertThat(explanation.skipped()).isEmpty();
    }

    @Test
    void theOrderIsThatOfACallWhoseAttemptsAllFailWithoutCooling() {
        for (long seed = 0; seed < WORLDS; seed++) {
            RandomWorld world = new RandomWorld(seed);
            Targets targets = world.targets();
            Course course = world.course(targets);
            Needs needs = world.needs();
            Cooldowns cooling = new Cooldowns();
            for (int number = world.upTo(targets.size()); number > 0; number--) {
                cooling.cool(world.cooldown(targets, 0), 0);
            }

            Explanation explanation = Explanation.of(Known.selection(targets, course, needs, cooling), 0);

            String name = "seed " + seed;
            assertThat(explanation.order()).as(name).isEqualTo(sent(targets, course, needs, cooling));
            assertThat(explanation.order()).as(name).isEqualTo(naiveOrder(targets, course, needs, cooling));
            assertThat(everyTarget(explanation))
                    .as(name)
                    .doesNotHaveDuplicates()
                    .hasSameElementsAs(new NaiveFailover(targets, course, needs, cooling).reachable());
        }
    }

    private static List<Target> everyTarget(Explanation explanation) {
        List<Target> every = new ArrayList<>(explanation.order());
        explanation.skipped().forEach(skip -> every.add(skip.target()));
        return every;
    }

    private static List<Target> sent(Targets targets, Course course, Needs needs, Cooldowns cooling) {
        FailoverPolicy policy = FailoverPolicy.builder().maxAttempts(1_000).build();
        Selection selection = Known.selection(targets, course, needs, cooling);
        Failover failover = new Failover(policy, selection, new Random(1), true, 0);
        List<Target> sent = new ArrayList<>();
        Decision decision = failover.start(0);
        while (decision instanceof Send send) {
            sent.add(send.target());
            decision = failover.ended(UNCOOLING, "", 0);
        }
        assertThat(new HashSet<>(sent)).hasSameSizeAs(sent);
        return sent;
    }

    private static List<Target> naiveOrder(Targets targets, Course course, Needs needs, Cooldowns cooling) {
        NaiveFailover naive = new NaiveFailover(targets, course, needs, cooling);
        List<Target> order = new ArrayList<>();
        Optional<Target> next = naive.next(0);
        while (next.isPresent()) {
            order.add(next.get());
            naive.sent(next.get());
            next = naive.next(0);
        }
        return order;
    }

    private Explanation explain(Targets targets, Course course, Needs needs) {
        return Explanation.of(Known.selection(targets, course, needs, cooldowns), 0);
    }

    private static Cooldown cooldown(Target target) {
        LimitKey key = LimitKey.of(LimitScope.MODEL, target.account(), target.model());
        return new Cooldown(key, Window.DAY, CooldownKind.RATE_LIMIT, target, 0, 1_000, "");
    }
}

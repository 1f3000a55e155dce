package dev.sidestep.core.selection;

import static dev.sidestep.core.testing.Catalogues.account;
import static dev.sidestep.core.testing.Catalogues.target;
import static dev.sidestep.core.testing.Catalogues.targets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Account;
import dev.sidestep.core.Lifecycle;
import dev.sidestep.core.Model;
import dev.sidestep.core.Price;
import dev.sidestep.core.Target;
import dev.sidestep.core.health.Health;
import dev.sidestep.core.health.HealthPolicy;
import dev.sidestep.core.testing.Catalogues;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RankingTest {
    private static final long SECOND = 1_000_000_000L;

    private final Health health = new Health(HealthPolicy.defaults());

    @Test
    @DisplayName("order: listed goes round as ever")
    void listed() {
        Targets targets = targets(account("g", "groq", "a", "b"), account("o", "openai", "c"));

        assertThat(course(targets, Order.LISTED, "b", List.of()))
                .isEqualTo(new Course.Circular(target(targets, "g/b")));
    }

    @Test
    @DisplayName("order: cheapest tries what was asked for first, then the cheapest, and the unknown price last")
    void cheapest() {
        Targets targets = targets(
                priced("g", "groq", model("dear", "3", "12"), model("cheap", "0.1", "0.4"), Model.unknown("unknown")),
                priced("o", "openai", model("free", "0", "0"), model("middle", "1", "2")));

        assertThat(names(course(targets, Order.CHEAPEST, "dear", List.of())))
                .containsExactly("g/dear", "o/free", "g/cheap", "o/middle", "g/unknown");
        assertThat(names(course(targets, Order.CHEAPEST, "auto", List.of())))
                .containsExactly("o/free", "g/cheap", "o/middle", "g/dear", "g/unknown");
    }

    @Test
    @DisplayName("order: fastest goes by the measured first content, and has the unmeasured measured")
    void fastest() {
        Targets targets = targets(account("g", "groq", "slow", "fast", "new"));
        health.succeeded(target(targets, "g/slow"), 2 * SECOND, 0);
        health.succeeded(target(targets, "g/fast"), SECOND / 10, 0);

        assertThat(names(course(targets, Order.FASTEST, "auto", List.of())))
                .containsExactly("g/new", "g/fast", "g/slow");
    }

    @Test
    @DisplayName("a route keeps to its members, and a caller's own list to its order")
    void lists() {
        Account groq = priced("g", "groq", model("dear", "3", "12"), model("cheap", "1", "1"), model("free", "0", "0"));
        Targets targets = Targets.of(List.of(groq), Map.of("smart", List.of("dear", "cheap")));

        assertThat(names(course(targets, Order.CHEAPEST, "smart", List.of()))).containsExactly("g/cheap", "g/dear");
        assertThat(names(course(targets, Order.CHEAPEST, "dear", List.of("cheap"))))
                .containsExactly("g/dear", "g/cheap");
    }

    private Course course(Targets targets, Order order, String wanted, List<String> own) {
        return targets.course(wanted, own, new Ranking(order, targets.all(), health), SECOND);
    }

    private static List<String> names(Course course) {
        return ((Course.Listed) course).targets().stream().map(Target::name).toList();
    }

    private static Account priced(String name, String type, Model... models) {
        return Account.of(name, Catalogues.provider(type), List.of(models));
    }

    private static Model model(String id, String input, String output) {
        Price price = new Price(new BigDecimal(input), new BigDecimal(output));
        return new Model(id, Model.unknown(id).features(), 0, 0, price, Lifecycle.ACTIVE);
    }
}

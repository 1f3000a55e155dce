package dev.sidestep.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Target;
import dev.sidestep.core.testing.Catalogues;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FairQueueTest {
    private final Target target =
            Catalogues.targets(Catalogues.account("g", "groq", "a")).all().getFirst();
    private final FairQueue queue = new FairQueue();
    private long arrivals;

    @Test
    @DisplayName("ask J1: clients are treated alike by tokens, not by calls")
    void tokensCount() {
        for (int call = 0; call < 20; call++) {
            add("small", 100);
        }
        add("large", 1_000);
        add("large", 1_000);

        List<String> order = serve(14);

        assertThat(order.subList(0, 2)).containsExactly("small", "large");
        assertThat(order.subList(2, 12)).allMatch("small"::equals);
        assertThat(order.subList(12, 14)).contains("large");
    }

    @Test
    @DisplayName("the order that is told is the one in which places are served")
    void inOrder() {
        for (int call = 0; call < 30; call++) {
            add("c" + call % 4, 100 + 37 * call);
        }

        List<String> told =
                queue.inOrder().stream().map(place -> place.standing().client()).toList();

        assertThat(serve(30)).isEqualTo(told);
    }

    @Test
    @DisplayName("ask J2: a client that had its share is served in spite of new clients without end")
    void nobodyStarves() {
        add("old", 1_000);
        serve(1);
        add("old", 1_000);
        List<String> order = new ArrayList<>();
        for (int number = 0; number < 50; number++) {
            add("new" + number, 100);
            order.addAll(serve(1));
        }

        assertThat(order).contains("old");
    }

    @Test
    @DisplayName("a client that comes back has saved up nothing, and owes what it was given")
    void nobodySavesUp() {
        add("idle", 100);
        serve(1);
        for (int call = 0; call < 20; call++) {
            add("busy", 100);
        }
        serve(10);
        add("idle", 100);
        add("idle", 100);
        add("idle", 100);

        assertThat(serve(6)).filteredOn("idle"::equals).hasSize(3);
    }

    @Test
    @DisplayName("clients who do not wait are forgotten")
    void idleClientsAreForgotten() {
        for (int number = 0; number < 10_000; number++) {
            add("c" + number, 1_000 + number % 7);
        }
        serve(10_000);

        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.clients()).isLessThanOrEqualTo(1_000);
    }

    private void add(String client, long tokens) {
        Standing standing = new Standing(Priority.INTERACTIVE, client, tokens);
        queue.add(new Place(new FakeWaiter(standing, target, 0, 1), arrivals++, 0));
    }

    private List<String> serve(int times) {
        List<String> order = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            Place first = Objects.requireNonNull(queue.first());
            queue.remove(first, true);
            order.add(first.standing().client());
        }
        return order;
    }
}

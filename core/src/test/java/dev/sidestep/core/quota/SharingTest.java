package dev.sidestep.core.quota;

import static dev.sidestep.core.quota.QuotaWorld.HOUR;
import static dev.sidestep.core.quota.QuotaWorld.MINUTE;
import static dev.sidestep.core.quota.QuotaWorld.NOW;
import static dev.sidestep.core.quota.QuotaWorld.SECOND;
import static dev.sidestep.core.quota.QuotaWorld.concurrent;
import static dev.sidestep.core.quota.QuotaWorld.key;
import static dev.sidestep.core.quota.QuotaWorld.limit;
import static dev.sidestep.core.quota.QuotaWorld.quotas;
import static dev.sidestep.core.quota.QuotaWorld.target;
import static dev.sidestep.core.quota.QuotaWorld.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Counting;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharingTest {
    private static final long MILLI = SECOND / 1_000;
    private static final QuotaLimit REQUESTS = limit(Unit.REQUESTS, Window.MINUTE, 30);
    private static final QuotaLimit TOKENS = limit(Unit.TOKENS, Window.MINUTE, 100);

    private final Target target = target(Counting.UNKNOWN);

    @Test
    @DisplayName("At once a node takes its even part, and what is left only when all know that it wants it")
    void theRestIsTakenInTurn() {
        Quotas quotas = shared(0, REQUESTS);

        assertThat(taken(quotas, 30, NOW)).isEqualTo(10);
        assertThat(amounts(quotas, NOW)).containsExactly(10L, 0L);
        assertThat(taken(quotas, 30, NOW + 49 * MILLI)).isZero();
        assertThat(taken(quotas, 30, NOW + 50 * MILLI)).isEqualTo(20);
    }

    @Test
    @DisplayName("Who has heard of another's want takes nothing out of turn")
    void wantsAreHeeded() {
        Quotas quotas = shared(0, REQUESTS);
        hear(quotas, Unit.REQUESTS, 0, NOW);

        assertThat(taken(quotas, 1, NOW + SECOND - 1)).isZero();
        assertThat(taken(quotas, 1, NOW + SECOND)).isEqualTo(1);
    }

    @Test
    @DisplayName("In company, the last of a limit is taken in the first half of the own turn")
    void turns() {
        Quotas quotas = shared(1, limit(Unit.REQUESTS, Window.MINUTE, 2));
        hear(quotas, Unit.REQUESTS, 0, NOW);
        assertThat(taken(quotas, 1, NOW)).isZero();
        assertThat(amounts(quotas, NOW)).containsExactly(0L);
        long turnNanos = NOW + 150 * MILLI - Math.floorMod(NOW, 150 * MILLI) + 50 * MILLI;

        assertThat(taken(quotas, 1, turnNanos - 1)).isZero();
        assertThat(taken(quotas, 1, turnNanos + 25 * MILLI)).isZero();
        assertThat(taken(quotas, 1, turnNanos + 24 * MILLI)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    @DisplayName("No two nodes have their turn at once, and each waits for its own")
    void noTwoTurnsAtOnce(int nodes) {
        for (long at = -SECOND; at < SECOND; at += MILLI / 2) {
            long nowNanos = at;
            List<Turns> open = IntStream.range(0, nodes)
                    .mapToObj(place -> new Turns(nodes, place, true, 17))
                    .filter(turns -> turns.waitNanos(nowNanos) == 0)
                    .toList();
            assertThat(open).hasSizeLessThanOrEqualTo(1);
            Turns first = new Turns(nodes, 0, true, 17);
            assertThat(first.waitNanos(at + first.waitNanos(at))).isZero();
        }
    }

    @Test
    @DisplayName("Somebody is woken once, until what was used is taken")
    void wokenOnce() {
        AtomicInteger woken = new AtomicInteger();
        Quotas quotas = shared(0, REQUESTS);
        quotas.onUse(woken::incrementAndGet);
        taken(quotas, 5, NOW);
        assertThat(woken).hasValue(1);

        assertThat(amounts(quotas, NOW)).containsExactly(5L);
        assertThat(woken).hasValue(1);
        taken(quotas, 1, NOW);
        assertThat(woken).hasValue(2);
    }

    @Test
    @DisplayName("What the provider counted in place of an estimate is told as a correction of it")
    void countsOfTheProviderAreTold() {
        Quotas quotas = shared(0, limit(Unit.TOKENS, Window.MINUTE, 3_000));
        Reservation reservation =
                quotas.reserve(target, new Demand(400, 200), NOW).orElseThrow();
        assertThat(amounts(quotas, NOW)).containsExactly(600L);

        reservation.learn(told(Unit.TOKENS, Window.MINUTE, 3_000, 2_900), NOW + 3 * SECOND);
        reservation.settle(new Usage(400, 50, 0), NOW + 4 * SECOND);

        assertThat(amounts(quotas, NOW + 4 * SECOND).stream()
                        .mapToLong(each -> each)
                        .sum())
                .isEqualTo(450 - 600);
    }

    @Test
    @DisplayName("Calls at once are shared as well, and come back when they end")
    void callsAtOnce() {
        Quotas quotas = shared(0, concurrent(6));
        hear(quotas, Unit.CONCURRENT, 5, NOW);
        assertThat(quotas.states(target, NOW).getFirst().remaining()).isEqualTo(1);

        hear(quotas, Unit.CONCURRENT, -3, NOW);
        Reservation reservation = reserve(quotas, NOW);
        assertThat(amounts(quotas, NOW)).containsExactly(1L);
        reservation.settle(Usage.NONE, NOW);
        assertThat(amounts(quotas, NOW)).containsExactly(-1L);
        assertThat(quotas.states(target, NOW + 11 * MINUTE).getFirst().remaining())
                .as("a node that was lost")
                .isEqualTo(6);
    }

    @Test
    @DisplayName(
            "ask E2: nodes that do not hear of each other have a third of the calls at once each, and at least one")
    void partsOfCallsAtOnce() {
        assertThat(taken(parted(concurrent(10)), 10, NOW)).isEqualTo(3);
        assertThat(taken(parted(concurrent(2)), 10, NOW)).isEqualTo(1);
    }

    @Test
    @DisplayName("ask E2: without the others a node has its part of what was left, and of what comes back")
    void partsOfWindows() {
        Quotas quotas = shared(0, REQUESTS);
        hear(quotas, Unit.REQUESTS, 15, NOW);
        quotas.share(new Turns(3, 0, false, 0), NOW);

        assertThat(taken(quotas, 30, NOW)).isEqualTo(5);
        assertThat(taken(quotas, 30, NOW + 2 * MINUTE)).isEqualTo(10);
    }

    @Test
    @DisplayName(
            "A call that is larger than the part goes where nothing is used, and one larger than the limit nowhere")
    void largeCallsGoNevertheless() {
        Quotas quotas = parted(TOKENS);

        assertThat(quotas.room(target, new Demand(101, 0), NOW)).isInstanceOf(Room.Never.class);
        assertThat(quotas.reserve(target, new Demand(60, 0), NOW)).isPresent();
        assertThat(quotas.reserve(target, new Demand(1, 0), NOW)).isEmpty();
    }

    @Test
    @DisplayName("When the nodes find each other, what each really took is told, and the rest is there for all")
    void realUsesAreTold() {
        Quotas quotas = parted(REQUESTS);
        taken(quotas, 10, NOW);
        assertThat(amounts(quotas, NOW)).isEmpty();

        quotas.share(new Turns(3, 0, true, 0), NOW + SECOND);

        assertThat(amounts(quotas, NOW + SECOND)).containsExactly(10L);
        assertThat(quotas.states(target, NOW + SECOND).getFirst().remaining()).isEqualTo(20);
    }

    @Test
    @DisplayName("What a call took that is larger than the part is told in full")
    void largeUsesAreToldInFull() {
        Quotas quotas = parted(TOKENS);
        assertThat(quotas.reserve(target, new Demand(60, 0), NOW)).isPresent();

        quotas.share(new Turns(3, 0, true, 0), NOW + SECOND);

        assertThat(amounts(quotas, NOW + SECOND)).containsExactly(60L);
    }

    @Test
    @DisplayName("What turned out otherwise while the nodes did not hear of each other is told afterwards")
    void correctionsAreToldLater() {
        Quotas quotas = shared(0, TOKENS);
        Reservation reservation = quotas.reserve(target, new Demand(30, 0), NOW).orElseThrow();
        assertThat(amounts(quotas, NOW)).containsExactly(30L);
        quotas.share(new Turns(3, 0, false, 0), NOW + SECOND);
        reservation.settle(new Usage(10, 0, 0), NOW + 2 * SECOND);

        quotas.share(new Turns(3, 0, true, 0), NOW + 3 * SECOND);

        assertThat(amounts(quotas, NOW + 3 * SECOND)).containsExactly(-20L);
    }

    @Test
    @DisplayName("Nodes that lose each other again and again tell once what they took meanwhile")
    void realUsesAreToldOnce() {
        Quotas quotas = parted(REQUESTS);
        long nowNanos = NOW;
        long told = 0;
        taken(quotas, 3, nowNanos);
        for (int flap = 0; flap < 5; flap++) {
            nowNanos += 100 * MILLI;
            quotas.share(new Turns(3, 0, flap % 2 == 0, 0), nowNanos);
            taken(quotas, 1, nowNanos);
            told += amounts(quotas, nowNanos).stream().mapToLong(each -> each).sum();
        }

        assertThat(told)
                .isEqualTo(30 - quotas.states(target, nowNanos).getFirst().remaining());
    }

    @Test
    @DisplayName("What began before a clearing is not told after it: the others have forgotten it as well")
    void whatWasClearedIsNotTold() {
        Quotas quotas = shared(0, TOKENS);
        Reservation told = quotas.reserve(target, new Demand(20, 0), NOW).orElseThrow();
        assertThat(amounts(quotas, NOW)).containsExactly(20L);
        reserve(quotas, NOW);

        quotas.clear(_ -> true);
        told.settle(new Usage(5, 0, 0), NOW + SECOND);

        assertThat(amounts(quotas, NOW + SECOND)).isEmpty();
    }

    @Test
    @DisplayName("What is under way when others join a node is told to them")
    void callsAtOnceFromBeforeAreTold() {
        Quotas quotas = quotas(target, concurrent(6));
        Reservation ends = reserve(quotas, NOW);
        reserve(quotas, NOW);

        quotas.share(new Turns(2, 0, true, 0), NOW);
        assertThat(amounts(quotas, NOW)).containsExactly(2L);

        ends.settle(Usage.NONE, NOW);
        assertThat(amounts(quotas, NOW)).containsExactly(-1L);
    }

    @Test
    @DisplayName("A call that ends is told even where nobody limits calls at once any more")
    void endsAreToldWithoutALimit() {
        Quotas quotas = shared(0, concurrent(6));
        Reservation reservation = reserve(quotas, NOW);
        assertThat(amounts(quotas, NOW)).containsExactly(1L);

        quotas.configure(Map.of());
        reserve(quotas, NOW);
        reservation.settle(Usage.NONE, NOW);

        assertThat(amounts(quotas, NOW)).containsExactly(-1L);
    }

    @Test
    @DisplayName("A common time that is measured anew changes nothing else")
    void anotherOffset() {
        Quotas quotas = shared(0, REQUESTS);
        taken(quotas, 10, NOW);

        quotas.share(new Turns(3, 0, true, 5), NOW);

        assertThat(amounts(quotas, NOW)).containsExactly(10L);
        assertThat(taken(quotas, 30, NOW + 150 * MILLI)).isEqualTo(6);
    }

    private Quotas shared(int place, QuotaLimit limit) {
        Quotas quotas = quotas(target, limit);
        quotas.share(new Turns(3, place, true, 0), NOW - HOUR);
        return quotas;
    }

    private Quotas parted(QuotaLimit limit) {
        Quotas quotas = quotas(target, limit);
        quotas.share(new Turns(3, 0, false, 0), NOW - HOUR);
        return quotas;
    }

    private void hear(Quotas quotas, Unit unit, long amount, long nowNanos) {
        Window window = unit == Unit.CONCURRENT ? Window.UNSPECIFIED : Window.MINUTE;
        quotas.usedElsewhere(target, key(target), unit, window, amount, nowNanos);
    }

    private Reservation reserve(Quotas quotas, long nowNanos) {
        return quotas.reserve(target, new Demand(1, 0), nowNanos).orElseThrow();
    }

    private int taken(Quotas quotas, int times, long nowNanos) {
        int taken = 0;
        for (int i = 0; i < times; i++) {
            taken += quotas.reserve(target, new Demand(1, 0), nowNanos).isPresent() ? 1 : 0;
        }
        return taken;
    }

    private static List<Long> amounts(Quotas quotas, long nowNanos) {
        List<Long> amounts = new ArrayList<>();
        quotas.takeUses((_, _, _, amount) -> amounts.add(amount), nowNanos);
        return amounts;
    }
}

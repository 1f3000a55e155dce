package dev.sidestep.core.quota;

import static dev.sidestep.core.quota.QuotaWorld.MINUTE;
import static dev.sidestep.core.quota.QuotaWorld.NOW;
import static dev.sidestep.core.quota.QuotaWorld.concurrent;
import static dev.sidestep.core.quota.QuotaWorld.key;
import static dev.sidestep.core.quota.QuotaWorld.limit;
import static dev.sidestep.core.quota.QuotaWorld.quotas;
import static dev.sidestep.core.quota.QuotaWorld.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Counting;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The promises that must hold whatever the threads do.
class QuotasConcurrencyTest {
    private static final int THREADS = 200;
    private static final int CALLS_PER_THREAD = 200;

    static Stream<Counting> countings() {
        return Stream.of(Counting.BUCKETS, Counting.UNKNOWN, Counting.BUCKETS.withDaysOf(ZoneOffset.UTC));
    }

    @DisplayName("ask E1: 200 threads never reserve more than 10,000 tokens a minute, and all of it can be had")
    @ParameterizedTest
    @MethodSource("countings")
    void threadsNeverReserveMoreThanTheLimit(Counting counting) throws Exception {
        Target target = target(counting);
        Quotas quotas =
                quotas(target, limit(Unit.TOKENS, Window.DAY, 10_000), limit(Unit.REQUESTS, Window.MINUTE, 1_000_000));

        List<Integer> reserved = inParallel(thread -> {
            int tokens = 0;
            for (int call = 0; call < CALLS_PER_THREAD; call++) {
                int size = 1 + (thread * 7 + call * 3) % 11;
                if (quotas.reserve(target, new Demand(size, 0), NOW).isPresent()) {
                    tokens += size;
                }
            }
            return tokens;
        });

        int sum = reserved.stream().mapToInt(Integer::intValue).sum();
        assertThat(sum).isLessThanOrEqualTo(10_000).isGreaterThan(10_000 - 11);
        assertThat(quotas.states(target, NOW).getFirst().remaining()).isEqualTo(10_000 - sum);
    }

    @DisplayName("ask E1: what threads reserve and settle in any order is the sum of what was used")
    @ParameterizedTest
    @MethodSource("countings")
    void whatThreadsSettleAddsUp(Counting counting) throws Exception {
        Target target = target(counting);
        Quotas quotas = quotas(
                target,
                limit(Unit.TOKENS, Window.DAY, 10_000_000),
                limit(Unit.REQUESTS, Window.DAY, 1_000_000),
                limit(Unit.INPUT_TOKENS, Window.MINUTE, 10_000_000));

        List<Integer> used = inParallel(thread -> {
            int tokens = 0;
            for (int call = 0; call < CALLS_PER_THREAD; call++) {
                Reservation reservation =
                        quotas.reserve(target, new Demand(100, 100), NOW).orElseThrow();
                int real = (thread + call) % 190;
                if (real % 10 == 0) {
                    reservation.refund(NOW);
                } else {
                    reservation.settle(new Usage(real, 0, 0), NOW);
                    tokens += real;
                }
            }
            return tokens;
        });

        assertThat(quotas.states(target, NOW).getFirst().used())
                .isEqualTo(used.stream().mapToInt(Integer::intValue).sum());
        assertThat(quotas.openReservations()).isZero();
    }

    @DisplayName("ask E8: never more under way than the cap, and every place comes back")
    @Test
    void neverMoreUnderWayThanTheCap() throws Exception {
        Target target = target(Counting.BUCKETS);
        Quotas quotas = quotas(target);
        quotas.configure(Map.of(key(LimitScope.ACCOUNT, target), List.of(concurrent(7))));
        AtomicInteger underWay = new AtomicInteger();

        List<Integer> most = inParallel(_ -> {
            int seen = 0;
            for (int call = 0; call < CALLS_PER_THREAD; call++) {
                var reservation = quotas.reserve(target, new Demand(1, 1), NOW);
                if (reservation.isPresent()) {
                    seen = Math.max(seen, underWay.incrementAndGet());
                    underWay.decrementAndGet();
                    reservation.get().settle(Usage.NONE, NOW);
                    reservation.get().settle(Usage.NONE, NOW);
                }
            }
            return seen;
        });

        assertThat(most).allMatch(seen -> seen <= 7);
        assertThat(quotas.states(target, NOW).getFirst().remaining()).isEqualTo(7);
    }

    @DisplayName("Reloads and reports between reservations lose nothing that is under way")
    @Test
    void reloadsLoseNothing() throws Exception {
        Target target = target(Counting.BUCKETS);
        Quotas quotas = quotas(target, limit(Unit.TOKENS, Window.MINUTE, 1_000_000));
        Map<dev.sidestep.core.LimitKey, List<QuotaLimit>> more = Map.of(
                key(target),
                List.of(limit(Unit.TOKENS, Window.MINUTE, 1_000_000), limit(Unit.REQUESTS, Window.DAY, 1_000_000)));

        inParallel(thread -> {
            for (int call = 0; call < CALLS_PER_THREAD; call++) {
                if (thread % 20 == 0) {
                    quotas.configure(more);
                } else {
                    quotas.reserve(target, new Demand(10, 10), NOW + thread * MINUTE / THREADS)
                            .ifPresent(reservation -> reservation.refund(NOW + MINUTE));
                }
            }
            return 0;
        });

        assertThat(quotas.openReservations()).isZero();
        assertThat(quotas.states(target, NOW + MINUTE))
                .extracting(QuotaState::used)
                .containsOnly(0L);
    }

    private interface Work {
        int of(int thread);
    }

    /// What each of the threads came to, all begun at once.
    private static List<Integer> inParallel(Work work) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                Callable<Integer> task = () -> {
                    start.await();
                    return work.of(number);
                };
                results.add(threads.submit(task));
            }
            start.countDown();
            List<Integer> done = new ArrayList<>();
            for (Future<Integer> result : results) {
                done.add(result.get());
            }
            return done;
        }
    }
}

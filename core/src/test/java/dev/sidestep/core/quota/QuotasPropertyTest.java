package dev.sidestep.core.quota;

import static dev.sidestep.core.quota.QuotaWorld.HOUR;
import static dev.sidestep.core.quota.QuotaWorld.NOW;
import static dev.sidestep.core.quota.QuotaWorld.SECOND;
import static dev.sidestep.core.quota.QuotaWorld.concurrent;
import static dev.sidestep.core.quota.QuotaWorld.endsFrom;
import static dev.sidestep.core.quota.QuotaWorld.key;
import static dev.sidestep.core.quota.QuotaWorld.limit;
import static dev.sidestep.core.quota.QuotaWorld.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Counting;
import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What holds in every history of reservations. A failure names its seed; `-Dsidestep.seed=N` plays
/// that one alone.
class QuotasPropertyTest {
    private static final int HISTORIES = 1_000;
    private static final int STEPS = 150;

    @DisplayName("Once every reservation is closed, what is used is the sum of what was settled")
    @Test
    void whatIsUsedIsWhatWasSettled() {
        Seeds.of(HISTORIES).forEach(seed -> new History(seed).play());
    }

    /// Two accounts of one quota group with two models each, within the few hours of one day.
    private static final class History {
        private static final long TOKENS = 40_000;

        private final SplittableRandom random;
        private final String name;
        private final Quotas quotas = new Quotas(endsFrom(Instant.parse("2026-11-21T01:00:00Z")));
        private final List<Target> targets;
        private final List<Held> open = new ArrayList<>();
        private final long[] tokensOfModel = new long[2];
        private final long[] requestsOfModel = new long[2];
        private final boolean isFrozen;
        private long nowNanos = NOW;

        private record Held(Reservation reservation, int model, int account) {}

        History(long seed) {
            random = new SplittableRandom(seed);
            name = "seed " + seed;
            // Buckets give back as time goes, so that their sum stands only while it does not.
            isFrozen = random.nextBoolean();
            Counting counting = isFrozen ? Counting.BUCKETS : Counting.UNKNOWN.withDaysOf(ZoneOffset.UTC);
            targets = List.of(
                    target(counting, "a", "org", "m", 0),
                    target(counting, "a", "org", "n", 1),
                    target(counting, "b", "org", "m", 2),
                    target(counting, "b", "org", "n", 3));
            List<QuotaLimit> limits =
                    List.of(limit(Unit.TOKENS, Window.DAY, TOKENS), limit(Unit.REQUESTS, Window.DAY, 200));
            Map<LimitKey, List<QuotaLimit>> configured = Map.of(
                    key(targets.get(0)), limits,
                    key(targets.get(1)), limits,
                    key(LimitScope.QUOTA_GROUP, targets.get(0)), List.of(limit(Unit.TOKENS, Window.DAY, TOKENS)),
                    key(LimitScope.ACCOUNT, targets.get(0)), List.of(concurrent(3)),
                    key(LimitScope.ACCOUNT, targets.get(2)), List.of(concurrent(2)));
            quotas.configure(configured);
        }

        void play() {
            for (int step = 0; step < STEPS; step++) {
                nowNanos += isFrozen ? 0 : random.nextLong(HOUR / 20);
                if (random.nextInt(3) == 0 && !open.isEmpty()) {
                    close(open.remove(random.nextInt(open.size())));
                } else {
                    reserve();
                }
                assertThat(quotas.openReservations()).as(name).isEqualTo(open.size());
            }
            while (!open.isEmpty()) {
                close(open.removeLast());
            }
            compare();
        }

        private void reserve() {
            int index = random.nextInt(targets.size());
            Target target = targets.get(index);
            Demand demand = new Demand(random.nextLong(2_000), random.nextLong(2_000));
            Room room = quotas.room(target, demand, nowNanos);
            Optional<Reservation> reservation = quotas.reserve(target, demand, nowNanos);
            assertThat(reservation.isPresent()).as(name).isEqualTo(room instanceof Room.Fits);
            reservation.ifPresent(made -> {
                open.add(new Held(made, index % 2, index / 2));
                assertThat(open)
                        .as(name)
                        .filteredOn(held -> held.account() == 0)
                        .hasSizeLessThanOrEqualTo(3);
                assertThat(open)
                        .as(name)
                        .filteredOn(held -> held.account() == 1)
                        .hasSizeLessThanOrEqualTo(2);
            });
        }

        private void close(Held held) {
            int model = held.model();
            Demand demand = held.reservation().demand();
            switch (random.nextInt(3)) {
                case 0 -> held.reservation().refund(nowNanos);
                case 1 -> {
                    held.reservation().keep(nowNanos);
                    tokensOfModel[model] += demand.totalTokens();
                    requestsOfModel[model]++;
                }
                default -> {
                    Usage usage = new Usage(
                            random.nextLong(demand.inputTokens() + 500),
                            random.nextLong(demand.outputTokens() + 500),
                            random.nextLong(300));
                    held.reservation().settle(usage, nowNanos);
                    tokensOfModel[model] += usage.countedTokens();
                    requestsOfModel[model]++;
                }
            }
            held.reservation().settle(new Usage(SECOND, SECOND, 0), nowNanos);
        }

        private void compare() {
            assertThat(quotas.openReservations()).as(name).isZero();
            for (Target target : targets) {
                int model = target.ordinal() % 2;
                for (QuotaState state : quotas.states(target, nowNanos)) {
                    assertThat(state.used())
                            .as("%s: %s of %s", name, state.unit(), state.key())
                            .isEqualTo(expected(state, model));
                }
            }
        }

        private long expected(QuotaState state, int model) {
            return switch (state.unit()) {
                case CONCURRENT -> 0;
                case REQUESTS -> requestsOfModel[model];
                case TOKENS ->
                    Math.min(
                            TOKENS,
                            state.key().scope() == LimitScope.MODEL
                                    ? tokensOfModel[model]
                                    : tokensOfModel[0] + tokensOfModel[1]);
                case INPUT_TOKENS, OUTPUT_TOKENS -> throw new IllegalStateException("not configured: " + state);
            };
        }
    }
}

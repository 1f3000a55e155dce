package dev.sidestep.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The buckets of every organisation and model. Guarded by the simulator's lock.
final class QuotaBook {
    private final Map<Key, Buckets> entries = new BoundedMap<>();

    record Key(String provider, String organization, String model) {}

    Buckets buckets(Key key, Limits limits, long nowNanos) {
        var present = entries.get(key);
        if (present != null && present.limits.equals(limits)) {
            return present;
        }
        var fresh = new Buckets(limits, nowNanos);
        entries.put(key, fresh);
        return fresh;
    }

    void settle(Reservation reservation, long usedTokens, long nowNanos) {
        var buckets = entries.get(new Key(reservation.provider(), reservation.organization(), reservation.model()));
        if (buckets != null) {
            buckets.settle(reservation.tokens() - usedTokens, nowNanos);
        }
    }

    void clear() {
        entries.clear();
    }

    void clear(String provider, String model) {
        entries.keySet()
                .removeIf(key -> key.provider().equals(provider) && key.model().equals(model));
    }

    /// The buckets of one organisation and model.
    static final class Buckets {
        private final Limits limits;
        private final Map<Dimension, TokenBucket> byDimension = new LinkedHashMap<>();

        private Buckets(Limits limits, long nowNanos) {
            this.limits = limits;
            for (var dimension : Dimension.values()) {
                limits.limit(dimension)
                        .ifPresent(limit -> byDimension.put(dimension, new TokenBucket(dimension, limit, nowNanos)));
            }
        }

        /// Takes from every bucket or from none; names the dimension that is free last.
        Admission admit(Key key, long tokens, long nowNanos) {
            for (var bucket : byDimension.values()) {
                if (amount(bucket.dimension(), tokens) > bucket.limit()) {
                    return new Admission.TooLarge(bucket.dimension(), bucket.limit(), tokens, key.organization());
                }
            }
            var last = lastToBeFree(tokens, nowNanos);
            if (last.isPresent()) {
                return refusal(last.get(), key, amount(last.get(), tokens), nowNanos);
            }
            byDimension.forEach((dimension, bucket) -> bucket.take(amount(dimension, tokens), nowNanos));
            var reservation = new Reservation(key.provider(), key.organization(), key.model(), tokens);
            return new Admission.Admitted(reservation, quotas(nowNanos));
        }

        List<Quota> quotas(long nowNanos) {
            return byDimension.values().stream()
                    .map(bucket -> bucket.quota(nowNanos))
                    .toList();
        }

        private void settle(long unusedTokens, long nowNanos) {
            byDimension.forEach((dimension, bucket) -> {
                if (dimension.countsTokens()) {
                    bucket.giveBack(unusedTokens, nowNanos);
                }
            });
        }

        private Optional<Dimension> lastToBeFree(long tokens, long nowNanos) {
            Optional<Dimension> last = Optional.empty();
            long longest = 0;
            for (var entry : byDimension.entrySet()) {
                long wait = entry.getValue().waitNanos(amount(entry.getKey(), tokens), nowNanos);
                if (wait > longest) {
                    longest = wait;
                    last = Optional.of(entry.getKey());
                }
            }
            return last;
        }

        private Admission refusal(Dimension dimension, Key key, long amount, long nowNanos) {
            var bucket = Objects.requireNonNull(byDimension.get(dimension));
            return new Admission.Limited(
                    dimension,
                    bucket.limit(),
                    bucket.used(nowNanos),
                    amount,
                    bucket.waitNanos(amount, nowNanos),
                    key.organization(),
                    quotas(nowNanos));
        }

        private static long amount(Dimension dimension, long tokens) {
            return dimension.countsTokens() ? tokens : 1;
        }
    }
}

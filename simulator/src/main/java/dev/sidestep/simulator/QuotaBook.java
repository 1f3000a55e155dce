package dev.sidestep.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What is used of the limits of every organisation and model. Guarded by the simulator's lock.
final class QuotaBook {
    /// Stands for all models of an organisation; no model is named so.
    private static final String ALL_MODELS = "";

    private final Map<Key, Meters> entries = new BoundedMap<>();
    private final Instant zero;

    /// @param zero the instant of moment 0
    QuotaBook(Instant zero) {
        this.zero = zero;
    }

    private record Key(String provider, String organization, String model) {}

    /// Whose quota a request takes from, and how it is counted.
    record Holder(ProviderSpec provider, String organization, String model, Limits limits, Limits organizationLimits) {
        private Key own() {
            return new Key(provider.name(), organization, model);
        }

        private Key shared() {
            return new Key(provider.name(), organization, ALL_MODELS);
        }
    }

    /// What one request meets: the model's own limits, then those of the organisation.
    Quotas quotas(Holder holder, long nowNanos) {
        var own = meters(holder.own(), holder.limits(), holder.provider().rules(), nowNanos);
        var shared = holder.organizationLimits().isNone()
                ? List.<Meter>of()
                : meters(
                        holder.shared(),
                        holder.organizationLimits(),
                        holder.provider().rules(),
                        nowNanos);
        return new Quotas(holder, own, shared);
    }

    private List<Meter> meters(Key key, Limits limits, QuotaRules rules, long nowNanos) {
        var present = entries.get(key);
        if (present != null && present.limits.equals(limits)) {
            return present.all;
        }
        var fresh = new Meters(limits, new ArrayList<>());
        for (var dimension : Dimension.values()) {
            limits.limit(dimension).ifPresent(limit -> fresh.all.add(meter(dimension, limit, rules, nowNanos)));
        }
        entries.put(key, fresh);
        return fresh.all;
    }

    private Meter meter(Dimension dimension, long limit, QuotaRules rules, long nowNanos) {
        return rules.calendar()
                .<Meter>map(zone -> new CalendarWindow(dimension, limit, zone, zero, nowNanos))
                .orElseGet(() -> new TokenBucket(dimension, limit, nowNanos));
    }

    void settle(Reservation reservation, long usedTokens, long nowNanos) {
        long unused = reservation.tokens() - usedTokens;
        settle(new Key(reservation.provider(), reservation.organization(), reservation.model()), unused, nowNanos);
        settle(new Key(reservation.provider(), reservation.organization(), ALL_MODELS), unused, nowNanos);
    }

    private void settle(Key key, long unusedTokens, long nowNanos) {
        var meters = entries.get(key);
        if (meters != null) {
            meters.all.stream()
                    .filter(meter -> meter.dimension().countsTokens())
                    .forEach(meter -> meter.giveBack(unusedTokens, nowNanos));
        }
    }

    void clear() {
        entries.clear();
    }

    void clear(String provider) {
        entries.keySet().removeIf(key -> key.provider().equals(provider));
    }

    void clear(String provider, String model) {
        entries.keySet()
                .removeIf(key -> key.provider().equals(provider) && key.model().equals(model));
    }

    private record Meters(Limits limits, List<Meter> all) {}

    /// What stands between one request and its admission.
    record Quotas(Holder holder, List<Meter> own, List<Meter> shared) {
        /// Takes from every limit or from none; names the limit that has room last.
        Admission admit(long tokens, long nowNanos) {
            var tooSmall = tooSmallFor(tokens);
            if (tooSmall != null) {
                return new Admission.TooLarge(tooSmall.dimension(), tooSmall.limit(), tokens, holder.organization());
            }
            var last = lastWithRoom(tokens, nowNanos);
            if (last != null) {
                return refusal(last, tokens, nowNanos);
            }
            own.forEach(meter -> meter.take(amount(meter, tokens), nowNanos));
            shared.forEach(meter -> meter.take(amount(meter, tokens), nowNanos));
            var reservation = new Reservation(holder.provider().name(), holder.organization(), holder.model(), tokens);
            return new Admission.Admitted(reservation, told(nowNanos));
        }

        /// Nanoseconds until the request would be admitted; empty where it never is.
        OptionalLong waitNanos(long tokens, long nowNanos) {
            if (tooSmallFor(tokens) != null) {
                return OptionalLong.empty();
            }
            var last = lastWithRoom(tokens, nowNanos);
            return OptionalLong.of(last == null ? 0 : last.waitNanos(amount(last, tokens), nowNanos));
        }

        /// The model's own limits, as headers tell them.
        List<Quota> told(long nowNanos) {
            var told = new ArrayList<Quota>(own.size());
            for (var meter : own) {
                told.add(meter.quota(nowNanos));
            }
            return told;
        }

        private @Nullable Meter tooSmallFor(long tokens) {
            for (var meters : List.of(own, shared)) {
                for (var meter : meters) {
                    if (amount(meter, tokens) > meter.limit()) {
                        return meter;
                    }
                }
            }
            return null;
        }

        private @Nullable Meter lastWithRoom(long tokens, long nowNanos) {
            Meter last = null;
            long longest = 0;
            for (var meters : List.of(own, shared)) {
                for (var meter : meters) {
                    long wait = meter.waitNanos(amount(meter, tokens), nowNanos);
                    if (wait > longest) {
                        longest = wait;
                        last = meter;
                    }
                }
            }
            return last;
        }

        private Admission refusal(Meter meter, long tokens, long nowNanos) {
            long amount = amount(meter, tokens);
            var refusal = new Admission.Limited(
                    meter.dimension(),
                    meter.limit(),
                    meter.used(nowNanos),
                    amount,
                    meter.waitNanos(amount, nowNanos),
                    holder.organization(),
                    shared.contains(meter),
                    told(nowNanos));
            if (holder.provider().rules().countsRefusals()) {
                countRequest(own, nowNanos);
                countRequest(shared, nowNanos);
            }
            return refusal;
        }

        private static void countRequest(List<Meter> meters, long nowNanos) {
            meters.stream()
                    .filter(meter -> !meter.dimension().countsTokens())
                    .forEach(meter -> meter.take(1, nowNanos));
        }

        private static long amount(Meter meter, long tokens) {
            return meter.dimension().countsTokens() ? tokens : 1;
        }
    }
}

package dev.sidestep.core.quota;

/// What one attempt holds of its target's limits until it is known what it used.
///
/// Exactly one of [#settle], [#refund] and [#keep] counts: the first. Thread-safe: guarded by the
/// object itself.
public final class Reservation {
    private final Quotas quotas;
    private final TargetQuotas held;
    private final Demand demand;
    private final long[] counted;
    private final long takenAtNanos;
    private boolean isClosed;

    Reservation(Quotas quotas, TargetQuotas held, Demand demand, long[] counted, long takenAtNanos) {
        this.quotas = quotas;
        this.held = held;
        this.demand = demand;
        this.counted = counted;
        this.takenAtNanos = takenAtNanos;
    }

    /// What was thought to be needed.
    public Demand demand() {
        return demand;
    }

    /// The attempt was answered, or the provider counted it in spite of refusing it ([Usage#NONE]):
    /// the real usage replaces the estimate.
    ///
    /// @return true where room came back, so that somebody who waits for it can be woken
    public synchronized boolean settle(Usage usage, long nowNanos) {
        boolean cameBack = false;
        if (close()) {
            for (int i = 0; i < counted.length; i++) {
                cameBack |= close(i, held.quota(i).amount(usage), nowNanos);
            }
        }
        return cameBack;
    }

    /// The attempt never reached the provider, or the provider refused it without counting it: all
    /// of it comes back.
    ///
    /// @return true where room came back
    public synchronized boolean refund(long nowNanos) {
        boolean cameBack = false;
        if (close()) {
            for (int i = 0; i < counted.length; i++) {
                cameBack |= close(i, 0, nowNanos);
            }
        }
        return cameBack;
    }

    /// Nobody knows what the attempt used: the estimate stays, and only its place among those under
    /// way comes back.
    ///
    /// @return true where room came back
    public synchronized boolean keep(long nowNanos) {
        boolean cameBack = false;
        if (close()) {
            for (int i = 0; i < counted.length; i++) {
                cameBack |= close(i, held.quota(i).unit() == Unit.CONCURRENT ? 0 : counted[i], nowNanos);
            }
        }
        return cameBack;
    }

    private boolean close() {
        if (isClosed) {
            return false;
        }
        isClosed = true;
        quotas.closed();
        return true;
    }

    private boolean close(int index, long real, long nowNanos) {
        return held.quota(index).close(counted[index], real, takenAtNanos, nowNanos);
    }

    /// Takes over what the provider told with the answer to this attempt, whose request it has
    /// counted already. To be called before the reservation is closed; what comes with a refusal
    /// goes to [Quotas#learn] after the refund.
    public synchronized void learn(QuotaReport report, long nowNanos) {
        int index = isClosed ? -1 : held.indexOf(report);
        if (index < 0) {
            quotas.learn(held.target(), report, nowNanos);
        } else if (held.quota(index).learn(report, 1, nowNanos)) {
            Quota quota = held.quota(index);
            long seen = countedByProvider(quota, counted[index], nowNanos);
            counted[index] = quota.recounted(counted[index], seen);
        }
    }

    /// What of this attempt is in the provider's count: not the output where it reserves none, and
    /// no more than all that it counted. The settlement goes on from there.
    private long countedByProvider(Quota quota, long ours, long nowNanos) {
        long seen = held.reservesOutput() ? ours : quota.amount(new Demand(demand.inputTokens(), 0), false);
        return Math.min(seen, quota.meter().used(nowNanos));
    }
}

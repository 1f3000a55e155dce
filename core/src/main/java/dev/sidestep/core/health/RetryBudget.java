package dev.sidestep.core.health;

/// How many doubtful attempts the whole process may still make, which are same-target retries and
/// attempts at targets known to be unhealthy: a share of the calls plus a few a second, so that a
/// dead upstream is not stormed and a quiet application still gets its retries. An attempt at a
/// healthy target is never asked for here.
///
/// Thread-safe; every field is guarded by the object itself.
public final class RetryBudget {
    /// An attempt for every five calls.
    private static final double PER_CALL = 0.2;
    /// And ten a second, whatever the calls.
    private static final double PER_SECOND = 10;
    /// What is not used within about ten seconds is forgotten.
    private static final double MOST = 100;

    private static final double NANOS_PER_SECOND = 1e9;

    private double attempts = MOST;
    private long refilledAtNanos;

    /// A full budget.
    public RetryBudget(long nowNanos) {
        this.refilledAtNanos = nowNanos;
    }

    /// Counts a call.
    public synchronized void recordCall() {
        attempts = Math.min(MOST, attempts + PER_CALL);
    }

    /// Takes one attempt out, if there is one.
    public synchronized boolean reserve(long nowNanos) {
        refill(nowNanos);
        if (attempts < 1) {
            return false;
        }
        attempts -= 1;
        return true;
    }

    /// Calls read the clock on their own, so an older moment may come after a newer one: it must
    /// not open the same span again.
    private void refill(long nowNanos) {
        long sinceNanos = nowNanos - refilledAtNanos;
        if (sinceNanos > 0) {
            attempts = Math.min(MOST, attempts + sinceNanos / NANOS_PER_SECOND * PER_SECOND);
            refilledAtNanos = nowNanos;
        }
    }
}

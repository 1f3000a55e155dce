package dev.sidestep.simulator;

/// A bucket with continuous refill, as Groq and OpenAI have it: the wait of a request is
/// `(used + requested - limit) / limit x window`. Not thread-safe: its owner guards it.
final class TokenBucket {
    // The only state is the moment at which nothing would be used any more. What is used now is the way
    // to that moment, measured in windows. So refill needs no timer, and no error adds up over time.
    private final Dimension dimension;
    private final long limit;
    private long unusedAtNanos;

    TokenBucket(Dimension dimension, long limit, long nowNanos) {
        this.dimension = dimension;
        this.limit = limit;
        this.unusedAtNanos = nowNanos;
    }

    Dimension dimension() {
        return dimension;
    }

    long limit() {
        return limit;
    }

    /// Nanoseconds until `amount` fits; 0 when it fits now. Never comes true when `amount` exceeds the limit.
    long waitNanos(long amount, long nowNanos) {
        return Math.max(0, backlogNanos(nowNanos) + costNanos(amount) - dimension.windowNanos());
    }

    void take(long amount, long nowNanos) {
        unusedAtNanos = nowNanos + backlogNanos(nowNanos) + costNanos(amount);
    }

    /// Gives back what was reserved and not used; a negative amount takes what was used on top.
    void giveBack(long amount, long nowNanos) {
        unusedAtNanos = nowNanos + Math.max(0, backlogNanos(nowNanos) - costNanos(amount));
    }

    /// Rounded up, as providers show it; may exceed the limit after a [#giveBack] of a negative amount.
    long used(long nowNanos) {
        return (long) Math.ceil(backlogNanos(nowNanos) * (double) limit / dimension.windowNanos());
    }

    Quota quota(long nowNanos) {
        return new Quota(dimension, limit, Math.max(0, limit - used(nowNanos)), backlogNanos(nowNanos));
    }

    private long backlogNanos(long nowNanos) {
        return Math.max(0, unusedAtNanos - nowNanos);
    }

    // Rounded down: `limit` requests at once must fit, whatever the limit divides the window into.
    private long costNanos(long amount) {
        return (long) (amount * (double) dimension.windowNanos() / limit);
    }
}

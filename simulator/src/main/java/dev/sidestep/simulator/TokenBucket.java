package dev.sidestep.simulator;

/// A bucket with continuous refill, as Groq and OpenAI have it: the wait of a request is
/// `(used + requested - limit) / limit x window`. Not thread-safe: its owner guards it.
final class TokenBucket implements Meter {
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

    @Override
    public Dimension dimension() {
        return dimension;
    }

    @Override
    public long limit() {
        return limit;
    }

    @Override
    public long waitNanos(long amount, long nowNanos) {
        return Math.max(0, backlogNanos(nowNanos) + costNanos(amount) - dimension.windowNanos());
    }

    @Override
    public void take(long amount, long nowNanos) {
        unusedAtNanos = nowNanos + backlogNanos(nowNanos) + costNanos(amount);
    }

    @Override
    public void giveBack(long amount, long nowNanos) {
        unusedAtNanos = nowNanos + Math.max(0, backlogNanos(nowNanos) - costNanos(amount));
    }

    /// Rounded up, as providers show it.
    @Override
    public long used(long nowNanos) {
        return (long) Math.ceil(backlogNanos(nowNanos) * (double) limit / dimension.windowNanos());
    }

    @Override
    public long untilFullNanos(long nowNanos) {
        return backlogNanos(nowNanos);
    }

    private long backlogNanos(long nowNanos) {
        return Math.max(0, unusedAtNanos - nowNanos);
    }

    // Rounded down: `limit` requests at once must fit, whatever the limit divides the window into.
    private long costNanos(long amount) {
        return (long) (amount * (double) dimension.windowNanos() / limit);
    }
}

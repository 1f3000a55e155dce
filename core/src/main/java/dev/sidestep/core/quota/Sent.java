package dev.sidestep.core.quota;

/// How much of what a node told of its use the others may not have heard yet. Amounts are kept in two generations, each
/// as long as it takes to be heard, so an amount counts for one to two such spans.
///
/// Not thread-safe: its [Sharing] guards it.
final class Sent {
    private long young;
    private long old;
    private long agedAtNanos;

    Sent(long nowNanos) {
        agedAtNanos = nowNanos;
    }

    void add(long amount, long nowNanos) {
        age(nowNanos);
        young = Amounts.added(young, amount);
    }

    long unheard(long nowNanos) {
        age(nowNanos);
        return Amounts.added(young, old);
    }

    private void age(long nowNanos) {
        long generations = (nowNanos - agedAtNanos) / Announcement.KNOWN_AFTER_NANOS;
        if (generations < 1) {
            return;
        }
        old = generations == 1 ? young : 0;
        young = 0;
        agedAtNanos += generations * Announcement.KNOWN_AFTER_NANOS;
    }
}

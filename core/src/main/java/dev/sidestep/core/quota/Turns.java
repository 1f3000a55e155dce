package dev.sidestep.core.quota;

import java.time.Duration;

/// The turns that nodes take who share limits: time is cut into slots, and each belongs to one of them. Immutable.
///
/// Nobody begins anything in the second half of a slot, so that what was taken in the first half is known everywhere
/// when the next one begins.
///
/// @param nodes how many there are, this one among them; at least 1
/// @param place this one's place among them, from 0
/// @param isConnected whether they hear of each other
/// @param offsetNanos what is to be added to the ticker's nanoseconds for a moment that all nodes call the same
public record Turns(int nodes, int place, boolean isConnected, long offsetNanos) {
    /// A node that shares nothing.
    public static final Turns ALONE = new Turns(1, 0, true, 0);

    private static final long SLOT_NANOS = Duration.ofMillis(50).toNanos();
    private static final long BEGINNING_NANOS = SLOT_NANOS / 2;

    public Turns {
        if (nodes < 1 || place < 0 || place >= nodes) {
            throw new IllegalArgumentException("place " + place + " of " + nodes + " nodes");
        }
    }

    boolean isAlone() {
        return nodes == 1;
    }

    /// Until this node's turn; 0 while it may begin something.
    long waitNanos(long nowNanos) {
        long cycleNanos = nodes * SLOT_NANOS;
        long passedNanos = Math.floorMod(nowNanos + offsetNanos - place * SLOT_NANOS, cycleNanos);
        return passedNanos < BEGINNING_NANOS ? 0 : cycleNanos - passedNanos;
    }
}

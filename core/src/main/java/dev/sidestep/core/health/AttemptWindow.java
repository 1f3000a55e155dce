package dev.sidestep.core.health;

import java.util.Arrays;

/// Attempts and failures within a sliding window, counted in twelfths of it. Not thread-safe.
final class AttemptWindow {
    private static final int SLOTS = 12;

    private final long slotNanos;
    private final long originNanos;
    private final int[] attempts = new int[SLOTS];
    private final int[] failures = new int[SLOTS];
    private long newestSlot;
    private int attemptsInWindow;
    private int failuresInWindow;

    /// An empty window that begins now.
    AttemptWindow(long windowNanos, long nowNanos) {
        slotNanos = Math.max(1, windowNanos / SLOTS);
        originNanos = nowNanos;
    }

    /// Counts an attempt.
    void record(boolean isFailure, long nowNanos) {
        slideTo(nowNanos);
        int slot = Math.floorMod(newestSlot, SLOTS);
        attempts[slot]++;
        attemptsInWindow++;
        if (isFailure) {
            failures[slot]++;
            failuresInWindow++;
        }
    }

    /// Forgets what has left the window. Attempts read the clock on their own, so an older moment
    /// may come after a newer one: it counts in the newest slot.
    void slideTo(long nowNanos) {
        long slot = (nowNanos - originNanos) / slotNanos;
        if (slot - newestSlot >= SLOTS) {
            clear();
            newestSlot = slot;
        }
        while (newestSlot < slot) {
            newestSlot++;
            int reused = Math.floorMod(newestSlot, SLOTS);
            attemptsInWindow -= attempts[reused];
            failuresInWindow -= failures[reused];
            attempts[reused] = 0;
            failures[reused] = 0;
        }
    }

    /// Forgets everything.
    void clear() {
        Arrays.fill(attempts, 0);
        Arrays.fill(failures, 0);
        attemptsInWindow = 0;
        failuresInWindow = 0;
    }

    int attempts() {
        return attemptsInWindow;
    }

    int failures() {
        return failuresInWindow;
    }
}

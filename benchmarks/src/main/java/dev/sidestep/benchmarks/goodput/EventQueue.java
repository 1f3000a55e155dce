package dev.sidestep.benchmarks.goodput;

import java.util.Arrays;

/// What is to happen, soonest first; at the same moment in the order in which it was added. A binary heap in plain
/// arrays.
/// Not thread-safe.
final class EventQueue {
    private static final int FIRST_CAPACITY = 1_024;

    private long[] at = new long[FIRST_CAPACITY];
    private long[] order = new long[FIRST_CAPACITY];
    private Event[] events = new Event[FIRST_CAPACITY];
    private int size;
    private long added;

    /// Something that happens.
    @FunctionalInterface
    interface Event {
        void happen(long nowNanos);
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// The soonest moment; the end of time when there is none.
    long nextNanos() {
        return size == 0 ? Long.MAX_VALUE : at[0];
    }

    void add(long atNanos, Event event) {
        if (size == at.length) {
            at = Arrays.copyOf(at, 2 * size);
            order = Arrays.copyOf(order, 2 * size);
            events = Arrays.copyOf(events, 2 * size);
        }
        int hole = size++;
        long number = added++;
        while (hole > 0) {
            int parent = (hole - 1) / 2;
            if (isBefore(at[parent], order[parent], atNanos, number)) {
                break;
            }
            move(parent, hole);
            hole = parent;
        }
        put(hole, atNanos, number, event);
    }

    /// Takes the soonest event out, and lets it happen.
    void happenNext() {
        long atNanos = at[0];
        var event = events[0];
        size--;
        if (size > 0) {
            sink(at[size], order[size], events[size]);
        }
        event.happen(atNanos);
    }

    private void sink(long atNanos, long number, Event event) {
        int hole = 0;
        while (2 * hole + 1 < size) {
            int child = 2 * hole + 1;
            if (child + 1 < size && isBefore(at[child + 1], order[child + 1], at[child], order[child])) {
                child++;
            }
            if (isBefore(atNanos, number, at[child], order[child])) {
                break;
            }
            move(child, hole);
            hole = child;
        }
        put(hole, atNanos, number, event);
    }

    private void move(int from, int to) {
        put(to, at[from], order[from], events[from]);
    }

    private void put(int place, long atNanos, long number, Event event) {
        at[place] = atNanos;
        order[place] = number;
        events[place] = event;
    }

    private static boolean isBefore(long atNanos, long number, long otherAtNanos, long otherNumber) {
        return atNanos != otherAtNanos ? atNanos < otherAtNanos : number < otherNumber;
    }
}

package dev.sidestep.core;

/// A source of monotonic time. The core itself never asks one; the shells around it do, and tests advance their own.
@FunctionalInterface
public interface Ticker {
    /// Nanoseconds since an arbitrary moment. Only differences mean something; compare by subtraction.
    long nanos();

    /// The running machine's monotonic clock.
    static Ticker system() {
        return System::nanoTime;
    }
}

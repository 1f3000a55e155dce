package dev.sidestep.core;

import java.time.LocalDate;

/// Whether a provider still offers a model.
public sealed interface Lifecycle {
    /// Offered, with no end announced.
    Lifecycle ACTIVE = new Active();

    /// Offered, with no end announced.
    record Active() implements Lifecycle {}

    /// Still offered; the provider announced its end.
    ///
    /// @param shutdown the announced last day
    record Deprecated(LocalDate shutdown) implements Lifecycle {}

    /// No longer offered.
    ///
    /// @param since the day it was switched off
    record Retired(LocalDate since) implements Lifecycle {}
}

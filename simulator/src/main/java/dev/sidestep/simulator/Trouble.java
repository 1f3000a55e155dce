package dev.sidestep.simulator;

/// What an error that a fault sends is about; each wire says it in its own words.
public enum Trouble {
    /// Nothing but its status.
    STATUS,
    /// The model has too much to do.
    OVERLOADED,
    /// A limit of the account, met after the answer had begun.
    LIMITED
}

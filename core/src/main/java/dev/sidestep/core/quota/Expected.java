package dev.sidestep.core.quota;

/// What an attempt will take, as far as anybody can tell before it is answered. Immutable.
///
/// @param likely what is reserved for it
/// @param most what it can take at most: the answer as long as the caller, or else the model, allows; as `likely` where
///     neither sets a bound
public record Expected(Demand likely, Demand most) {}

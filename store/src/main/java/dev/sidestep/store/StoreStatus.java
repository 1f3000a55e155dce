package dev.sidestep.store;

/// How the store is doing. Immutable.
///
/// @param isWell true where what is recorded is also written
/// @param trouble what is wrong, for people; empty where nothing is
/// @param queued how many records wait to be written
/// @param lagMillis how long the oldest of them has waited
/// @param written how many records were written since the start
/// @param lost how many were given up since the start, because too many waited
/// @param quarantined how many files were put aside since the start because they could not be trusted
public record StoreStatus(
        boolean isWell, String trouble, long queued, long lagMillis, long written, long lost, int quarantined) {}

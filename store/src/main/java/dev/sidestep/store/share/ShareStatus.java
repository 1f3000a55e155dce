package dev.sidestep.store.share;

/// How the talk between nodes is doing. Immutable.
///
/// @param isConnected whether this node hears the others, and they hear it
/// @param trouble why not, or what the server refuses, as a sentence for people; empty where all is well
/// @param nodes how many nodes there are, this one among them, as far as is known
/// @param ignored how much that others said or left was not understood or refused
/// @param dropped how many changes were not told because they could not be at the time
/// @param sent messages sent
/// @param received messages of other nodes received
/// @param lastRoundTripMicros how long the last message took to the server and back; 0 before the first
public record ShareStatus(
        boolean isConnected,
        String trouble,
        int nodes,
        long ignored,
        long dropped,
        long sent,
        long received,
        long lastRoundTripMicros) {}

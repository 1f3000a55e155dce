package dev.sidestep.store.ledger;

/// A target that a decision passed over, and why. Immutable.
///
/// @param target `account/model`
/// @param why in the words of `explain`: `cooling`, `no-room`, `unfit`, …
/// @param detail what more is to be told, such as until when; may be empty
public record Skipped(String target, String why, String detail) {}

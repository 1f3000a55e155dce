package dev.sidestep.wire.json;

/// A top-level field of a body and where its bytes are: its name from `nameFrom` (the opening quote), its value from
/// `valueFrom` up to `valueTo`.
public record BodyField(String name, int nameFrom, int valueFrom, int valueTo) {}

package dev.sidestep.wire.openai;

/// A top-level field of a body and where its bytes are: its name from `nameFrom` (the opening quote), its value from
/// `valueFrom` up to `valueTo`.
record BodyField(String name, int nameFrom, int valueFrom, int valueTo) {}

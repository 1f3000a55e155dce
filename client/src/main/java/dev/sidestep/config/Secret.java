package dev.sidestep.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A credential that cannot be printed by accident: its text is `***` everywhere but in
/// [#reveal()]. Immutable.
///
/// Not a record, since a record would print it, and not serialisable.
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /// A secret of this text, without the white space around it.
    ///
    /// @throws IllegalArgumentException when it is blank, or holds characters that cannot travel in
    ///     an HTTP header; the message does not quote it
    public static Secret of(String text) {
        String value = text.strip();
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a secret must not be empty");
        }
        if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("a secret must be one line of printable ASCII characters");
        }
        return new Secret(value);
    }

    /// The secret itself, for the one place that sends it.
    public String reveal() {
        return value;
    }

    /// Whether both hold the same text, in a time that does not depend on where they differ.
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(bytes(), that.bytes());
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }

    private byte[] bytes() {
        return value.getBytes(StandardCharsets.US_ASCII);
    }
}

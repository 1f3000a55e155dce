package dev.sidestep.gateway.config;

import dev.sidestep.config.Secret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// Where the key comes from with which stored credentials are sealed. Immutable.
public sealed interface VaultKey {
    /// Bytes of the key.
    int BYTES = 32;

    /// What is expected, in words.
    String EXPECTED = "expected 32 bytes as base64 or hex, such as `openssl rand -base64 32` prints";

    /// The operator gave it.
    ///
    /// @param text whose bytes are [#bytes(Secret)]
    record Given(Secret text) implements VaultKey {}

    /// It stands in a file, which is made at the first use.
    record InFile(Path file) implements VaultKey {}

    /// Nobody told where it could be.
    record Nowhere() implements VaultKey {}

    /// A key that nobody knows, for what ends with the process.
    static VaultKey random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Given(Secret.of(HexFormat.of().formatHex(bytes)));
    }

    /// The bytes of a key that is written as base64 or hex; empty where it is none.
    static Optional<byte[]> bytes(Secret text) {
        String written = text.reveal();
        try {
            byte[] bytes = written.length() == 2 * BYTES
                    ? HexFormat.of().parseHex(written)
                    : Base64.getDecoder().decode(written);
            return Optional.of(bytes).filter(key -> key.length == BYTES);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}

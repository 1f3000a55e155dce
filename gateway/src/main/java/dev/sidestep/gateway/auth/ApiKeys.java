package dev.sidestep.gateway.auth;

import dev.sidestep.config.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keys that callers may show. Holds their hashes, never the keys. Immutable.
public final class ApiKeys {
    private final Map<ByteBuffer, byte[]> hashes = new HashMap<>();

    /// These keys.
    public ApiKeys(List<Secret> keys) {
        for (Secret key : keys) {
            byte[] hash = sha256(key.reveal());
            hashes.put(ByteBuffer.wrap(hash), hash);
        }
    }

    /// True where there is no key, and so nothing to show.
    public boolean isEmpty() {
        return hashes.isEmpty();
    }

    /// Who shows this key: its hash, as text. Empty where it is none of the keys. Takes a time that
    /// says nothing about the keys.
    public Optional<String> callerOf(String key) {
        byte[] shown = sha256(key);
        byte[] known = hashes.get(ByteBuffer.wrap(shown));
        return known != null && MessageDigest.isEqual(known, shown)
                ? Optional.of(HexFormat.of().formatHex(shown))
                : Optional.empty();
    }

    /// True where a caller's key is one of these.
    boolean has(String caller) {
        return hashes.containsKey(ByteBuffer.wrap(HexFormat.of().parseHex(caller)));
    }

    /// What [#callerOf(String)] tells of whoever shows this key.
    public static String callerOf(Secret key) {
        return HexFormat.of().formatHex(sha256(key.reveal()));
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

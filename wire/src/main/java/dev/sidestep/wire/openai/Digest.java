package dev.sidestep.wire.openai;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Short names for long texts: the same text has the same one, and two texts hardly ever share one.
final class Digest {
    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private Digest() {}

    /// Letters and digits for a text.
    ///
    /// @param count how many; at most 32, since each stands for a byte of the digest
    static String letters(String text, int count) {
        byte[] digest = sha256(text);
        StringBuilder letters = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            letters.append(LETTERS.charAt((digest[i] & 0xff) % LETTERS.length()));
        }
        return letters.toString();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

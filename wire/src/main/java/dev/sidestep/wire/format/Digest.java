package dev.sidestep.wire.format;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Short names for long texts: the same text has the same one, and two texts hardly ever share one.
public final class Digest {
    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int ID_LENGTH = 24;

    private Digest() {}

    /// Letters and digits for a text.
    ///
    /// @param count how many; at most 32, since each stands for a byte of the digest
    public static String letters(String text, int count) {
        byte[] digest = sha256(text);
        StringBuilder letters = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            letters.append(LETTERS.charAt((digest[i] & 0xff) % LETTERS.length()));
        }
        return letters.toString();
    }

    /// The id of a tool call for a text: one that every provider and every client takes.
    public static String callId(String text) {
        return "call_" + letters(text, ID_LENGTH);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

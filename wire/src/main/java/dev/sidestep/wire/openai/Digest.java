package dev.sidestep.wire.openai;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Short names for long texts: the same text has the same one, and two texts hardly ever share one.
final class Digest {
    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(LETTERS.length());

    private Digest() {}

    /// Letters and digits for a text.
    ///
    /// @param count how many; at most 40, beyond which they would not depend on the text any more
    static String letters(String text, int count) {
        BigInteger rest = new BigInteger(1, sha256(text));
        StringBuilder letters = new StringBuilder(count);
        while (letters.length() < count) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            letters.append(LETTERS.charAt(parts[1].intValue()));
            rest = parts[0];
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

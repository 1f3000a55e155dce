package dev.sidestep.store.sql;

import dev.sidestep.store.ledger.Place;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Who called whom: four names that calls and attempts have in common, and that are written once.
/// Immutable.
record Party(Place place, String client) {
    /// Its number in every database, 0 or more. It follows from the names alone, so that nobody
    /// hands numbers out: nodes agree on it, and what is copied from a damaged file fits.
    long number() {
        String names = String.join("\0", place.provider(), place.account(), place.model(), client);
        return ByteBuffer.wrap(sha256(names)).getLong() & Long.MAX_VALUE;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

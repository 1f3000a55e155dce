package dev.sidestep.store.sql;

import dev.sidestep.store.ledger.Cost.UnitPrice;
import dev.sidestep.store.ledger.Place;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// Who called whom at which price: what calls and attempts have in common, and what is written
/// once. Immutable.
///
/// @param knownPrice null for a call, and where it is unknown
record Party(Place place, String client, @Nullable UnitPrice knownPrice) {
    /// Its number in every database, 0 or more. It follows from the rest alone, so that nobody
    /// hands numbers out: nodes agree on it, and what is copied from a damaged file fits.
    long number() {
        String names = String.join("\0", place.provider(), place.account(), place.model(), client);
        return ByteBuffer.wrap(sha256(names + price())).getLong() & Long.MAX_VALUE;
    }

    private String price() {
        return knownPrice == null ? "" : "\0" + knownPrice.inputNanoUsd() + "\0" + knownPrice.outputNanoUsd();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

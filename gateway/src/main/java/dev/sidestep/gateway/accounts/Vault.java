package dev.sidestep.gateway.accounts;

import dev.sidestep.config.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals secrets with AES-256-GCM, so that they can stand in a file. Each is bound to its owner:
/// sealed for one, it opens for no other. Thread-safe.
final class Vault {
    private static final String ALGORITHM = "AES";
    private static final String CIPHER = "AES/GCM/NoPadding";

    /// Says how the rest is sealed, for whoever seals in another way one day.
    private static final String PREFIX = "aes-256-gcm:";

    /// Drawn at random for each secret: with a few thousand of them under one key, no two are the
    /// same.
    private static final int NONCE_BYTES = 12;

    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /// @param key 32 bytes
    Vault(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /// The secret as a text that only this key opens, for this owner.
    String seal(Secret secret, String owner) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, owner).doFinal(bytes(secret.reveal()));
            byte[] both = ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return PREFIX + Base64.getEncoder().encodeToString(both);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("AES-GCM does not work here", broken);
        }
    }

    /// The secret that was sealed for this owner; empty where the key, the owner or a byte of it is
    /// another.
    Optional<Secret> open(String sealed, String owner) {
        if (!sealed.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] both = Base64.getDecoder().decode(sealed.substring(PREFIX.length()));
            byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
            byte[] opened =
                    cipher(Cipher.DECRYPT_MODE, nonce, owner).doFinal(both, NONCE_BYTES, both.length - NONCE_BYTES);
            return Optional.of(Secret.of(new String(opened, StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String owner) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(bytes(owner));
        return cipher;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

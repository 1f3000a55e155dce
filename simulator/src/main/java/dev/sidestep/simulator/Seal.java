package dev.sidestep.simulator;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What binds opaque state to its issuer: a provider, an account and a model. What it signed is known again without
/// being kept; what another seal signed, or what was changed since, is not. Immutable.
record Seal(String provider, String account, String model) {
    private static final SecretKeySpec KEY =
            new SecretKeySpec("a simulator keeps no secrets".getBytes(StandardCharsets.UTF_8), "HmacSHA256");

    /// The signature of a text, in the alphabet of base64.
    String sign(String text) {
        try {
            var mac = Mac.getInstance(KEY.getAlgorithm());
            mac.init(KEY);
            var sealed = String.join("\n", provider, account, model, text);
            return Base64.getEncoder().encodeToString(mac.doFinal(sealed.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    boolean signed(String text, String signature) {
        return sign(text).equals(signature);
    }

    /// A token that carries its own text, for state that travels alone; in the alphabet of base64.
    String token(String text) {
        return Base64.getEncoder().encodeToString((text + "\n" + sign(text)).getBytes(StandardCharsets.UTF_8));
    }

    /// Whether a token came from this seal, for this text.
    boolean issued(String text, String token) {
        return token(text).equals(token);
    }

    /// Whether a token came from this seal, whatever its text.
    boolean issued(String token) {
        try {
            var parts = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8).split("\n", -1);
            return parts.length == 2 && signed(parts[0], parts[1]);
        } catch (IllegalArgumentException _) {
            return false; // not base64
        }
    }
}

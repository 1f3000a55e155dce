package dev.sidestep.wire.gemini;

import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ToolCallMemory.Kept;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The ids by which a client knows the tool calls of one answer: the provider's where every client's format takes them,
/// else some of our own, named after the call. What a client cannot bring back is remembered. Not thread-safe.
final class CallIds {
    private static final Pattern FITTING = Pattern.compile("[A-Za-z0-9_-]{1,40}");
    private static final int OWN_CHARS = 24;

    private final Aim aim;
    private final Set<String> taken = new HashSet<>();
    private int given;

    CallIds(Aim aim) {
        this.aim = aim;
    }

    /// How many ids were given.
    int given() {
        return given;
    }

    /// The next tool call's id.
    ///
    /// @param providerId the provider's own; empty where it gave none
    /// @param signature what the provider wants back with the call, or null
    String give(String providerId, @Nullable Opaque signature) {
        boolean fits = FITTING.matcher(providerId).matches() && taken.add(providerId);
        String id = fits ? providerId : own(given);
        given++;
        if (!fits || signature != null) {
            aim.memory().keep(id, new Kept(providerId, signature));
        }
        return id;
    }

    private String own(int index) {
        byte[] seed = (aim.call() + "\n" + index).getBytes(StandardCharsets.UTF_8);
        return "call_" + HexFormat.of().formatHex(hash(seed)).substring(0, OWN_CHARS);
    }

    private static byte[] hash(byte[] seed) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(seed);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

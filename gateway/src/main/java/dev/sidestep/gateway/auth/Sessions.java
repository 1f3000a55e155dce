package dev.sidestep.gateway.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The browsers that have signed in, in memory: a restart signs them out. Holds the hash of what each
/// one shows, never that itself. Thread-safe.
public final class Sessions {
    /// More people than ever look at one gateway; of more, the one who was away longest is signed out.
    private static final int MOST = 1_000;

    /// A working day, with its breaks.
    private static final Duration IDLE = Duration.ofHours(12);

    private static final int TOKEN_BYTES = 32;
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final Map<String, Session> byHash = new LatestMap<>(MOST);

    private final SecureRandom random = new SecureRandom();
    private final LongSupplier nowNanos;

    private record Session(String caller, long usedNanos) {}

    /// None yet.
    ///
    /// @param nowNanos a monotonic clock
    public Sessions(LongSupplier nowNanos) {
        this.nowNanos = nowNanos;
    }

    /// Signs a caller in.
    ///
    /// @return what the browser is to show from now on
    String open(String caller) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = TEXT.encodeToString(bytes);
        synchronized (this) {
            byHash.put(hash(token), new Session(caller, nowNanos.getAsLong()));
        }
        return token;
    }

    /// Who shows this, which is thereby in use; empty where nobody is signed in with it (any more).
    synchronized Optional<String> caller(String token) {
        String hash = hash(token);
        Session session = byHash.get(hash);
        long now = nowNanos.getAsLong();
        if (session == null) {
            return Optional.empty();
        }
        if (now - session.usedNanos > IDLE.toNanos()) {
            byHash.remove(hash);
            return Optional.empty();
        }
        byHash.put(hash, new Session(session.caller, now));
        return Optional.of(session.caller);
    }

    synchronized void close(String token) {
        byHash.remove(hash(token));
    }

    /// What a page must show besides the cookie to change something. Who knows the one cannot tell
    /// the other, unless it is the gateway; so neither needs to be kept.
    static String csrf(String token) {
        return TEXT.encodeToString(ApiKeys.sha256("csrf " + token));
    }

    static boolean isCsrf(String shown, String token) {
        return MessageDigest.isEqual(
                shown.getBytes(StandardCharsets.UTF_8), csrf(token).getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(String token) {
        return TEXT.encodeToString(ApiKeys.sha256(token));
    }
}

package dev.sidestep.gateway.auth;

import dev.sidestep.gateway.auth.Verdict.Admitted;
import dev.sidestep.gateway.auth.Verdict.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Decides who may ask for what: the one place for it. Knows the keys of a configuration, and who has signed
/// in. Thread-safe.
public final class Admission {
    /// What a browser that has signed in shows.
    public static final String COOKIE = "sidestep_session";

    private static final String CSRF = "x-sidestep-csrf";
    private static final String SITE = "sec-fetch-site";
    private static final String ORIGIN = "origin";
    private static final List<String> OWN_SITE = List.of("same-origin", "none");

    private final Keys keys;
    private final Hosts hosts;
    private final Sessions sessions;
    private final Guesses guesses;

    /// The keys of a configuration. Immutable.
    ///
    /// @param clients of those who call
    /// @param admins of those who look and change
    public record Keys(ApiKeys clients, ApiKeys admins) {
        /// Whose keys count as an admin's.
        private ApiKeys ofAdmins() {
            return admins.isEmpty() ? clients : admins;
        }
    }

    /// Decides by these keys and names.
    ///
    /// @param sessions which outlive the configuration, as the guesses do
    public Admission(Keys keys, Hosts hosts, Sessions sessions, Guesses guesses) {
        this.keys = keys;
        this.hosts = hosts;
        this.sessions = sessions;
        this.guesses = guesses;
    }

    /// Whether a request may have what wants this access.
    public Verdict admit(Access access, Visit visit) {
        return switch (access) {
            case OPEN -> Admitted.AS_NOBODY;
            case CLIENT -> client(visit);
            case ADMIN -> admin(visit);
        };
    }

    /// True where an admin has a key to show, or to sign in with.
    public boolean needsKey() {
        return !keys.ofAdmins().isEmpty();
    }

    private Verdict client(Visit visit) {
        if (!keys.clients().isEmpty()) {
            return visit.key()
                    .flatMap(keys.clients()::callerOf)
                    .<Verdict>map(Admitted::new)
                    .orElse(Refusals.WRONG_CLIENT_KEY);
        }
        String origin = visit.headers().get(ORIGIN);
        return origin == null || hosts.allowsOrigin(origin) ? Admitted.AS_NOBODY : Refusals.ORIGIN;
    }

    private Verdict admin(Visit visit) {
        Optional<Verdict> misplaced = misplaced(visit);
        if (misplaced.isPresent()) {
            return misplaced.get();
        }
        if (!needsKey()) {
            return visit.isChange() && isFromElsewhere(visit) ? Refusals.ELSEWHERE : Admitted.AS_NOBODY;
        }
        return visit.showsKey() ? shown(visit, visit.key(), Refusals.WRONG_ADMIN_KEY) : signedIn(visit);
    }

    /// Where no key is an admin's alone, only this machine is asked to be trusted.
    private Optional<Verdict> misplaced(Visit visit) {
        if (!keys.admins().isEmpty()) {
            return Optional.empty();
        }
        if (!visit.isFromThisMachine()) {
            return Optional.of(Refusals.NOT_LOCAL);
        }
        if (visit.isForwarded()) {
            return Optional.of(Refusals.FORWARDED);
        }
        return visit.header("host").filter(hosts::allows).isPresent() ? Optional.empty() : Optional.of(Refusals.HOST);
    }

    /// Whether an admin who was admitted still is: keys change, and sessions end, while an answer goes on. Nobody
    /// guesses here, so nothing is counted. Counts as a use of the session.
    public boolean stillAdmits(Visit visit) {
        if (misplaced(visit).isPresent()) {
            return false;
        }
        if (!needsKey()) {
            return true;
        }
        return visit.showsKey()
                ? visit.key().flatMap(keys.ofAdmins()::callerOf).isPresent()
                : session(visit).isPresent();
    }

    private Verdict shown(Visit visit, Optional<String> key, Refused otherwise) {
        String place = visit.place();
        Optional<Duration> pause = guesses.pause(place);
        if (pause.isPresent()) {
            return Refusals.tooMany(pause.get());
        }
        Optional<String> caller = key.flatMap(keys.ofAdmins()::callerOf);
        if (caller.isEmpty() && key.flatMap(keys.clients()::callerOf).isEmpty()) {
            // A client's key is the wrong one, but nobody's guess.
            guesses.wrong(place);
        }
        return caller.<Verdict>map(Admitted::new).orElse(otherwise);
    }

    private Verdict signedIn(Visit visit) {
        Optional<String> token = session(visit);
        if (token.isEmpty()) {
            return Refusals.WRONG_ADMIN_KEY;
        }
        if (visit.isChange() && !showsCsrf(visit, token.get())) {
            return Refusals.CSRF;
        }
        return new Admitted(sessions.caller(token.get()).orElse(""));
    }

    private static boolean showsCsrf(Visit visit, String token) {
        return visit.header(CSRF).filter(shown -> Sessions.isCsrf(shown, token)).isPresent();
    }

    /// What the request's browser has signed in with; empty where it has not. A session ends with its key.
    public Optional<String> session(Visit visit) {
        return visit.cookies(COOKIE).stream().filter(this::isOpen).findFirst();
    }

    private boolean isOpen(String token) {
        Optional<String> caller = sessions.caller(token);
        if (caller.isPresent() && !keys.ofAdmins().has(caller.get())) {
            sessions.close(token);
            return false;
        }
        return caller.isPresent();
    }

    /// Whether a key may sign in. A page from elsewhere may not try: it would be the browser that guesses.
    public Verdict mayOpen(Visit visit, String key) {
        Optional<Verdict> misplaced = misplaced(visit);
        if (misplaced.isPresent()) {
            return misplaced.get();
        }
        // Where the browser itself tells, it is believed: a proxy in front may have changed the Host.
        boolean isElsewhere = visit.has(SITE) ? isOtherSite(visit) : isOtherOrigin(visit);
        return isElsewhere ? Refusals.ELSEWHERE : shown(visit, Optional.of(key), Refusals.WRONG_KEY_TO_SIGN_IN);
    }

    /// Signs a caller in who [may][#mayOpen].
    ///
    /// @return what its browser is to show as the cookie
    public String open(Verdict.Admitted admitted) {
        return sessions.open(admitted.caller());
    }

    /// Signs the request's browser out, where it is signed in.
    public Verdict close(Visit visit) {
        Optional<String> token = session(visit);
        if (token.isPresent() && !showsCsrf(visit, token.get())) {
            return Refusals.CSRF;
        }
        token.ifPresent(sessions::close);
        return Admitted.AS_NOBODY;
    }

    /// What a page shows besides the cookie to change something.
    public static String csrf(String token) {
        return Sessions.csrf(token);
    }

    /// True for what a page of another site asks, as far as the browser says so. Programs say nothing.
    private static boolean isFromElsewhere(Visit visit) {
        return isOtherSite(visit) || isOtherOrigin(visit);
    }

    private static boolean isOtherSite(Visit visit) {
        return visit.has(SITE) && visit.header(SITE).filter(OWN_SITE::contains).isEmpty();
    }

    private static boolean isOtherOrigin(Visit visit) {
        Optional<String> host = visit.header("host");
        return visit.has(ORIGIN)
                && visit.header(ORIGIN)
                        .filter(origin ->
                                host.filter(each -> Hosts.isSame(origin, each)).isPresent())
                        .isEmpty();
    }
}

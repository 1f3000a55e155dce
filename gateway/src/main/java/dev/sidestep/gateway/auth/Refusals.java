package dev.sidestep.gateway.auth;

import dev.sidestep.gateway.auth.Verdict.Refused;
import dev.sidestep.wire.format.ApiError;
import java.time.Duration;
import java.util.Map;

/// Why a request may not go on, in words that say what to do about it.
final class Refusals {
    static final Refused WRONG_CLIENT_KEY =
            unauthorized("The key is missing or wrong: show one of the gateway's keys as 'Authorization: Bearer …'");

    static final Refused WRONG_ADMIN_KEY = unauthorized(
            "This is for admins, and the key is missing or wrong: show one of"
                    + " gateway.admin-keys (or of gateway.api-keys, where there are none) as 'Authorization: Bearer …', or sign in");

    static final Refused WRONG_KEY_TO_SIGN_IN = unauthorized(
            "The key is wrong: sign in with one of gateway.admin-keys, or of gateway.api-keys where there are none");

    static final Refused NOT_LOCAL = forbidden(
            "not_local",
            "This answers programs on this machine only, since nobody could show a key of an admin: set"
                    + " gateway.admin-keys: [\"${SIDESTEP_ADMIN_KEY}\"], and show that key");

    static final Refused FORWARDED = forbidden(
            "not_local",
            "This answers programs on this machine only, and a proxy passed the request on (forwarded, x-forwarded-for,"
                    + " x-real-ip or via): set gateway.admin-keys: [\"${SIDESTEP_ADMIN_KEY}\"], and show that key");

    static final Refused HOST = forbidden(
            "host_not_allowed",
            "The request's Host is no name of this machine: ask 127.0.0.1 or localhost, add the name to"
                    + " gateway.allowed-hosts, or set gateway.admin-keys and show one of those keys");

    static final Refused ELSEWHERE = forbidden(
            "origin_not_allowed",
            "A web page from elsewhere may not change anything here: open the gateway's own page");

    static final Refused ORIGIN = forbidden(
            "origin_not_allowed",
            "A web page from elsewhere may not make calls here, since they need no key: set gateway.api-keys, or add the"
                    + " page's host to gateway.allowed-hosts");

    static final Refused CSRF = forbidden(
            "csrf",
            "A signed-in browser must send the x-sidestep-csrf that GET /api/v1/session tells: reload the page");

    private Refusals() {}

    static Refused tooMany(Duration pause) {
        long seconds = Math.max(1, Math.ceilDiv(pause.toMillis(), 1_000L));
        return new Refused(
                429,
                ApiError.of(
                        "Too many wrong keys came from this address: try again in " + seconds + " s",
                        "rate_limit_error",
                        "too_many_attempts"),
                Map.of("retry-after", Long.toString(seconds)));
    }

    private static Refused unauthorized(String message) {
        return new Refused(
                401,
                ApiError.of(message, "authentication_error", "invalid_api_key"),
                Map.of("www-authenticate", "Bearer"));
    }

    private static Refused forbidden(String code, String message) {
        return new Refused(403, ApiError.of(message, "permission_error", code), Map.of());
    }
}

package dev.sidestep.config;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Which headers a configuration may add to requests.
public final class Headers {
    /// Enough for any provider; keeps a request's head small.
    static final int MAX_HEADERS = 32;

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");

    /// Those that the transport writes itself, or that would let a key go astray.
    private static final Set<String> OURS = Set.of(
            "authorization",
            "proxy-authorization",
            "host",
            "content-length",
            "content-type",
            "content-encoding",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "accept-encoding");

    private Headers() {}

    /// What is wrong with a header's name; empty when nothing is.
    public static String objection(String name) {
        if (!NAME.matcher(name).matches()) {
            return "not the name of a header";
        }
        return OURS.contains(name.toLowerCase(Locale.ROOT)) ? "this header is written by Sidestep itself" : "";
    }
}

package dev.sidestep.gateway.auth;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names under which this machine is known to browsers. A web page elsewhere can make its own name
/// point here, and then ask as if it came from here; the name is what gives it away. Immutable.
public final class Hosts {
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^:\\[\\]/@\\s]+))(?::\\d{0,5})?");
    private static final Pattern ORIGIN = Pattern.compile("([a-z][a-z0-9+.-]*)://(\\S+)");
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}|::1|0:0:0:0:0:0:0:1");
    private static final String LOCALHOST = "localhost";

    private final Set<String> names = new HashSet<>();

    /// This machine's own names, where the gateway listens, and what else is allowed.
    ///
    /// @param listening the host at which the gateway listens
    public Hosts(String listening, Collection<String> allowed) {
        names.add(listening.toLowerCase(Locale.ROOT));
        allowed.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    }

    /// True for the header `Host` of a request that means this machine.
    boolean allows(String host) {
        return name(host).filter(this::isOurs).isPresent();
    }

    /// True for the header `Origin` of a page that this machine serves, by whatever program.
    boolean allowsOrigin(String origin) {
        return authority(origin).filter(this::allows).isPresent();
    }

    /// True where a page's origin is the very host that it asks.
    static boolean isSame(String origin, String host) {
        return authority(origin).filter(host::equalsIgnoreCase).isPresent();
    }

    private boolean isOurs(String name) {
        return name.equals(LOCALHOST)
                || name.endsWith("." + LOCALHOST)
                || LOOPBACK.matcher(name).matches()
                || names.contains(name);
    }

    private static Optional<String> authority(String origin) {
        Matcher matcher = ORIGIN.matcher(origin.toLowerCase(Locale.ROOT));
        return matcher.matches() ? Optional.of(matcher.group(2)) : Optional.empty();
    }

    /// The name of a host, without its port and the dot that may end it.
    private static Optional<String> name(String host) {
        Matcher matcher = AUTHORITY.matcher(host);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        String plain = name.toLowerCase(Locale.ROOT);
        return Optional.of(plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain);
    }
}

package dev.sidestep.gateway.config;

import dev.sidestep.config.Secret;
import dev.sidestep.store.StorePlace;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads the URL of a PostgreSQL database, as `psql` takes it.
final class PostgresUrl {
    static final String EXPECTED = "postgresql://user:${PGPASSWORD}@host:5432/database";

    private static final String CHARACTERS = "(?:[^:@/?#%]|%[0-9A-Fa-f]{2})*";

    private static final Pattern URL = Pattern.compile("postgres(?:ql)?://"
            + "(?:(?<user>" + CHARACTERS + ")(?::(?<password>" + CHARACTERS + "))?@)?"
            + "(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?<port>:\\d{1,5})?"
            + "/(?<database>[^:@/?#]+)(?:\\?(?<query>[^#]*))?");

    /// The driver has others, which load classes, write files, or hold passwords. Some are spelt in two ways.
    private static final Map<String, String> PARAMETERS = new TreeMap<>(Map.of(
            "sslmode", "sslmode",
            "sslrootcert", "sslrootcert",
            "sslcert", "sslcert",
            "sslkey", "sslkey",
            "channel_binding", "channelBinding",
            "channelBinding", "channelBinding",
            "currentSchema", "currentSchema",
            "targetServerType", "targetServerType",
            "application_name", "ApplicationName",
            "ApplicationName", "ApplicationName"));

    private PostgresUrl() {}

    /// The database that a URL names.
    ///
    /// @throws IllegalArgumentException where it names none; the message does not quote it
    static StorePlace.Postgres parse(Secret url) {
        Matcher matcher = URL.matcher(url.reveal());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "expected " + EXPECTED + "; other characters of user and password as %40 for @");
        }
        String port = matcher.group("port") == null ? "" : matcher.group("port");
        String jdbcUrl = "jdbc:postgresql://" + matcher.group("host") + port + "/" + matcher.group("database")
                + parameters(matcher.group("query"));
        return new StorePlace.Postgres(jdbcUrl, decoded(matcher.group("user")), decoded(matcher.group("password")));
    }

    private static String parameters(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return "";
        }
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : query.split("&")) {
            int mark = pair.indexOf('=');
            String name = PARAMETERS.get(mark < 0 ? pair : pair.substring(0, mark));
            if (name == null || mark < 0) {
                throw new IllegalArgumentException(
                        "a parameter of the URL is none of " + String.join(", ", PARAMETERS.keySet()));
            }
            parameters.put(name, pair.substring(mark + 1));
        }
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining("&", "?", ""));
    }

    private static String decoded(@Nullable String text) {
        // A plus stands for itself before the query.
        return text == null ? "" : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}

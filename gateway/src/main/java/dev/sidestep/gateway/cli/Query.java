package dev.sidestep.gateway.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// A path with parameters, as it is written in a URL. Not thread-safe.
final class Query {
    private final StringBuilder text;
    private char separator = '?';

    Query(String path) {
        this.text = new StringBuilder(path);
    }

    /// Adds a parameter.
    Query with(String name, String value) {
        text.append(separator).append(name).append('=').append(escaped(value));
        separator = '&';
        return this;
    }

    /// A text as one part of a URL.
    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    String text() {
        return text.toString();
    }
}

package dev.sidestep.store.sql;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A table's columns, and the statements that follow from them, which read alike to SQLite and
/// PostgreSQL. Immutable.
///
/// @param key the columns of its primary key
/// @param rest all others
/// @param replacement adds a row, or takes the place of the one of its key
/// @param completion does so only where that one is open; the count of changed rows tells
record Table(String name, List<String> key, List<String> rest, String replacement, String completion) {
    static final Table CALLS = new Table(
            "calls",
            List.of("id"),
            columns("party kind wire wanted streaming outcome detail attempts sidestepped started_at waited"
                    + " duration first_content skipped"));
    static final Table ATTEMPTS = new Table(
            "attempts",
            List.of("call", "number"),
            columns("party move outcome detail sent started_at waited duration first_content cooled_millis token_state"
                    + " input output cached cache_written reasoning cost_nano_usd skipped"));
    static final Table PARTIES =
            new Table("parties", List.of("party"), columns("provider account model client input_price output_price"));
    static final Table CONTENTS = new Table("contents", List.of("call"), List.of("request", "answer"));
    static final Table USAGE = new Table(
            "usage_hours",
            columns("hour provider account model client"),
            columns("calls answered sidestepped waited attempts rate_limited avoided input output cached"
                    + " cache_written reasoning cost_nano_usd estimated unknown unknown_nano_usd unpriced"));
    static final Table COOLDOWNS = new Table(
            "cooldowns", columns("scope holder model limit_window kind"), columns("target until_at span level reason"));
    static final Table QUOTAS = new Table(
            "quotas", columns("scope holder model unit limit_window"), columns("most used saved_at reset_span source"));
    static final Table CONVERSATIONS =
            new Table("conversations", columns("caller agent id"), columns("turns messages used_at"));

    private Table(String name, List<String> key, List<String> rest) {
        this(name, key, rest, replacement(name, key, rest));
    }

    private Table(String name, List<String> key, List<String> rest, String replacement) {
        this(name, key, rest, replacement, replacement + " WHERE " + name + ".outcome = 'open'");
    }

    private static List<String> columns(String names) {
        return List.of(names.split(" "));
    }

    /// All columns, the key first.
    String columns() {
        return names(key, rest);
    }

    /// Adds a row where there is none of its key.
    String addition() {
        return insertion(name, key, rest) + " ON CONFLICT DO NOTHING";
    }

    private static String replacement(String name, List<String> key, List<String> rest) {
        return insertion(name, key, rest) + " ON CONFLICT (" + String.join(", ", key) + ") DO UPDATE SET "
                + rest.stream().map(column -> column + " = excluded." + column).collect(Collectors.joining(", "));
    }

    /// Adds a row, or adds its numbers to those of the one of its key.
    String sum() {
        return insertion(name, key, rest) + " ON CONFLICT (" + String.join(", ", key) + ") DO UPDATE SET "
                + rest.stream()
                        .map(column -> column + " = " + name + "." + column + " + excluded." + column)
                        .collect(Collectors.joining(", "));
    }

    /// All columns of the row of a key.
    String selection() {
        return "SELECT " + columns() + " FROM " + name + ofKey();
    }

    /// What a query of the row of a key ends with.
    String ofKey() {
        return " WHERE " + key.stream().map(column -> column + " = ?").collect(Collectors.joining(" AND "));
    }

    private static String insertion(String name, List<String> key, List<String> rest) {
        String places = String.join(", ", Collections.nCopies(key.size() + rest.size(), "?"));
        return "INSERT INTO " + name + " (" + names(key, rest) + ") VALUES (" + places + ")";
    }

    private static String names(List<String> key, List<String> rest) {
        return Stream.concat(key.stream(), rest.stream()).collect(Collectors.joining(", "));
    }
}

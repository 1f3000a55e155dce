package dev.sidestep.store.sql;

import dev.sidestep.store.ledger.Tokens;
import dev.sidestep.store.ledger.UsageQuery;
import dev.sidestep.store.ledger.UsageQuery.Group;
import dev.sidestep.store.ledger.UsageRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Adds up usage by the groups that were asked for. Names are grouped by the database, days and
/// hours here, since only the zone's rules know to which day an hour belongs: one that holds
/// midnight belongs to the day in which it begins.
final class UsageQuestion {
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mmxxx", Locale.ROOT);
    private static final long HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final UsageQuery query;
    private final Map<List<Value>, long[]> sums = new TreeMap<>(UsageQuestion::compare);

    /// A group's value, in the order of time or of the alphabet.
    private record Value(long moment, String text) {
        static final Comparator<Value> ORDER =
                Comparator.comparingLong(Value::moment).thenComparing(Value::text);
    }

    UsageQuestion(UsageQuery query) {
        this.query = query;
    }

    List<UsageRow> ask(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql())) {
            new Binding(statement).number(hourOf(query.from())).number(hourOf(end()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    add(new Cells(rows));
                }
            }
        }
        return sums.entrySet().stream()
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .toList();
    }

    /// Made of our own words alone.
    private String sql() {
        List<String> columns =
                query.groups().stream().map(UsageQuestion::column).distinct().toList();
        String names = String.join(", ", columns);
        String figures =
                Table.USAGE.rest().stream().map(column -> "sum(" + column + ")").collect(Collectors.joining(", "));
        return "SELECT " + (columns.isEmpty() ? "" : names + ", ") + figures
                + " FROM usage_hours WHERE hour >= ? AND hour < ?"
                + (columns.isEmpty() ? "" : " GROUP BY " + names);
    }

    private static String column(Group group) {
        return switch (group) {
            case PROVIDER -> "provider";
            case ACCOUNT -> "account";
            case MODEL -> "model";
            case CLIENT -> "client";
            case DAY, HOUR -> "hour";
        };
    }

    private static long hourOf(Instant instant) {
        return Math.floorDiv(instant.toEpochMilli(), HOUR_MILLIS);
    }

    private Instant end() {
        return query.to().plusMillis(HOUR_MILLIS).minusNanos(1);
    }

    private void add(Cells cells) throws SQLException {
        List<Value> key = key(cells);
        long[] sum = sums.computeIfAbsent(key, _ -> new long[Tally.SIZE]);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += cells.number();
        }
    }

    private List<Value> key(Cells cells) throws SQLException {
        Map<String, Value> read = new HashMap<>();
        List<Value> key = new ArrayList<>();
        for (Group group : query.groups()) {
            String column = column(group);
            Value known = read.get(column);
            Value raw = known == null ? raw(group, cells) : known;
            read.put(column, raw);
            key.add(shown(group, raw));
        }
        return key;
    }

    private static Value raw(Group group, Cells cells) throws SQLException {
        return switch (group) {
            case PROVIDER, ACCOUNT, MODEL, CLIENT -> new Value(0, cells.text());
            case DAY, HOUR -> new Value(cells.number(), "");
        };
    }

    private Value shown(Group group, Value raw) {
        return switch (group) {
            case PROVIDER, ACCOUNT, MODEL, CLIENT -> raw;
            case DAY -> day(at(raw.moment()));
            case HOUR -> new Value(raw.moment(), HOUR.format(at(raw.moment())));
        };
    }

    private static Value day(ZonedDateTime hour) {
        return new Value(hour.toLocalDate().toEpochDay(), hour.toLocalDate().toString());
    }

    private ZonedDateTime at(long hour) {
        return Instant.ofEpochMilli(hour * HOUR_MILLIS).atZone(query.zone());
    }

    private static int compare(List<Value> one, List<Value> other) {
        for (int i = 0; i < one.size(); i++) {
            int order = Value.ORDER.compare(one.get(i), other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static UsageRow row(List<Value> groups, long[] sum) {
        return new UsageRow(
                groups.stream().map(Value::text).toList(),
                sum[Tally.CALLS],
                sum[Tally.ANSWERED],
                sum[Tally.SIDESTEPPED],
                sum[Tally.WAITED],
                sum[Tally.ATTEMPTS],
                sum[Tally.RATE_LIMITED],
                sum[Tally.AVOIDED],
                new Tokens(
                        sum[Tally.INPUT],
                        sum[Tally.OUTPUT],
                        sum[Tally.CACHED],
                        sum[Tally.CACHE_WRITTEN],
                        sum[Tally.REASONING]),
                sum[Tally.COST],
                sum[Tally.ESTIMATED],
                sum[Tally.UNKNOWN],
                sum[Tally.UNKNOWN_COST],
                sum[Tally.UNPRICED]);
    }
}

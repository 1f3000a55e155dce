package dev.sidestep.gateway.admin;

import dev.sidestep.store.ledger.UsageQuery;
import dev.sidestep.store.ledger.UsageQuery.Group;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What somebody asks of the usage, and in which format. Immutable.
///
/// @param query what is asked for
/// @param isCsv whether the answer is to be CSV, not JSON
public record UsageRequest(UsageQuery query, boolean isCsv) {
    private static final String DEFAULT_GROUPS = "provider,model";
    private static final Duration DEFAULT_SPAN = Duration.ofDays(30);

    /// Reads one.
    ///
    /// @param parameters `group_by`, `from`, `to`, `zone` and `format`, each of which may be left out
    /// @param accept the header of that name, which counts where no format is named
    /// @throws IllegalArgumentException where one of them cannot be read; the message says what was expected
    public static UsageRequest read(Map<String, String> parameters, String accept, Instant now) {
        Parameters.requireKnown(parameters, List.of("group_by", "from", "to", "zone", "format"));
        ZoneId zone = zone(parameters.getOrDefault("zone", "UTC"));
        Moments moments = new Moments(now, zone);
        Instant from =
                parameters.containsKey("from") ? moments.from("from", parameters.get("from")) : now.minus(DEFAULT_SPAN);
        Instant to = parameters.containsKey("to") ? moments.to("to", parameters.get("to")) : now;
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("from must be before to: " + from + " is not before " + to);
        }
        List<Group> groups = groups(parameters.getOrDefault("group_by", DEFAULT_GROUPS));
        return new UsageRequest(new UsageQuery(from, to, groups, zone), isCsv(parameters, accept));
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException _) {
            throw new IllegalArgumentException("zone must be a time zone such as UTC or Europe/Paris");
        }
    }

    private static List<Group> groups(String text) {
        List<Group> groups =
                Arrays.stream(text.split(",", -1)).map(UsageRequest::group).toList();
        if (groups.stream().distinct().count() < groups.size()) {
            throw new IllegalArgumentException("group_by must name each group once");
        }
        return groups;
    }

    private static Group group(String name) {
        return Arrays.stream(Group.values())
                .filter(group -> group.id().equals(name.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("group_by must be some of "
                        + Arrays.stream(Group.values()).map(Group::id).collect(Collectors.joining(", "))
                        + ", separated by commas"));
    }

    private static boolean isCsv(Map<String, String> parameters, String accept) {
        String format = parameters.getOrDefault("format", accept.contains("text/csv") ? "csv" : "json");
        if (!List.of("json", "csv").contains(format)) {
            throw new IllegalArgumentException("format must be json or csv");
        }
        return format.equals("csv");
    }
}

package dev.sidestep.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What is known of a running gateway right now, from its live feed. Not thread-safe.
final class Now {
    private static final int MOST_CALLS = 200;
    private static final long WINDOW_SECONDS = 60;

    private final Map<String, JsonNode> targets = new LinkedHashMap<>();
    private final TreeMap<String, JsonNode> calls = new TreeMap<>();
    private final Deque<Ticked> ticks = new ArrayDeque<>();
    private JsonNode hello = MissingNode.getInstance();
    private JsonNode tick = MissingNode.getInstance();
    private Instant since = Instant.MAX;
    private Instant heardAt = Instant.MIN;

    private record Ticked(Instant at, JsonNode counts, long unshown) {}

    /// Takes an event of the feed.
    void hear(LiveStream.Event event, Instant at) {
        heardAt = at;
        since = since.isAfter(at) ? at : since;
        JsonNode data = event.data();
        switch (event.name()) {
            case "hello" -> hello = data;
            case "targets" -> {
                targets.clear();
                take(data);
            }
            case "changed" -> take(data);
            case "tick" -> tick(data, at);
            default -> {} // of a later version
        }
    }

    private void take(JsonNode data) {
        data.path("targets").forEach(each -> targets.put(each.path("target").asText(), each));
    }

    private void tick(JsonNode data, Instant at) {
        tick = data;
        data.path("calls").forEach(this::call);
        ticks.addLast(
                new Ticked(at, data.path("since_last"), data.path("unshown").asLong()));
        while (ticks.getFirst().at().isBefore(at.minusSeconds(WINDOW_SECONDS))) {
            ticks.removeFirst();
        }
    }

    /// Takes a call: of the feed, or one that was recorded before.
    void call(JsonNode call) {
        // The order of ids is the order of the calls.
        calls.put(call.path("id").asText(), call);
        if (calls.size() > MOST_CALLS) {
            calls.pollFirstEntry();
        }
    }

    /// True once there is something to show.
    boolean isComplete() {
        return !tick.isMissingNode() && !hello.isMissingNode();
    }

    /// How often something happened within the last minute, by its name in ticks.
    long lately(String what) {
        return ticks.stream()
                .mapToLong(each -> each.counts().path(what).asLong())
                .sum();
    }

    /// How many calls of the last minute are not shown.
    long unshown() {
        return ticks.stream().mapToLong(Ticked::unshown).sum();
    }

    /// Of how many seconds [#lately] tells.
    long seconds(Instant now) {
        return Math.clamp(now.getEpochSecond() - since.getEpochSecond(), 1, WINDOW_SECONDS);
    }

    JsonNode hello() {
        return hello;
    }

    JsonNode tick() {
        return tick;
    }

    /// When anything was heard last.
    Instant heardAt() {
        return heardAt;
    }

    /// The latest calls, the newest first.
    List<JsonNode> calls(int most) {
        return calls.descendingMap().values().stream().limit(most).toList();
    }

    /// The targets that are not ready, in the order of the configuration.
    List<JsonNode> notReady() {
        return targets.values().stream()
                .filter(each -> !each.path("state").asText().equals("ready"))
                .toList();
    }
}

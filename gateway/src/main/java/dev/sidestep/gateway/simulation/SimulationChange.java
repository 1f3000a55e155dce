package dev.sidestep.gateway.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.wire.json.Trees;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Something that is to become of simulated providers. Immutable.
public sealed interface SimulationChange {
    /// A model's limit is hit, for so long from the next request on.
    record Exhaust(String provider, String model, Duration time) implements SimulationChange {}

    /// A provider fails from now on, and is as fast as ever.
    record Fail(String provider, Break how) implements SimulationChange {}

    /// A provider answers later from now on, and rightly.
    record Slow(String provider, Duration delay) implements SimulationChange {}

    /// A provider works again, and has all of its limits' room.
    record Restore(String provider) implements SimulationChange {}

    /// All of them do.
    record RestoreAll() implements SimulationChange {}

    /// The change that a body asks for.
    ///
    /// @throws IllegalArgumentException where it asks for none; the message says what was expected
    static SimulationChange read(byte[] body) {
        return new Reader(Trees.parse(body)
                        .filter(JsonNode::isObject)
                        .orElseThrow(() -> new IllegalArgumentException(Reader.EXPECTED)))
                .read();
    }

    /// Reads a change, and takes nothing for granted.
    final class Reader {
        private static final String EXPECTED = "Expected one of {\"exhaust\": {\"provider\": \"…\", \"model\": \"…\","
                + " \"seconds\": 60}}, {\"break\": {\"provider\": \"…\", \"how\": \"unavailable\"}},"
                + " {\"slow\": {\"provider\": \"…\", \"ms\": 2000}} and {\"restore\": {\"provider\": \"…\"}}";

        private static final Map<String, List<String>> FIELDS = Map.of(
                "exhaust", List.of("provider", "model", "seconds"),
                "break", List.of("provider", "how"),
                "slow", List.of("provider", "ms"),
                "restore", List.of("provider"));

        private static final int MOST_SECONDS = 86_400;
        private static final int MOST_MILLIS = 60_000;

        private final String kind;
        private final JsonNode fields;

        private Reader(JsonNode body) {
            kind = body.size() == 1 ? body.fieldNames().next() : "";
            fields = body.path(kind);
        }

        private SimulationChange read() {
            List<String> known = FIELDS.getOrDefault(kind, List.of());
            if (!fields.isObject() || known.isEmpty()) {
                throw new IllegalArgumentException(EXPECTED);
            }
            fields.fieldNames().forEachRemaining(name -> {
                if (!known.contains(name)) {
                    throw new IllegalArgumentException(kind + " has no field '" + name + "': " + EXPECTED);
                }
            });
            String provider = text("provider");
            return switch (kind) {
                case "exhaust" ->
                    new Exhaust(provider, text("model"), Duration.ofSeconds(number("seconds", MOST_SECONDS)));
                case "break" -> new Fail(provider, how());
                case "slow" -> new Slow(provider, Duration.ofMillis(number("ms", MOST_MILLIS)));
                default -> new Restore(provider);
            };
        }

        private Break how() {
            return Break.of(text("how")).orElseThrow(() -> wrong("how", "one of " + breaks()));
        }

        private static String breaks() {
            return Arrays.stream(Break.values()).map(Break::id).collect(Collectors.joining(", "));
        }

        private String text(String name) {
            JsonNode value = fields.path(name);
            if (!value.isTextual() || value.textValue().isBlank()) {
                throw wrong(name, "a text");
            }
            return value.textValue();
        }

        private int number(String name, int most) {
            JsonNode value = fields.path(name);
            if (!value.isInt() || value.intValue() < 1 || value.intValue() > most) {
                throw wrong(name, "a whole number from 1 to " + most);
            }
            return value.intValue();
        }

        private IllegalArgumentException wrong(String name, String expected) {
            return new IllegalArgumentException(kind + "." + name + " must be " + expected);
        }
    }
}

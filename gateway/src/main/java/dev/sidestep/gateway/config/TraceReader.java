package dev.sidestep.gateway.config;

import dev.sidestep.config.ConfigDocument;
import dev.sidestep.config.Secret;
import dev.sidestep.config.Section;
import dev.sidestep.config.Value;
import java.math.BigDecimal;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads where spans go. What a file does not say, OpenTelemetry's variables may.
final class TraceReader {
    /// More headers than any collector wants.
    private static final int MOST_HEADERS = 32;

    private static final int MOST_NAME_CHARS = 200;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final ConfigDocument document;
    private final TraceVariables variables;

    private TraceReader(ConfigDocument document, TraceVariables variables) {
        this.document = document;
        this.variables = variables;
    }

    /// What is configured; empty where nobody wants spans.
    ///
    /// @param gateway its section, where there is one
    static Optional<TraceConfig> read(
            ConfigDocument document, Optional<Section> gateway, Map<String, String> environment) {
        TraceVariables variables = new TraceVariables(environment);
        Optional<Value> traces = gateway.flatMap(section -> section.value("traces"));
        Optional<TraceConfig> config =
                traces.isPresent() ? new TraceReader(document, variables).read(traces.get()) : variables.config();
        variables.warnings().forEach(text -> document.warning("gateway.traces", text));
        return config;
    }

    private Optional<TraceConfig> read(Value traces) {
        if (!traces.isMap()) {
            if (!traces.text().orElse("none").equals("none")) {
                traces.mistake("expected none, or a map with an endpoint such as http://collector:4318");
            }
            return Optional.empty();
        }
        return traces.section().flatMap(this::read);
    }

    private Optional<TraceConfig> read(Section section) {
        Optional<URI> named = section.value("endpoint").flatMap(Value::baseUrl).map(TraceConfig::ofSpans);
        // A key for one collector is not sent to another one.
        Map<String, Secret> headers =
                named.isEmpty() && !section.has("headers") ? variables.headers() : headers(section);
        double sample = sample(section);
        String name = section.text("service-name").orElseGet(variables::serviceName);
        boolean propagates = section.flag("propagate").orElse(false);
        if (name.length() > MOST_NAME_CHARS) {
            section.mistake("service-name", "longer than " + MOST_NAME_CHARS + " characters");
        }
        Optional<URI> endpoint = section.has("endpoint") ? named : variables.endpoint();
        if (endpoint.isEmpty() && !section.has("endpoint")) {
            section.mistake("endpoint", "expected a collector such as http://collector:4318");
        }
        endpoint.filter(url -> !headers.isEmpty()).ifPresent(this::warnOfReaders);
        return endpoint.map(url -> new TraceConfig(url, headers, sample, name, propagates));
    }

    private double sample(Section section) {
        Optional<BigDecimal> sample = section.decimal("sample");
        if (sample.filter(share -> share.compareTo(BigDecimal.ONE) > 0).isPresent()) {
            section.mistake("sample", "expected a number from 0 to 1");
            return 1;
        }
        return sample.map(BigDecimal::doubleValue).orElseGet(variables::sample);
    }

    private static Map<String, Secret> headers(Section section) {
        Map<String, Secret> headers = new LinkedHashMap<>();
        Map<String, Value> entries = section.section("headers")
                .<Map<String, Value>>map(Section::entries)
                .orElse(Map.of());
        if (entries.size() > MOST_HEADERS) {
            section.mistake("headers", "more than " + MOST_HEADERS + " headers");
            return headers;
        }
        entries.forEach((name, value) -> {
            if (!TraceVariables.isHeader(name)) {
                value.mistake("this header is none that can be set");
            }
            value.header().ifPresent(secret -> headers.put(name, secret));
        });
        return headers;
    }

    private void warnOfReaders(URI endpoint) {
        if (endpoint.getScheme().equalsIgnoreCase("http") && !LOOPBACK.contains(endpoint.getHost())) {
            document.warning("gateway.traces.headers", "sent in plain text, since the endpoint is not https");
        }
    }
}

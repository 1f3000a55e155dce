package dev.sidestep.gateway.config;

import dev.sidestep.config.Secret;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where spans go, and which. Immutable.
///
/// @param endpoint that spans are posted to, whole
/// @param headers of each such request
/// @param sample the share of the calls that get spans, from 0 to 1, where the client's own span does not decide
/// @param serviceName under which the tracing system shows them
/// @param propagates whether requests to providers name the attempt's span
public record TraceConfig(
        URI endpoint, Map<String, Secret> headers, double sample, String serviceName, boolean propagates) {
    /// How the tracing system knows us where nobody says otherwise.
    public static final String USUAL_NAME = "sidestep";

    private static final String PATH = "/v1/traces";

    public TraceConfig {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        if (!(sample >= 0 && sample <= 1)) {
            throw new IllegalArgumentException("sample must be from 0 to 1: " + sample);
        }
    }

    /// Spans of all calls go to this collector, which wants no headers.
    public static TraceConfig to(URI endpoint) {
        return new TraceConfig(endpoint, Map.of(), 1, USUAL_NAME, false);
    }

    /// The address for spans at a collector: `http://collector:4318` stands for `http://collector:4318/v1/traces`.
    static URI ofSpans(URI collector) {
        String text = collector.toString();
        return text.endsWith(PATH) ? collector : URI.create(text + PATH);
    }
}

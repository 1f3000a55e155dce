package dev.sidestep.gateway.config;

import dev.sidestep.config.Headers;
import dev.sidestep.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The variables by which every OpenTelemetry program is told where its spans go. What cannot be used is warned of and
/// left out. Not thread-safe.
final class TraceVariables {
    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private static final String HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";
    private static final String TRACES_HEADERS = "OTEL_EXPORTER_OTLP_TRACES_HEADERS";
    private static final String PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private static final String TRACES_PROTOCOL = "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL";
    private static final String SERVICE_NAME = "OTEL_SERVICE_NAME";
    private static final String SAMPLE = "OTEL_TRACES_SAMPLER_ARG";

    private final Environment environment;
    private final List<String> warnings = new ArrayList<>();

    TraceVariables(Map<String, String> environment) {
        this.environment = new Environment(environment);
    }

    /// What they ask for alone; empty where they ask for nothing.
    Optional<TraceConfig> config() {
        return endpoint().map(endpoint -> new TraceConfig(endpoint, headers(), sample(), serviceName(), false));
    }

    /// What could not be used, and why.
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /// Where spans go; empty where nobody says.
    Optional<URI> endpoint() {
        if (isOff()) {
            return Optional.empty();
        }
        Optional<URI> endpoint = url(TRACES_ENDPOINT).or(() -> url(ENDPOINT).map(TraceConfig::ofSpans));
        if (endpoint.isPresent()) {
            warnOfProtocol();
        }
        return endpoint;
    }

    private boolean isOff() {
        return variable("OTEL_SDK_DISABLED").filter("true"::equalsIgnoreCase).isPresent()
                || variable("OTEL_TRACES_EXPORTER").filter("none"::equals).isPresent();
    }

    private void warnOfProtocol() {
        Optional<String> protocol = variable(TRACES_PROTOCOL).or(() -> variable(PROTOCOL));
        if (protocol.filter(name -> !name.equals("http/protobuf")).isPresent()) {
            warnings.add(PROTOCOL + " is " + protocol.get() + ", but spans are sent as http/protobuf only");
        }
    }

    private Optional<URI> url(String name) {
        return variable(name).flatMap(text -> {
            Optional<URI> url = parse(text.replaceFirst("/+$", ""));
            if (url.isEmpty()) {
                warnings.add(name + " is no URL such as http://collector:4318, and is not used");
            }
            return url;
        });
    }

    private static Optional<URI> parse(String text) {
        try {
            URI url = new URI(text);
            boolean isHttp = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            return isHttp && url.getHost() != null && url.getUserInfo() == null ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    /// Written as `name=value,name=value`, values in percent-encoding.
    Map<String, Secret> headers() {
        Map<String, Secret> headers = new LinkedHashMap<>();
        for (String pair :
                variable(TRACES_HEADERS).or(() -> variable(HEADERS)).orElse("").split(",", -1)) {
            if (!pair.isBlank()) {
                add(headers, pair);
            }
        }
        return headers;
    }

    private void add(Map<String, Secret> headers, String pair) {
        int equals = pair.indexOf('=');
        String name = pair.substring(0, Math.max(0, equals)).strip();
        try {
            if (!isHeader(name)) {
                throw new IllegalArgumentException("no header's name");
            }
            String value = pair.substring(equals + 1).replace("+", "%2B");
            headers.put(name, Secret.of(URLDecoder.decode(value, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException _) {
            warnings.add(HEADERS + " holds something that is no name=value, which is not used");
        }
    }

    /// Whether a header of this name may be sent to a collector.
    static boolean isHeader(String name) {
        return name.equalsIgnoreCase("authorization") || Headers.objection(name).isEmpty();
    }

    String serviceName() {
        return variable(SERVICE_NAME).orElse(TraceConfig.USUAL_NAME);
    }

    double sample() {
        return variable(SAMPLE).flatMap(this::share).orElse(1.0);
    }

    private Optional<Double> share(String text) {
        try {
            double share = Double.parseDouble(text);
            if (share >= 0 && share <= 1) {
                return Optional.of(share);
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        warnings.add(SAMPLE + " is no number from 0 to 1, and is not used");
        return Optional.empty();
    }

    private Optional<String> variable(String name) {
        return environment.variable(name).map(String::strip);
    }
}

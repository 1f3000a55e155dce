package dev.sidestep.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sidestep.config.ConfigException;
import dev.sidestep.config.Secret;
import dev.sidestep.gateway.log.LogFormat;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceConfigTest {
    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static GatewayConfig read(String gateway, Map<String, String> environment) {
        return GatewayConfig.read("test.yaml", "gateway: {store: none" + gateway + "}\n", environment);
    }

    private static TraceConfig traces(String traces, Map<String, String> environment) {
        return read(", traces: " + traces, environment).traces().orElseThrow();
    }

    @Test
    void nobodyWantsSpansByDefault() {
        assertThat(read("", Map.of()).traces()).isEmpty();
    }

    @Test
    void fileSaysAll() {
        TraceConfig config = traces(
                "{endpoint: 'https://c:4318/', headers: {authorization: 'Bearer ${T}'}, sample: 0.25, "
                        + "service-name: edge, propagate: true}",
                Map.of("T", "token"));

        assertThat(config.endpoint()).hasToString("https://c:4318/v1/traces");
        assertThat(config.headers()).containsEntry("authorization", Secret.of("Bearer token"));
        assertThat(config.sample()).isEqualTo(0.25);
        assertThat(config.serviceName()).isEqualTo("edge");
        assertThat(config.propagates()).isTrue();
    }

    @Test
    void environmentAloneTurnsSpansOn() {
        Map<String, String> environment = Map.of(
                ENDPOINT,
                "http://c:4318",
                "OTEL_EXPORTER_OTLP_HEADERS",
                "api-key=a%20b, x=1+1",
                "OTEL_SERVICE_NAME",
                "edge",
                "OTEL_TRACES_SAMPLER_ARG",
                "0.5");

        assertThat(read("", environment).traces())
                .hasValue(traces(
                        "{endpoint: 'http://c:4318', headers: {api-key: a b, x: 1+1}, sample: 0.5, service-name: edge}",
                        Map.of()));
    }

    @Test
    void addressForSpansIsUsedAsItIs() {
        Map<String, String> environment = Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://c:4318/api/spans");

        assertThat(read("", environment).traces().orElseThrow().endpoint()).hasToString("http://c:4318/api/spans");
    }

    @Test
    void keyOfOneCollectorIsNotSentToAnother() {
        Map<String, String> environment = Map.of(ENDPOINT, "http://theirs:4318", "OTEL_EXPORTER_OTLP_HEADERS", "k=v");

        assertThat(traces("{endpoint: 'http://ours:4318'}", environment).headers())
                .isEmpty();
        assertThat(traces("{sample: 0.5}", environment).headers()).containsKey("k");
    }

    @ParameterizedTest
    @CsvSource({"OTEL_SDK_DISABLED, true", "OTEL_TRACES_EXPORTER, none"})
    void environmentTurnsThemOff(String name, String value) {
        assertThat(read("", Map.of(ENDPOINT, "http://c:4318", name, value)).traces())
                .isEmpty();
    }

    @Test
    void fileTurnsThemOff() {
        assertThat(read(", traces: none", Map.of(ENDPOINT, "http://c:4318")).traces())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "OTEL_EXPORTER_OTLP_ENDPOINT, nonsense",
        "OTEL_EXPORTER_OTLP_HEADERS, nonsense",
        "OTEL_TRACES_SAMPLER_ARG, 2",
        "OTEL_EXPORTER_OTLP_PROTOCOL, grpc"
    })
    void whatTheEnvironmentSaysWronglyIsAWarning(String name, String value) {
        Map<String, String> environment = new HashMap<>(Map.of(ENDPOINT, "http://c:4318"));
        environment.put(name, value);

        assertThat(read("", environment).warnings()).anyMatch(line -> line.contains(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{endpoint: 'ftp://c'}",
                "{endpoint: 'http://me:secret@c'}",
                "{endpoint: 'http://c', sample: 1.5}",
                "{endpoint: 'http://c', headers: {host: x}}",
                "{endpoint: 'http://c', headers: {'a b': x}}",
                "otlp",
                "[]"
            })
    void mistakesAreToldAtTheirPlace(String traces) {
        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> read(", traces: " + traces, Map.of()));

        assertThat(refused).hasMessageContaining("gateway.traces");
    }

    @Test
    void headersInPlainTextAreAWarning() {
        assertThat(read(", traces: {endpoint: 'http://c:4318', headers: {k: v}}", Map.of())
                        .warnings())
                .anyMatch(line -> line.contains("plain text"));
    }

    @Test
    void secretsOfTheConfigurationAreKnown() {
        GatewayConfig config = read(
                ", admin-keys: ['${A}'], share: 'redis://me:${R}@h', traces: {endpoint: 'https://c', headers: {k: '${T}'}}",
                Map.of("A", "admin-key-0123456789", "R", "redis-password", "T", "token-of-traces"));

        assertThat(config.secrets())
                .extracting(Secret::reveal)
                .contains("admin-key-0123456789", "redis-password", "token-of-traces");
    }

    @Test
    void formatOfTheLogIsRead() {
        assertThat(read("", Map.of()).logFormat()).isEqualTo(LogFormat.TEXT);
        assertThat(read(", log-format: json", Map.of()).logFormat()).isEqualTo(LogFormat.JSON);
    }
}

package dev.sidestep.gateway.trace;

import io.opentelemetry.exporter.internal.http.HttpSender;
import io.opentelemetry.exporter.internal.http.HttpSenderConfig;
import io.opentelemetry.exporter.internal.http.HttpSenderProvider;

/// Makes what sends spans. Found by OpenTelemetry's exporter.
public final class JavaSenders implements HttpSenderProvider {
    /// Called by OpenTelemetry.
    public JavaSenders() {}

    @Override
    public HttpSender createSender(HttpSenderConfig config) {
        return new JavaSender(config);
    }
}

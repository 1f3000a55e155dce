package dev.sidestep.gateway.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.sidestep.wire.json.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Lines for programs: one JSON object each, whose values are texts.
final class JsonLine {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Redaction redaction;

    JsonLine(Redaction redaction) {
        this.redaction = redaction;
    }

    byte[] of(ILoggingEvent event) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
        line.put("level", event.getLevel().toString());
        line.put("logger", event.getLoggerName());
        line.put("message", shown(event.getFormattedMessage()));
        Facts.of(event).forEach((name, value) -> line.putIfAbsent(name, shown(value)));
        if (event.getThrowableProxy() != null) {
            line.put("exception", shown(ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
        byte[] json = Json.bytes(line);
        byte[] ended = Arrays.copyOf(json, json.length + 1);
        ended[json.length] = '\n';
        return ended;
    }

    private String shown(String text) {
        return Bounds.cut(redaction.of(Bounds.read(text)));
    }
}

package dev.sidestep.gateway.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/// Writes the log's lines, in the format in force and without secrets: nothing is logged that does not go through here.
/// Thread-safe.
final class LineEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};

    private final Redaction redaction = new Redaction();
    private final TextLine text = new TextLine(redaction);
    private final JsonLine json = new JsonLine(redaction);
    private volatile LogFormat format = LogFormat.TEXT;

    Redaction redaction() {
        return redaction;
    }

    void format(LogFormat other) {
        format = other;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return switch (format) {
            case TEXT -> text.of(event).getBytes(StandardCharsets.UTF_8);
            case JSON -> json.of(event);
        };
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}

package dev.sidestep.gateway.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/// Lines for people: time, level and text, and behind them the call or request that they belong to.
final class TextLine {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final int LEVEL_COLUMNS = 6;
    private static final List<String> COLUMNS = List.of(Facts.CALL, Facts.REQUEST, Facts.CLIENT_REQUEST);

    private final Redaction redaction;

    TextLine(Redaction redaction) {
        this.redaction = redaction;
    }

    String of(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()).atZone(ZoneId.systemDefault()), line);
        String level = event.getLevel().toString();
        line.append(' ')
                .append(level)
                .repeat(' ', Math.max(0, LEVEL_COLUMNS - level.length()))
                .append(' ');
        // One line per event whatever its text contains, so that nobody can forge one.
        String text = oneLine(Bounds.cut(redaction.of(Bounds.read(event.getFormattedMessage()))));
        line.append(text);
        columns(event, text, line);
        line.append(System.lineSeparator());
        if (event.getThrowableProxy() != null) {
            line.append(redaction.of(Bounds.read(ThrowableProxyUtil.asString(event.getThrowableProxy()))));
        }
        return line.toString();
    }

    private static String oneLine(String text) {
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0 ? text : text.replaceAll("[\r\n]+", " ");
    }

    /// What the text says already is not said again.
    private void columns(ILoggingEvent event, String text, StringBuilder line) {
        for (KeyValuePair pair : Facts.pairs(event)) {
            String column = pair.key + "=" + pair.value;
            if (COLUMNS.contains(pair.key) && !text.contains(column)) {
                line.append(' ').append(redaction.of(column));
            }
        }
    }
}

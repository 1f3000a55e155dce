package dev.sidestep.gateway.cli;

import dev.sidestep.exchange.Narration;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/// Prints a failover as it happens, each line in the colour of what it tells.
///
/// @param least the least level that is printed
/// @param printer takes each line
record Trail(Terminal terminal, Level least, Consumer<String> printer) implements Consumer<Narration.Line> {
    @Override
    public void accept(Narration.Line line) {
        if (line.level().toInt() >= least.toInt()) {
            printer.accept(terminal.paint(paint(line), line.text()));
        }
    }

    private static Paint paint(Narration.Line line) {
        return switch (line.level()) {
            case ERROR -> Paint.BAD;
            case WARN -> Paint.LIMITED;
            case INFO -> informs(line.text());
            case DEBUG, TRACE -> Paint.FAINT;
        };
    }

    private static Paint informs(String text) {
        if (text.startsWith("✅")) {
            return Paint.GOOD;
        }
        return text.startsWith("🔄") || text.startsWith("🚀") ? Paint.MOVE : Paint.FAINT;
    }
}

package dev.sidestep.gateway.cli;

import dev.sidestep.exchange.Narration;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/// Prints a failover as it happens, each line in the colour of what it tells.
///
/// @param least the least level that is printed
/// @param indent what each line begins with
record Trail(Terminal terminal, Level least, String indent) implements Consumer<Narration.Line> {
    @Override
    public void accept(Narration.Line line) {
        if (line.level().toInt() >= least.toInt()) {
            terminal.tell(indent + terminal.paint(paint(line), line.text()));
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

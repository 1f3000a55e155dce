package dev.sidestep.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// A YAML parser that refuses what is nested too deeply: the composer above it recurses, and a file
/// of brackets would overflow its stack.
final class BoundedParser extends ParserImpl {
    /// Our deepest key lies at a third of it.
    private static final int MAX_DEPTH = 24;

    private int depth;

    BoundedParser(LoadSettings settings, StreamReader characters) {
        super(settings, characters);
    }

    @Override
    public Event next() {
        Event event = super.next();
        if (event instanceof CollectionEndEvent) {
            depth--;
        } else if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
            throw new ParserException("", Optional.empty(), "nested too deeply", event.getStartMark());
        }
        return event;
    }
}

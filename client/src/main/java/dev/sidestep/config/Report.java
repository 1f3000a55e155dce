package dev.sidestep.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/// Collects the mistakes and warnings of one configuration, and knows where its options stand. Not
/// thread-safe.
final class Report {
    /// So many mistakes are worth reading; a file with more is another kind of file.
    private static final int MAX_MISTAKES = 100;

    private record Position(int line, int column) {}

    private static final Position NOWHERE = new Position(0, 0);

    private final String source;
    private final Map<String, Position> positions = new HashMap<>();
    private final List<Mistake> mistakes = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Report(String source) {
        this.source = source;
    }

    String source() {
        return source;
    }

    /// Remembers where an option stands.
    void locate(String path, Node node) {
        positions.putIfAbsent(path, position(node));
    }

    /// The line of an option, from 1, or of what it belongs to; 0 where it stands in no file.
    int line(String path) {
        return positionOf(path).line();
    }

    /// Adds a mistake at an option, or where that is left out, at what it belongs to.
    void mistake(String path, String text) {
        add(positionOf(path), path, text);
    }

    void mistake(String path, Node node, String text) {
        add(position(node), path, text);
    }

    void mistake(int line, int column, String text) {
        add(new Position(line, column), "", text);
    }

    void warning(String path, String text) {
        Position position = positionOf(path);
        warnings.add(new Mistake(position.line(), position.column(), path, text).in(source));
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /// Ends the reading.
    ///
    /// @throws ConfigException when there was any mistake
    void conclude() {
        if (!mistakes.isEmpty()) {
            throw new ConfigException(
                    source,
                    mistakes.stream()
                            .sorted(Comparator.comparingInt(Mistake::line).thenComparingInt(Mistake::column))
                            .toList());
        }
    }

    private void add(Position position, String path, String text) {
        if (mistakes.size() < MAX_MISTAKES) {
            mistakes.add(new Mistake(position.line(), position.column(), path, text));
        }
    }

    private Position positionOf(String path) {
        for (String part = path; !part.isEmpty(); part = parent(part)) {
            Position position = positions.get(part);
            if (position != null) {
                return position;
            }
        }
        return NOWHERE;
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }

    private static Position position(Node node) {
        return node.getStartMark().map(Report::position).orElse(NOWHERE);
    }

    private static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }
}

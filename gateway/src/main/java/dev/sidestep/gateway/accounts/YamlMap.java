package dev.sidestep.gateway.accounts;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/// A map in a text in YAML, into which keys are put and out of which they are taken.
final class YamlMap {
    private final YamlNodes nodes;
    private final Lines lines;
    private final MappingNode map;

    YamlMap(YamlNodes nodes, Lines lines, MappingNode map) {
        this.nodes = nodes;
        this.lines = lines;
        this.map = map;
    }

    /// What stands at a key.
    Optional<Node> value(String key) {
        return YamlNodes.entry(map, key).map(NodeTuple::getValueNode);
    }

    /// What adds a key that is not there yet, behind the last one.
    Splice add(String key, String written) {
        int end = nodes.end(map.getValue().getLast().getValueNode());
        if (YamlNodes.isFlow(map)) {
            return new Splice(end, end, ", " + key + ": " + written);
        }
        int lineEnd = lines.end(lines.of(end));
        String line = lines.separator() + " ".repeat(column()) + key + ": " + written;
        return new Splice(lineEnd, lineEnd, line);
    }

    /// The column that its keys begin in.
    private int column() {
        int start = nodes.start(map);
        int lineStart = lines.start(lines.of(start));
        boolean isIndented = nodes.text().substring(lineStart, start).chars().allMatch(c -> c == ' ' || c == '-');
        if (!isIndented) {
            throw new NotWritableException("it has something between '-' and its first key");
        }
        return start - lineStart;
    }

    /// What takes a key away that is there. Its comments stay.
    Splice remove(String key) {
        NodeTuple entry = YamlNodes.entry(map, key).orElseThrow();
        if (map.getValue().size() == 1) {
            throw new NotWritableException("nothing would be left of it");
        }
        return YamlNodes.isFlow(map) ? withoutItem(entry) : withoutLines(entry);
    }

    private Splice withoutItem(NodeTuple entry) {
        int index = map.getValue().indexOf(entry);
        int end = nodes.end(entry.getValueNode());
        return index + 1 < map.getValue().size()
                ? cut(nodes.start(entry.getKeyNode()), startOf(index + 1), entry)
                : cut(nodes.end(map.getValue().get(index - 1).getValueNode()), end, entry);
    }

    private int startOf(int index) {
        return nodes.start(map.getValue().get(index).getKeyNode());
    }

    private Splice cut(int from, int to, NodeTuple entry) {
        if (!comments(from, to, entry).isEmpty()) {
            throw new NotWritableException("there are comments around '" + YamlNodes.scalar(entry.getKeyNode())
                    + "': write it on lines of its own");
        }
        return new Splice(from, to, "");
    }

    private Splice withoutLines(NodeTuple entry) {
        int index = map.getValue().indexOf(entry);
        int firstLine = lines.of(nodes.start(entry.getKeyNode()));
        int lastLine = lines.of(nodes.end(entry.getValueNode()));
        if (lines.indent(firstLine) != column()) {
            // It stands behind the dash, where the next key takes its place.
            return cut(nodes.start(entry.getKeyNode()), startOf(index + 1), entry);
        }
        StringBuilder kept = new StringBuilder();
        comments(lines.start(firstLine), lines.end(lastLine), entry)
                .forEach(comment ->
                        kept.append(" ".repeat(column())).append(comment).append(lines.separator()));
        return replace(firstLine, lastLine, kept.toString());
    }

    private Splice replace(int firstLine, int lastLine, String kept) {
        boolean isLast = lastLine + 1 >= lines.count();
        if (!isLast) {
            return new Splice(lines.start(firstLine), lines.start(lastLine + 1), kept);
        }
        // What separated the line from the one before it goes with it.
        String last = kept.isEmpty() ? "" : lines.separator() + kept.stripTrailing();
        return new Splice(lines.end(firstLine - 1), lines.end(lastLine), last);
    }

    private List<String> comments(int from, int to, NodeTuple entry) {
        return nodes.comments(from, to, List.of(entry.getKeyNode(), entry.getValueNode()));
    }
}

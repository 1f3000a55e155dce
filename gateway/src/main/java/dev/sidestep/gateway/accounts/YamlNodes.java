package dev.sidestep.gateway.accounts;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// The nodes of a text in YAML that was read as a configuration before, and where in the text they stand. Not
/// thread-safe.
final class YamlNodes {
    private final String text;
    private final Node root;
    private final Map<Node, Integer> uses = new IdentityHashMap<>();

    YamlNodes(String text) {
        this.text = text;
        this.root = parsed(text);
        count(root);
    }

    private static Node parsed(String text) {
        try {
            return new Compose(LoadSettings.builder().build())
                    .composeString(text)
                    .orElseThrow(() -> new NotWritableException("there is nothing in it"));
        } catch (YamlEngineException _) {
            throw new NotWritableException("what it would become is not YAML");
        }
    }

    /// An alias is the node itself, once more.
    private void count(Node node) {
        if (uses.merge(node, 1, Integer::sum) > 1) {
            return;
        }
        switch (node) {
            case MappingNode map ->
                map.getValue().forEach(tuple -> {
                    count(tuple.getKeyNode());
                    count(tuple.getValueNode());
                });
            case SequenceNode list -> list.getValue().forEach(this::count);
            default -> {}
        }
    }

    String text() {
        return text;
    }

    Node root() {
        return root;
    }

    /// What stands at a key of a map.
    static Optional<NodeTuple> entry(Node map, String key) {
        return map instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(tuple -> scalar(tuple.getKeyNode()).equals(key))
                        .findFirst()
                : Optional.empty();
    }

    /// The text of a scalar; empty for what is none.
    static String scalar(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    static boolean isFlow(Node node) {
        return node instanceof CollectionNode<?> collection && collection.getFlowStyle() == FlowStyle.FLOW;
    }

    /// @throws NotWritableException where something in the node makes it uncertain where its parts begin and end, or
    ///     what else would change with them
    void requireSimple(Node node) {
        if (node.getAnchor().isPresent() || uses.getOrDefault(node, 0) > 1) {
            throw new NotWritableException("it uses anchors or aliases (& and *): write out what they stand for");
        }
        if (node.getTag().equals(Tag.MERGE)) {
            throw new NotWritableException("it uses a merge key (<<): write out what it stands for");
        }
        if (node instanceof ScalarNode scalar
                && (scalar.getScalarStyle() == ScalarStyle.LITERAL || scalar.getScalarStyle() == ScalarStyle.FOLDED)) {
            throw new NotWritableException("it has a text over several lines (| or >): write it in quotes");
        }
        children(node).forEach(this::requireSimple);
    }

    private static List<Node> children(Node node) {
        return switch (node) {
            case MappingNode map -> {
                List<Node> children = new ArrayList<>();
                map.getValue().forEach(tuple -> children.addAll(List.of(tuple.getKeyNode(), tuple.getValueNode())));
                yield children;
            }
            case SequenceNode list -> list.getValue();
            default -> List.of();
        };
    }

    int start(Node node) {
        return offset(node.getStartMark());
    }

    /// Behind its last character; the mark of a collection in blocks stands before the next one that follows.
    int end(Node node) {
        if (node instanceof ScalarNode || isFlow(node)) {
            return offset(node.getEndMark());
        }
        return children(node).stream().mapToInt(this::end).max().orElseGet(() -> offset(node.getEndMark()));
    }

    /// Marks count code points.
    private int offset(Optional<Mark> mark) {
        return text.offsetByCodePoints(
                0,
                mark.orElseThrow(() -> new NotWritableException("its parts cannot be located"))
                        .getIndex());
    }

    String textOf(Node node) {
        return text.substring(start(node), end(node));
    }

    /// The comments in a piece of the text, of which these nodes, in their order, are all that is no punctuation.
    List<String> comments(int from, int to, List<Node> nodes) {
        List<String> comments = new ArrayList<>();
        int at = from;
        for (Node leaf : nodes.stream().flatMap(node -> leaves(node).stream()).toList()) {
            comments.addAll(commentsBetween(at, start(leaf)));
            at = end(leaf);
        }
        comments.addAll(commentsBetween(at, to));
        return comments;
    }

    private static List<Node> leaves(Node node) {
        return node instanceof ScalarNode
                ? List.of(node)
                : children(node).stream()
                        .flatMap(child -> leaves(child).stream())
                        .toList();
    }

    private List<String> commentsBetween(int from, int to) {
        return text.substring(from, Math.max(from, to))
                .lines()
                .filter(line -> line.contains("#"))
                .map(line -> line.substring(line.indexOf('#')).stripTrailing())
                .toList();
    }

    /// Everything as maps, lists and texts, to compare it; null is an empty map.
    static Object content(Node node) {
        return switch (node) {
            case MappingNode map -> {
                Map<Object, Object> content = new LinkedHashMap<>();
                map.getValue()
                        .forEach(tuple -> content.put(content(tuple.getKeyNode()), content(tuple.getValueNode())));
                yield content;
            }
            case SequenceNode list ->
                new ArrayList<>(list.getValue().stream().map(YamlNodes::content).toList());
            case ScalarNode scalar when !scalar.getTag().equals(Tag.NULL) -> scalar.getValue();
            default -> Map.of();
        };
    }
}

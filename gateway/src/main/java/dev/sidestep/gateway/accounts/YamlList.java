package dev.sidestep.gateway.accounts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// A list in a text in YAML, whose items are put in another order, added and taken away. In blocks, an item goes along
/// with the comments directly above it; blank lines, and comments apart, stay where they are.
final class YamlList {
    private static final String BRACKETS =
            "it has a list in brackets with comments in between: write one item per line, with '- '";

    private final YamlNodes nodes;
    private final Lines lines;
    private final SequenceNode list;
    private final List<Node> items;

    /// An item of the list as it will be: one that is there already, or a new one.
    sealed interface Item {
        /// @param index its place now, from 0
        record Kept(int index) implements Item {}

        /// @param written as it is written in YAML
        record Added(String written) implements Item {}
    }

    /// Where an item in blocks stands, with its comments.
    private record Block(int firstLine, int lastLine) {}

    YamlList(YamlNodes nodes, Lines lines, SequenceNode list) {
        this.nodes = nodes;
        this.lines = lines;
        this.list = list;
        this.items = list.getValue();
    }

    /// What makes the list one of these items.
    List<Splice> become(List<Item> wanted) {
        return YamlNodes.isFlow(list) ? flow(wanted) : List.of(blocks(wanted));
    }

    private List<Splice> flow(List<Item> wanted) {
        boolean isAnotherOrder =
                wanted.size() == items.size() && wanted.stream().allMatch(Item.Kept.class::isInstance);
        if (!isAnotherOrder) {
            requireNoComments();
            String written = YamlScalars.list(wanted.stream().map(this::written).toList());
            return List.of(new Splice(nodes.start(list), nodes.end(list), written));
        }
        List<Splice> splices = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (!wanted.get(i).equals(new Item.Kept(i))) {
                requireNoComments();
                splices.add(new Splice(nodes.start(items.get(i)), nodes.end(items.get(i)), written(wanted.get(i))));
            }
        }
        return splices;
    }

    private void requireNoComments() {
        boolean isPlain = nodes.text().charAt(nodes.start(list)) == '['
                && nodes.comments(nodes.start(list), nodes.end(list), items).isEmpty();
        if (!isPlain) {
            throw new NotWritableException(BRACKETS);
        }
    }

    private String written(Item item) {
        return switch (item) {
            case Item.Kept(var index) -> nodes.textOf(items.get(index));
            case Item.Added(var written) -> written;
        };
    }

    private Splice blocks(List<Item> wanted) {
        int column = column();
        List<Block> blocks = blocks(column);
        StringBuilder changed = new StringBuilder();
        for (int place = 0; place < Math.max(wanted.size(), blocks.size()); place++) {
            if (place < wanted.size()) {
                changed.append(block(wanted.get(place), blocks, column));
            }
            if (place + 1 < blocks.size()) {
                changed.append(between(blocks.get(place), blocks.get(place + 1)));
            }
        }
        orphans(wanted, blocks).forEach(comment -> changed.append(indented(comment, column)));
        int from = lines.start(blocks.getFirst().firstLine());
        int to = lines.start(blocks.getLast().lastLine() + 1);
        if (to == nodes.text().length() && !nodes.text().endsWith("\n")) {
            changed.setLength(changed.length() - lines.separator().length());
        }
        return new Splice(from, to, changed.toString());
    }

    private String block(Item item, List<Block> blocks, int column) {
        return switch (item) {
            case Item.Kept(var index) ->
                lines.contents(blocks.get(index).firstLine(), blocks.get(index).lastLine());
            case Item.Added(var written) -> indented("- " + written, column);
        };
    }

    private String indented(String content, int column) {
        return " ".repeat(column) + content + lines.separator();
    }

    private String between(Block before, Block after) {
        return before.lastLine() + 1 == after.firstLine()
                ? ""
                : lines.contents(before.lastLine() + 1, after.firstLine() - 1);
    }

    /// The comments of items that are taken away: what a person wrote is not ours to delete.
    private List<String> orphans(List<Item> wanted, List<Block> blocks) {
        Set<Item> kept = new HashSet<>(wanted);
        List<String> comments = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (!kept.contains(new Item.Kept(i))) {
                Block block = blocks.get(i);
                comments.addAll(nodes.comments(
                        lines.start(block.firstLine()), lines.end(block.lastLine()), List.of(items.get(i))));
            }
        }
        return comments;
    }

    private int column() {
        int start = nodes.start(list);
        return start - lines.start(lines.of(start));
    }

    private List<Block> blocks(int column) {
        List<Block> blocks = new ArrayList<>();
        int line = lines.of(nodes.start(list));
        for (Node item : items) {
            while (lines.isBlank(line) || lines.isComment(line)) {
                line++;
            }
            requireDash(line, column);
            int last = lines.of(nodes.end(item));
            while (isComment(last + 1) && lines.indent(last + 1) > column) {
                last++;
            }
            int least = blocks.isEmpty() ? 0 : blocks.getLast().lastLine() + 1;
            blocks.add(new Block(firstOf(line, least, column), last));
            line = last + 1;
        }
        return blocks;
    }

    private int firstOf(int dashLine, int least, int column) {
        int first = dashLine;
        while (first > least && isComment(first - 1) && lines.indent(first - 1) <= column) {
            first--;
        }
        return first;
    }

    private boolean isComment(int line) {
        return line < lines.count() && lines.isComment(line);
    }

    private void requireDash(int line, int column) {
        String content = lines.content(line);
        boolean isDash = lines.indent(line) == column && content.startsWith("-", column);
        if (!isDash) {
            throw new NotWritableException("it has a list whose items do not each begin on a line with '- '");
        }
    }
}

package dev.sidestep.gateway.accounts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// The text of a configuration that was read without a mistake, and what it becomes by changes of its accounts: what is
/// not changed stays as it is, to the character. What becomes of it is parsed once more, and has to say what was wanted
/// and nothing else. Not thread-safe.
final class ConfigText {
    private static final String ACCOUNTS = "accounts";

    private final YamlNodes nodes;
    private final Lines lines;
    private final List<Node> accounts;

    ConfigText(String text) {
        requireOrdinaryLines(text);
        this.nodes = new YamlNodes(text);
        this.lines = new Lines(text);
        this.accounts = list().map(SequenceNode::getValue).orElse(List.of());
    }

    private static void requireOrdinaryLines(String text) {
        if (text.replace("\r\n", "").contains("\r")) {
            throw new NotWritableException("its lines end in an unusual way");
        }
    }

    private Optional<SequenceNode> list() {
        return YamlNodes.entry(nodes.root(), ACCOUNTS)
                .map(NodeTuple::getValueNode)
                .filter(SequenceNode.class::isInstance)
                .map(SequenceNode.class::cast);
    }

    /// The names of its accounts, in order; none where they come from the environment.
    List<String> names() {
        return accounts.stream().map(ConfigText::name).toList();
    }

    private static String name(Node account) {
        return YamlNodes.entry(account, "name")
                .or(() -> YamlNodes.entry(account, "provider"))
                .map(entry -> YamlNodes.scalar(entry.getValueNode()))
                .orElse("");
    }

    /// The text with a change of one of its accounts.
    ///
    /// @throws NotWritableException where that is not certain to be what was wanted
    String with(String account, AccountChange change) {
        int index = names().indexOf(account);
        if (index < 0 || !(accounts.get(index) instanceof MappingNode map)) {
            throw new NotWritableException("account " + account + " does not stand there any more");
        }
        nodes.requireSimple(map);
        YamlMap changed = new YamlMap(nodes, lines, map);
        List<Splice> splices = switch (change) {
            case AccountChange.Pinned(var models) -> pinned(changed, models);
            case AccountChange.Without(var models) -> texts(changed, "without", models);
            case AccountChange.Disabled(var disabled) -> flag(changed, "disabled", disabled);
        };
        return verified(splices, wanted(index, changed, change));
    }

    /// Where the account lists its models and pins none, the order that is pinned is that of the list.
    private List<Splice> pinned(YamlMap account, List<String> models) {
        return listsItsModels(account) ? reordered(account, models) : texts(account, "pinned", models);
    }

    private static boolean listsItsModels(YamlMap account) {
        return account.value("pinned").isEmpty()
                && account.value("models")
                        .filter(value -> value instanceof SequenceNode list
                                && !list.getValue().isEmpty())
                        .isPresent();
    }

    private List<Splice> reordered(YamlMap account, List<String> first) {
        SequenceNode models = (SequenceNode) account.value("models").orElseThrow();
        List<String> ids = models.getValue().stream().map(YamlNodes::scalar).toList();
        List<String> order = firstOf(first, ids);
        return new YamlList(nodes, lines, models)
                .become(order.stream()
                        .<YamlList.Item>map(id -> new YamlList.Item.Kept(ids.indexOf(id)))
                        .toList());
    }

    private static List<String> firstOf(List<String> first, List<String> ids) {
        List<String> unlisted =
                first.stream().filter(model -> !ids.contains(model)).toList();
        if (!unlisted.isEmpty()) {
            throw new NotWritableException("its account lists its models, and " + String.join(", ", unlisted)
                    + " is none of them: add it to models there");
        }
        List<String> order = new ArrayList<>(first);
        ids.stream().filter(id -> !first.contains(id)).forEach(order::add);
        return order;
    }

    private List<Splice> texts(YamlMap account, String key, List<String> texts) {
        Optional<Node> value = account.value(key);
        if (value.isEmpty()) {
            List<String> written = texts.stream().map(YamlScalars::of).toList();
            return texts.isEmpty() ? List.of() : List.of(account.add(key, YamlScalars.list(written)));
        }
        if (texts.isEmpty() || isEmptyList(value.get())) {
            return emptied(account, key, texts);
        }
        SequenceNode list = (SequenceNode) value.get();
        List<String> before = list.getValue().stream().map(YamlNodes::scalar).toList();
        return new YamlList(nodes, lines, list)
                .become(texts.stream().map(text -> item(text, before)).toList());
    }

    private static boolean isEmptyList(Node value) {
        return value instanceof SequenceNode list && list.getValue().isEmpty();
    }

    private List<Splice> emptied(YamlMap account, String key, List<String> texts) {
        if (texts.isEmpty()) {
            return List.of(account.remove(key));
        }
        Node empty = account.value(key).orElseThrow();
        List<String> written = texts.stream().map(YamlScalars::of).toList();
        return List.of(new Splice(nodes.start(empty), nodes.end(empty), YamlScalars.list(written)));
    }

    private static YamlList.Item item(String text, List<String> before) {
        int index = before.indexOf(text);
        return index < 0 ? new YamlList.Item.Added(YamlScalars.of(text)) : new YamlList.Item.Kept(index);
    }

    private List<Splice> flag(YamlMap account, String key, boolean on) {
        Optional<Node> value = account.value(key);
        if (value.isEmpty()) {
            return on ? List.of(account.add(key, "true")) : List.of();
        }
        return on
                ? List.of(new Splice(nodes.start(value.get()), nodes.end(value.get()), "true"))
                : List.of(account.remove(key));
    }

    /// The text with these of its accounts in this order; the others keep their places.
    ///
    /// @throws NotWritableException where that is not certain to be what was wanted
    String inOrder(List<String> first) {
        SequenceNode list = list().orElseThrow();
        nodes.requireSimple(list);
        List<String> names = names();
        List<Integer> slots = IntStream.range(0, names.size())
                .filter(i -> first.contains(names.get(i)))
                .boxed()
                .toList();
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, names.size()).boxed().toList());
        for (int i = 0; i < slots.size(); i++) {
            order.set(slots.get(i), names.indexOf(first.get(i)));
        }
        List<Splice> splices = new YamlList(nodes, lines, list)
                .become(order.stream()
                        .<YamlList.Item>map(YamlList.Item.Kept::new)
                        .toList());
        Map<Object, Object> wanted = content();
        wanted.put(
                ACCOUNTS,
                order.stream()
                        .map(index -> YamlNodes.content(accounts.get(index)))
                        .toList());
        return verified(splices, wanted);
    }

    private Map<Object, Object> wanted(int index, YamlMap account, AccountChange change) {
        Map<Object, Object> changed = new LinkedHashMap<>();
        ((Map<?, ?>) YamlNodes.content(accounts.get(index))).forEach(changed::put);
        switch (change) {
            case AccountChange.Pinned(var models)
            when listsItsModels(account) -> changed.put("models", firstOf(models, modelsOf(account)));
            case AccountChange.Pinned(var models) -> put(changed, "pinned", models, models.isEmpty());
            case AccountChange.Without(var models) -> put(changed, "without", models, models.isEmpty());
            case AccountChange.Disabled(var disabled) -> put(changed, "disabled", "true", !disabled);
        }
        List<Object> all =
                new ArrayList<>(accounts.stream().map(YamlNodes::content).toList());
        all.set(index, changed);
        Map<Object, Object> wanted = content();
        wanted.put(ACCOUNTS, all);
        return wanted;
    }

    private static List<String> modelsOf(YamlMap account) {
        return ((SequenceNode) account.value("models").orElseThrow())
                .getValue().stream().map(YamlNodes::scalar).toList();
    }

    private static void put(Map<Object, Object> account, String key, Object value, boolean isLeftOut) {
        if (isLeftOut) {
            account.remove(key);
        } else {
            account.put(key, value);
        }
    }

    private Map<Object, Object> content() {
        Map<Object, Object> content = new LinkedHashMap<>();
        ((Map<?, ?>) YamlNodes.content(nodes.root())).forEach(content::put);
        return content;
    }

    private String verified(List<Splice> splices, Map<Object, Object> wanted) {
        String changed = Splice.all(nodes.text(), splices);
        if (!YamlNodes.content(new YamlNodes(changed).root()).equals(wanted)) {
            throw new NotWritableException("what it would become is not certain to be what was wanted");
        }
        return changed;
    }
}

package dev.sidestep.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// A map of a [ConfigDocument]. A reader asks it for every key that it knows; what nobody asked for
/// is a mistake when the document is concluded. An accessor is empty when the key is left out, or
/// wrong (which is then reported). Not thread-safe.
public final class Section {
    private final ConfigDocument document;
    private final String path;
    private final SequencedMap<String, Value> values = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    /// A section with nothing in it.
    Section(ConfigDocument document, String path) {
        this.document = document;
        this.path = path;
        document.opened(this);
    }

    Section(ConfigDocument document, String path, MappingNode map) {
        this(document, path);
        for (NodeTuple tuple : map.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                put(key, tuple.getValueNode());
            } else {
                document.report().mistake(path, tuple.getKeyNode(), "expected a text as key");
            }
        }
    }

    /// The section's path, such as `accounts[1]`; empty for the whole file.
    public String path() {
        return path;
    }

    /// The path of an option in this section.
    public String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /// Where it stands, for what is made of it.
    AccountOrigin origin() {
        return new AccountOrigin.File(
                document.report().source(), document.report().line(path));
    }

    /// Whether the key is written here, rightly or wrongly.
    public boolean has(String key) {
        return value(key).isPresent();
    }

    /// What stands at a key.
    public Optional<Value> value(String key) {
        asked.add(key);
        return Optional.ofNullable(values.get(key));
    }

    /// See [Value#text()].
    public Optional<String> text(String key) {
        return value(key).flatMap(Value::text);
    }

    /// See [Value#integer(int, int)].
    public OptionalInt integer(String key, int least, int most) {
        Optional<Value> value = value(key);
        return value.isPresent() ? value.get().integer(least, most) : OptionalInt.empty();
    }

    /// See [Value#decimal()].
    public Optional<BigDecimal> decimal(String key) {
        return value(key).flatMap(Value::decimal);
    }

    /// See [Value#duration(Duration, Duration)].
    public Optional<Duration> duration(String key, Duration least, Duration most) {
        return value(key).flatMap(value -> value.duration(least, most));
    }

    /// See [Value#flag()].
    public Optional<Boolean> flag(String key) {
        return value(key).flatMap(Value::flag);
    }

    /// See [Value#choice(Map)].
    public <T> Optional<T> choice(String key, Map<String, T> choices) {
        return value(key).flatMap(value -> value.choice(choices));
    }

    /// See [Value#secret()].
    public Optional<Secret> secret(String key) {
        return value(key).flatMap(Value::secret);
    }

    /// See [Value#section()].
    public Optional<Section> section(String key) {
        return value(key).flatMap(Value::section);
    }

    /// See [Value#list()]; empty when the key is left out.
    public List<Value> list(String key) {
        return value(key).map(Value::list).orElse(List.of());
    }

    /// See [Value#texts()]; empty when the key is left out.
    public List<String> texts(String key) {
        return value(key).map(Value::texts).orElse(List.of());
    }

    /// All that stands here, for sections whose keys are names that people chose.
    public SequencedMap<String, Value> entries() {
        asked.addAll(values.keySet());
        return new LinkedHashMap<>(values);
    }

    /// Adds a mistake at a key of this section.
    public void mistake(String key, String text) {
        document.report().mistake(path(key), text);
    }

    /// Every key that was asked for so far.
    Set<String> asked() {
        return new LinkedHashSet<>(asked);
    }

    void refuseUnread() {
        for (String key : values.keySet()) {
            if (!asked.contains(key)) {
                mistake(key, "unknown key " + Closest.quoted(key) + Closest.suggestion(key, asked));
            }
        }
    }

    private void put(ScalarNode keyNode, Node valueNode) {
        String key = keyNode.getValue();
        document.report().locate(path(key), keyNode);
        if (values.containsKey(key)) {
            document.report().mistake(path(key), keyNode, "written twice");
            return;
        }
        values.put(key, new Value(document, path(key), valueNode));
    }
}

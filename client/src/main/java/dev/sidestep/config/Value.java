package dev.sidestep.config;

import dev.sidestep.core.queue.Priority;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// What stands at one place of a [ConfigDocument], of whatever kind: each accessor says which kind
/// the reader expects, and reports a mistake and is empty when it is another. Not thread-safe.
public final class Value {
    private static final Pattern PASSWORD = Pattern.compile("://[^/@]*:[^/]*@");

    /// Longest whole number and price that are read at all.
    private static final Pattern INTEGER = Pattern.compile("[-+]?\\d{1,15}");

    private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

    private static final Map<String, Priority> PRIORITIES =
            Arrays.stream(Priority.values()).collect(Collectors.toMap(Priority::id, Function.identity()));

    private static final String ZONE = "a time zone such as UTC or America/Los_Angeles";

    private final ConfigDocument document;
    private final String path;
    private final @Nullable Node node;

    Value(ConfigDocument document, String path, @Nullable Node node) {
        this.document = document;
        this.path = path;
        this.node = node;
        if (node != null) {
            document.report().locate(path, node);
        }
    }

    /// Where it stands, such as `accounts[1].key`.
    public String path() {
        return path;
    }

    /// Adds a mistake here.
    public void mistake(String text) {
        if (node == null) {
            document.report().mistake(path, text);
        } else {
            document.report().mistake(path, node, text);
        }
    }

    /// A text of one kind or another (`4` and `true` are texts too), without references.
    public Optional<String> text() {
        Optional<String> text = prose();
        if (text.filter(References::occursIn).isPresent()) {
            mistake("references such as ${NAME} are resolved in keys and headers only");
            return Optional.empty();
        }
        return text;
    }

    /// A text in which `${` means nothing special.
    public Optional<String> prose() {
        return scalar("a text");
    }

    /// A whole number in a range, both ends included.
    public OptionalInt integer(int least, int most) {
        OptionalLong number = number(least, most);
        return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
    }

    /// A whole number in a range, both ends included, that may be too large for an `int`.
    OptionalLong number(long least, long most) {
        String expected = "a whole number from " + least + " to " + most;
        Optional<Long> number = scalar(expected)
                .flatMap(text -> read(
                                text,
                                expected,
                                word -> INTEGER.matcher(word).matches()
                                        ? Optional.of(Long.parseLong(word))
                                        : Optional.empty())
                        .filter(value -> inRange(value >= least && value <= most, expected, text)));
        return number.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /// A number that is not negative, such as a price or a temperature.
    public Optional<BigDecimal> decimal() {
        String expected = "a number such as 0.59";
        return scalar(expected)
                .flatMap(text -> read(
                        text,
                        expected,
                        word -> DECIMAL.matcher(word).matches()
                                ? Optional.of(new BigDecimal(word))
                                : Optional.empty()));
    }

    /// A duration such as `250ms`, `30s`, `5m` or `1h30m`, in a range, both ends included.
    public Optional<Duration> duration(Duration least, Duration most) {
        String expected =
                "a duration such as 30s or 1h30m from " + Quantities.text(least) + " to " + Quantities.text(most);
        return scalar(expected)
                .flatMap(text -> read(text, expected, Quantities::duration)
                        .filter(value ->
                                inRange(value.compareTo(least) >= 0 && value.compareTo(most) <= 0, expected, text)));
    }

    /// A size in bytes such as `512KiB`, `20MB` or `65536`, in a range, both ends included.
    public OptionalLong size(long leastBytes, long mostBytes) {
        String expected = "a size such as 512KiB or 20MB from " + leastBytes + " to " + mostBytes + " bytes";
        Optional<Long> size = scalar(expected)
                .flatMap(text -> read(
                                text,
                                expected,
                                word -> Quantities.bytes(word).stream().boxed().findFirst())
                        .filter(value -> inRange(value >= leastBytes && value <= mostBytes, expected, text)));
        return size.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /// `true` or `false`.
    public Optional<Boolean> flag() {
        return choice(Map.of("true", true, "false", false));
    }

    /// One of some words.
    public <T> Optional<T> choice(Map<String, T> choices) {
        String expected =
                "one of " + String.join(", ", choices.keySet().stream().sorted().toList());
        return scalar(expected).flatMap(text -> {
            Optional<T> choice = Optional.ofNullable(choices.get(text));
            if (choice.isEmpty()) {
                wrong(expected, Closest.quoted(text) + Closest.suggestion(text, choices.keySet()));
            }
            return choice;
        });
    }

    /// The priority of a call: `interactive` or `batch`.
    public Optional<Priority> priority() {
        return choice(PRIORITIES);
    }

    /// A time zone such as `UTC` or `America/Los_Angeles`.
    Optional<ZoneId> zone() {
        return scalar(ZONE).flatMap(text -> {
            try {
                return Optional.of(ZoneId.of(text));
            } catch (DateTimeException unknown) {
                return wrong(ZONE, Closest.quoted(text) + Closest.suggestion(text, ZoneId.getAvailableZoneIds()));
            }
        });
    }

    /// The address of a server, `http` or `https`, with a host, without credentials, query or
    /// fragment; a slash at its end is taken away.
    public Optional<URI> baseUrl() {
        return text().flatMap(text -> read(text, BaseUrls.EXPECTED, BaseUrls::parse));
    }

    /// A secret: a reference (`${NAME}`, `${env:NAME}`, `${file:/path}`), a text with references,
    /// or, with a warning, the secret itself.
    public Optional<Secret> secret() {
        return scalar("a reference such as ${GROQ_API_KEY}").flatMap(text -> {
            if (!References.occursIn(text)) {
                warnOfPlainSecret();
            }
            return document.references().expand(path, text);
        });
    }

    private void warnOfPlainSecret() {
        document.warning(path, "the secret itself stands in the file; ${NAME} or ${file:/path} would keep it out");
    }

    /// A URL that may hold a password. A reference within it stands for one part of it, whatever
    /// characters that has; one at its beginning for the URL itself.
    public Optional<Secret> secretUrl() {
        return scalar("a URL").flatMap(text -> {
            if (!References.occursIn(text) && PASSWORD.matcher(text).find()) {
                warnOfPlainSecret();
            }
            return text.startsWith("${")
                    ? document.references().expand(path, text)
                    : document.references().expand(path, text, Value::percentEncoded);
        });
    }

    private static String percentEncoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// A header's value: as [#secret()], but a plain text needs no warning.
    public Optional<Secret> header() {
        return scalar("a text").flatMap(text -> document.references().expand(path, text));
    }

    /// The secret that stands in the file whose name this is.
    public Optional<Secret> secretFile() {
        return text().flatMap(name -> document.references().file(path, name));
    }

    /// A map.
    public Optional<Section> section() {
        return switch (node) {
            case MappingNode map -> Optional.of(new Section(document, path, map));
            // An empty file is a file with nothing in it, not a mistake.
            case null -> Optional.of(new Section(document, path));
            default -> wrong("a map", found());
        };
    }

    /// The items of a list, each with its own path.
    public List<Value> list() {
        if (!(node instanceof SequenceNode list)) {
            this.<List<Value>>wrong("a list", found());
            return List.of();
        }
        List<Value> items = new ArrayList<>();
        for (Node item : list.getValue()) {
            items.add(new Value(document, path + "[" + items.size() + "]", item));
        }
        return items;
    }

    /// A list of texts.
    public List<String> texts() {
        return list().stream().flatMap(item -> item.text().stream()).toList();
    }

    /// Whether it is just this word.
    boolean is(String word) {
        return node instanceof ScalarNode scalar && scalar.getValue().equals(word);
    }

    boolean isEmptyList() {
        return node instanceof SequenceNode list && list.getValue().isEmpty();
    }

    /// Whether it is a map.
    public boolean isMap() {
        return node instanceof MappingNode;
    }

    private Optional<String> scalar(String expected) {
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return scalar.getValue().isBlank() ? wrong(expected, "nothing") : Optional.of(scalar.getValue());
        }
        return wrong(expected, found());
    }

    private <T> Optional<T> read(String text, String expected, Function<String, Optional<T>> reader) {
        Optional<T> value = reader.apply(text);
        return value.isPresent() ? value : wrong(expected, Closest.quoted(text));
    }

    private boolean inRange(boolean fits, String expected, String text) {
        if (!fits) {
            wrong(expected, Closest.quoted(text));
        }
        return fits;
    }

    private <T> Optional<T> wrong(String expected, String found) {
        mistake("expected " + expected + ", found " + found);
        return Optional.empty();
    }

    private String found() {
        return switch (node) {
            case MappingNode _ -> "a map";
            case SequenceNode _ -> "a list";
            // Not what it is: a key that should stand in a list is still a key.
            case ScalarNode scalar when !scalar.getTag().equals(Tag.NULL) -> "a single value";
            case null, default -> "nothing";
        };
    }
}

package dev.sidestep.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Counting;
import dev.sidestep.core.Model;
import dev.sidestep.core.queue.Priority;
import dev.sidestep.core.selection.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The schema and the documentation say what the readers do. JSON is YAML, so our own reader reads
/// the schema.
class SchemaTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

    static final List<Knobs.Counts> COUNTS =
            List.of(Knobs.MAX_ATTEMPTS, Knobs.SAME_TARGET_RETRIES, Knobs.MAX_WAITING, Knobs.HEALTH_FAILURES);

    static final List<Knobs.Spans> SPANS = List.of(
            Knobs.ATTEMPT_TIMEOUT,
            Knobs.ANSWER_TIMEOUT,
            Knobs.IDLE_TIMEOUT,
            Knobs.CONNECT_TIMEOUT,
            Knobs.DEADLINE,
            Knobs.DEFAULT_COOLDOWN,
            Knobs.WAIT_UP_TO,
            Knobs.STICK_FOR,
            Knobs.BATCH_AGEING,
            Knobs.KEEP_ALIVE,
            Knobs.HEALTH_WINDOW,
            Knobs.SLOW_FIRST_CONTENT);

    private final Section schema =
            ConfigDocument.read(DOCS.resolve("sidestep.schema.json"), Map.of()).root();

    @Test
    void theWholeFileHasTheKeysThatAreRead() {
        ConfigDocument empty = empty();
        SidestepConfig.from(empty);
        empty.leave("gateway", "agents");

        assertThat(properties(schema))
                .containsExactlyInAnyOrderElementsOf(empty.root().asked());
    }

    @Test
    void anAccountHasTheKeysThatAreRead() {
        Section section = empty().root();
        AccountReader.read(section);

        assertThat(properties("account")).containsExactlyInAnyOrderElementsOf(section.asked());
    }

    @Test
    void aProviderHasTheKeysThatAreRead() {
        Section section = empty().root();
        ProviderReader.read("groq", section, Catalogue.current());

        assertThat(properties("provider")).containsExactlyInAnyOrderElementsOf(section.asked());
    }

    @Test
    void quotasHaveTheKeysThatAreRead() {
        Section section = empty().root();
        QuotaReader.read(section, List.of());

        assertThat(properties("quotas")).containsExactlyInAnyOrderElementsOf(section.asked());
    }

    @Test
    void countingHasTheKeysThatAreRead() {
        Section section = empty().root();
        CountingReader.read(section, Counting.UNKNOWN);

        assertThat(properties("counting")).containsExactlyInAnyOrderElementsOf(section.asked());
    }

    @Test
    void aModelHasTheKeysThatAreRead() {
        Section section = empty().root();
        section.text("id");
        ModelReader.merge(section, Model.unknown("some-model"));

        assertThat(properties("model")).containsExactlyInAnyOrderElementsOf(section.asked());
    }

    @Test
    void healthHasTheKeysThatAreRead() {
        Section section = empty().root();
        Knobs.health(section);

        assertThat(properties(at(at(schema, "properties"), "health")))
                .containsExactlyInAnyOrderElementsOf(section.asked());
    }

    @Test
    void choicesAreThoseThatAreRead() {
        assertThat(at(at(schema, "properties"), "order").texts("enum"))
                .containsExactlyElementsOf(
                        Arrays.stream(Order.values()).map(Order::id).toList());
        assertThat(at(at(schema, "$defs"), "priority").texts("enum"))
                .containsExactlyElementsOf(
                        Arrays.stream(Priority.values()).map(Priority::id).toList());
    }

    @Test
    void defaultsAreThoseOfTheKnobs() {
        StringBuilder yaml = new StringBuilder();
        at(schema, "properties").entries().forEach((key, value) -> {
            Section property = value.section().orElseThrow();
            property.value("default").flatMap(Value::text).ifPresent(text -> yaml.append(key + ": " + text + "\n"));
        });
        yaml.append("health:\n");
        at(at(at(schema, "properties"), "health"), "properties")
                .entries()
                .forEach((key, value) -> yaml.append("  " + key + ": "
                        + value.section().flatMap(each -> each.text("default")).orElseThrow() + "\n"));

        SidestepConfig config = SidestepConfig.read("defaults.yaml", yaml.toString(), Map.of());

        assertThat(config.knobs()).isEqualTo(Knobs.defaults());
        assertThat(config.catalogue()).isEqualTo(Catalogue.current());
        assertThat(yaml).contains("max-attempts: 25", "stick-for: 5m", "  failures: 3");
    }

    @ParameterizedTest
    @FieldSource("SPANS")
    void spansHaveTheirRanges(Knobs.Spans spans) {
        assertThat(knob(spans.key()).text("description").orElseThrow())
                .contains(Quantities.text(spans.least()) + " to " + Quantities.text(spans.most()));
    }

    @ParameterizedTest
    @FieldSource("COUNTS")
    void countsHaveTheirRanges(Knobs.Counts counts) {
        Section knob = knob(counts.key());

        assertThat(knob.integer("minimum", 0, Integer.MAX_VALUE)).hasValue(counts.least());
        assertThat(knob.integer("maximum", 0, Integer.MAX_VALUE)).hasValue(counts.most());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void examplesOfTheDocumentationAreRight(String yaml) {
        Map<String, String> keys = Map.of("GROQ_API_KEY", "a", "GROQ_API_KEY_2", "b", "OPENAI_API_KEY", "c");

        assertThat(SidestepConfig.read("configuration.md", yaml, keys).warnings())
                .isEmpty();
    }

    static Stream<String> examples() throws IOException {
        return YAML_BLOCK
                .matcher(Files.readString(DOCS.resolve("configuration.md")))
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring("```yaml\n".length(), block.length() - "```".length()));
    }

    /// A knob of the whole file, or of its section `health`.
    private Section knob(String key) {
        Section all = at(schema, "properties");
        return all.section(key).orElseGet(() -> at(at(at(all, "health"), "properties"), key));
    }

    private Set<String> properties(String definition) {
        return properties(at(at(schema, "$defs"), definition));
    }

    private static Set<String> properties(Section section) {
        return at(section, "properties").entries().keySet();
    }

    private static Section at(Section section, String key) {
        return section.section(key).orElseThrow();
    }

    private static ConfigDocument empty() {
        return ConfigDocument.parse("empty.yaml", "", Map.of());
    }
}

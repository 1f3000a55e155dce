package dev.sidestep.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Counting;
import dev.sidestep.core.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    static final List<Knobs.Counts> COUNTS = List.of(Knobs.MAX_ATTEMPTS, Knobs.SAME_TARGET_RETRIES, Knobs.MAX_WAITING);

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

    @ParameterizedTest
    @FieldSource("COUNTS")
    void countsHaveTheirRanges(Knobs.Counts counts) {
        Section knob = at(at(schema, "properties"), counts.key());

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

package dev.sidestep.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.wire.format.ModelTable;
import dev.sidestep.wire.json.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// What the models of one family take differently from the OpenAI API as written: one row of `dialects.json`, which
/// names its source. Immutable.
///
/// @param modelPrefix which of its provider's models, by how their ids start; empty for all. The longest match alone
///     counts
/// @param fields rules by the name of the top-level field
/// @param messages fields of messages and of their tool calls that it refuses
record Dialect(
        String modelPrefix, Map<String, Rule> fields, Set<String> messages, Set<Trait> traits, ToolIdRule toolIds) {
    /// What becomes of a field.
    sealed interface Rule {}

    /// It is taken out: silently where it is null or has the value that counts without it anyway, else reported.
    record Drop(String defaultJson) implements Rule {}

    /// It is taken out, and nothing is lost by it.
    record Omit() implements Rule {}

    /// It goes by another name there.
    ///
    /// @param prevails whether this field counts where the body has one of the new name too
    record Rename(String newName, boolean prevails) implements Rule {}

    /// Some of its texts go by others that mean nearly the same.
    record Replace(Map<String, String> texts) implements Rule {}

    /// What else is particular.
    enum Trait {
        /// Knows the role `developer`; elsewhere it is `system`.
        DEVELOPER,
        /// Takes fields that are null.
        NULLS,
        /// Has a field for what the model refused; elsewhere it is what it said.
        REFUSALS,
        /// Takes a choice among some of the tools; elsewhere the others are left out.
        ALLOWED_TOOLS,
        /// Refuses tools together with reasoning.
        EFFORT_OR_TOOLS,
        /// Reasons where nothing was said about it.
        REASONS_UNASKED,
        /// Takes marks of where a prefix is to be cached.
        CACHE_BREAKPOINTS,
        /// Takes text as a string, not as a list of parts.
        PLAIN_CONTENT,
        /// Wants `reasoning_content` back with each message that calls tools.
        THOUGHTS_BACK,
        /// Writes its thoughts into the text unless it is told to tell them apart.
        PARSED_THOUGHTS,
        /// Goes on with an assistant's message that is marked as a `prefix`.
        PREFIX;

        static Trait of(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /// A provider of which nothing is known takes everything.
    private static final Dialect AS_WRITTEN = new Dialect(
            "", Map.of(), Set.of(), Set.of(Trait.NULLS, Trait.REFUSALS, Trait.ALLOWED_TOOLS), ToolIdRule.ANY);

    private static final Map<String, List<Dialect>> ROWS = Table.read();

    private static final Map<String, ModelTable<Dialect>> BY_PROVIDER = ROWS.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, rows -> new ModelTable<>(rows.getValue(), Dialect::modelPrefix)));

    private static final Set<String> REFUSABLE = ROWS.values().stream()
            .flatMap(List::stream)
            .flatMap(dialect -> dialect.messages.stream())
            .collect(Collectors.toUnmodifiableSet());

    Dialect {
        fields = Map.copyOf(fields);
        messages = Set.copyOf(messages);
        traits = Set.copyOf(traits);
    }

    /// The dialect of a provider's model.
    static Dialect of(String providerType, String modelId) {
        ModelTable<Dialect> ofProvider = BY_PROVIDER.get(providerType);
        return ofProvider == null ? AS_WRITTEN : ofProvider.find(modelId).orElse(AS_WRITTEN);
    }

    /// True for a field of a message that some dialect refuses.
    static boolean isRefusedSomewhere(String messageField) {
        return REFUSABLE.contains(messageField);
    }

    /// False for a provider of which nothing is known.
    boolean isKnown() {
        return this != AS_WRITTEN;
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /// The table as it is written: rows that use groups, which may use groups themselves.
    private static final class Table {
        private final JsonNode groups;
        private final Map<String, Rule> fields = new HashMap<>();
        private final Set<String> messages = new HashSet<>();
        private final Set<Trait> traits = new HashSet<>();
        private ToolIdRule toolIds = ToolIdRule.ANY;

        private Table(JsonNode groups) {
            this.groups = groups;
        }

        static Map<String, List<Dialect>> read() {
            JsonNode table = json();
            return StreamSupport.stream(table.path("dialects").spliterator(), false)
                    .collect(Collectors.groupingBy(
                            row -> row.path("provider").asText(),
                            Collectors.mapping(
                                    row -> new Table(table.path("groups")).dialect(row), Collectors.toList())));
        }

        private static JsonNode json() {
            try (InputStream in = Dialect.class.getResourceAsStream("dialects.json")) {
                return Trees.parse(in == null ? new byte[0] : in.readAllBytes())
                        .orElseThrow(() -> new IllegalStateException("dialects.json is missing or no JSON"));
            } catch (IOException e) {
                throw new UncheckedIOException("dialects.json cannot be read", e);
            }
        }

        private Dialect dialect(JsonNode row) {
            add(row);
            return new Dialect(row.path("models").asText(), fields, messages, traits, toolIds);
        }

        private void add(JsonNode row) {
            row.path("use").forEach(group -> add(groups.required(group.asText())));
            row.path("fields").properties().forEach(field -> fields.put(field.getKey(), rule(field.getValue())));
            row.path("messages").forEach(name -> messages.add(name.asText()));
            row.path("traits").forEach(trait -> traits.add(Trait.of(trait.asText())));
            if (row.has("tool-ids")) {
                toolIds = ToolIdRule.of(row.path("tool-ids").asText());
            }
        }

        private static Rule rule(JsonNode rule) {
            if (rule.has("drop")) {
                return new Drop(Trees.text(rule.path("drop")));
            }
            if (rule.has("rename")) {
                return new Rename(
                        rule.path("rename").asText(), rule.path("prevails").asBoolean());
            }
            if (rule.has("replace")) {
                return new Replace(rule.path("replace").properties().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, text -> text.getValue().asText())));
            }
            return new Omit();
        }
    }
}

package dev.sidestep.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Model;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.format.Loss;
import dev.sidestep.wire.json.BodyEdits;
import dev.sidestep.wire.json.BodyField;
import dev.sidestep.wire.json.RequestBody;
import dev.sidestep.wire.json.Trees;
import dev.sidestep.wire.openai.Dialect.Drop;
import dev.sidestep.wire.openai.Dialect.Omit;
import dev.sidestep.wire.openai.Dialect.Rename;
import dev.sidestep.wire.openai.Dialect.Replace;
import dev.sidestep.wire.openai.Dialect.Trait;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Fits one call that is in OpenAI's format to one target that is, too: every byte stays that can. Used once, always
/// with the call as it came: what one target could not take is there again for the next.
final class ChatFitting {
    private static final String OLD_LIMIT = "max_tokens";
    private static final String LIMIT = "max_completion_tokens";
    private static final String EFFORT = "reasoning_effort";
    private static final String WITH_USAGE = "{\"include_usage\":true}";

    /// What the model must have for a field to mean anything.
    private static final Map<String, Feature> FEATURES = Map.ofEntries(
            Map.entry("tools", Feature.TOOLS),
            Map.entry("functions", Feature.TOOLS),
            Map.entry("stop", Feature.STOP),
            Map.entry("n", Feature.CHOICES),
            Map.entry("logprobs", Feature.LOGPROBS),
            Map.entry("top_logprobs", Feature.LOGPROBS),
            Map.entry("logit_bias", Feature.LOGIT_BIAS),
            Map.entry("modalities", Feature.SPEECH),
            Map.entry("audio", Feature.SPEECH),
            Map.entry("web_search_options", Feature.OPENAI_API));

    private static final Set<String> ABOUT_TOOLS = Set.of("tool_choice", "function_call", "parallel_tool_calls");

    private final ClientCall call;
    private final RequestBody body;
    private final Model model;
    private final Dialect dialect;
    private final Set<Feature> missing;
    private final BodyEdits edits;
    private final List<Loss> losses = new ArrayList<>(0);

    private ChatFitting(ClientCall call, Aim aim) {
        this.call = call;
        this.body = call.body();
        this.model = aim.model();
        this.dialect = Dialect.of(aim.providerType(), model.id());
        this.missing = missing(call.needs().features(), model.features());
        this.edits = named(body, call.model(), model);
    }

    /// Fits a chat call to a target.
    static Fitting of(ClientCall call, Aim aim) {
        return new ChatFitting(call, aim).fit();
    }

    /// Fits an embeddings call to a target.
    static Fitting of(EmbeddingCall call, Model model) {
        return new Fitting(named(call.body(), call.model(), model).apply(), List.of());
    }

    private static Set<Feature> missing(Set<Feature> needed, Set<Feature> had) {
        if (had.containsAll(needed)) {
            return Set.of();
        }
        EnumSet<Feature> missing = EnumSet.copyOf(needed);
        missing.removeAll(had);
        return missing;
    }

    private static BodyEdits named(RequestBody body, String asked, Model model) {
        BodyEdits edits = new BodyEdits(body);
        if (!asked.equals(model.id())) {
            edits.text("model", model.id());
        }
        for (BodyField field : body.fields()) {
            if (RequestBody.isOwn(field.name())) {
                edits.remove(field.name());
            }
        }
        return edits;
    }

    private Fitting fit() {
        for (BodyField field : body.fields()) {
            field(field);
        }
        effort();
        usage();
        messages();
        return new Fitting(edits.apply(), losses);
    }

    private void field(BodyField field) {
        if (isNull(field)) {
            if (isRefusedNull(field)) {
                edits.remove(field.name());
            }
        } else if (isMissing(field.name())) {
            drop(field.name());
        } else if (!isAboutMissingTools(field)) {
            ruled(field);
        }
    }

    /// A field that is null says nothing, and some endpoints refuse it.
    private boolean isRefusedNull(BodyField field) {
        return isNull(field) && (!dialect.has(Trait.NULLS) || dialect.fields().containsKey(field.name()));
    }

    private boolean isMissing(String name) {
        Feature feature = FEATURES.get(name);
        return feature != null && missing.contains(feature);
    }

    private void drop(String name) {
        edits.remove(name);
        losses.add(Loss.dropped(name));
    }

    private boolean isAboutMissingTools(BodyField field) {
        if (!missing.contains(Feature.TOOLS) || !ABOUT_TOOLS.contains(field.name())) {
            return false;
        }
        edits.remove(field.name());
        return true;
    }

    private void ruled(BodyField field) {
        String name = field.name();
        switch (dialect.fields().get(name)) {
            case null -> unruled(field);
            case Omit _ -> edits.remove(name);
            case Drop(String defaultJson) -> {
                edits.remove(name);
                if (!isDefault(body.json(field), defaultJson)) {
                    losses.add(Loss.dropped(name));
                }
            }
            case Rename(String newName, boolean prevails) -> rename(field, newName, prevails);
            case Replace(Map<String, String> texts) -> replace(field, texts);
        }
    }

    private void rename(BodyField field, String newName, boolean prevails) {
        if (prevails || !isSaid(newName)) {
            clamp(field);
            edits.remove(newName).rename(field.name(), newName);
        } else {
            edits.remove(field.name());
        }
    }

    private void replace(BodyField field, Map<String, String> texts) {
        String text = body.cursor(field).textOrEmpty();
        if (texts.get(text) instanceof String other && !isEffortLeftOut(field.name())) {
            edits.text(field.name(), other);
            losses.add(Loss.approximated(field.name(), text + "->" + other));
        }
    }

    private void unruled(BodyField field) {
        switch (field.name()) {
            case LIMIT -> clamp(field);
            // Both at once are refused, and the newer one counts the thoughts too.
            case OLD_LIMIT -> {
                if (isSaid(LIMIT)) {
                    edits.remove(OLD_LIMIT);
                } else {
                    clamp(field);
                }
            }
            case "tools" -> tools(field);
            case "tool_choice" -> toolChoice(field);
            case "function_call" -> unforced(field);
            case "response_format" -> responseFormat();
            default -> {
                // as it came
            }
        }
    }

    private void clamp(BodyField field) {
        boolean limits = field.name().equals(OLD_LIMIT) || field.name().equals(LIMIT);
        if (!limits || model.maxOutputTokens() == 0) {
            return;
        }
        long asked = body.cursor(field).wholeNumber(Long.MAX_VALUE / 100);
        if (asked > model.maxOutputTokens()) {
            edits.json(field.name(), Long.toString(model.maxOutputTokens()));
            losses.add(Loss.clamped(field.name(), asked, model.maxOutputTokens()));
        }
    }

    /// Leaves out the tools that the target does not know, and those that are not allowed where it cannot be told.
    private void tools(BodyField field) {
        boolean filters =
                missing.contains(Feature.CUSTOM_TOOLS) || missing.contains(Feature.OPENAI_API) || choosesAmongTools();
        if (filters) {
            JsonNode choice = body.field("tool_choice").flatMap(this::tree).orElseGet(Trees::object);
            ToolFilter filter = new ToolFilter(missing, choosesAmongTools() ? ToolFilter.allowed(choice) : Set.of());
            tree(field).map(filter::filter).ifPresent(this::tools);
        }
    }

    private void tools(ArrayNode left) {
        if (left.isEmpty()) {
            edits.remove("tools");
            ABOUT_TOOLS.forEach(edits::remove);
        } else {
            edits.json("tools", Trees.bytes(left));
        }
        losses.add(Loss.dropped("tools"));
    }

    private boolean choosesAmongTools() {
        return call.oddities().contains(Oddity.ALLOWED_TOOLS) && !dialect.has(Trait.ALLOWED_TOOLS);
    }

    private void toolChoice(BodyField field) {
        if (missing.contains(Feature.FORCED_TOOLS)) {
            unforced(field);
        } else if (choosesAmongTools()) {
            boolean isForced = call.needs().features().contains(Feature.FORCED_TOOLS);
            edits.text(field.name(), isForced ? "required" : "auto");
            losses.add(Loss.approximated(field.name(), "fewer tools"));
        }
    }

    private void unforced(BodyField field) {
        if (missing.contains(Feature.FORCED_TOOLS)) {
            edits.text(field.name(), "auto");
            losses.add(Loss.approximated(field.name(), "auto"));
        }
    }

    private void responseFormat() {
        if (missing.contains(Feature.JSON_SCHEMA) || missing.contains(Feature.JSON_SCHEMA_WITH_TOOLS)) {
            drop("response_format");
        }
    }

    /// How hard the model is to think: nothing for one that does not, and not at all for one that cannot in a call that
    /// brings tools.
    private void effort() {
        Optional<BodyField> said = body.field(EFFORT).filter(field -> !isNull(field));
        boolean isNone =
                said.filter(field -> body.json(field).equals("\"none\"")).isPresent();
        if (!model.features().contains(Feature.REASONING)) {
            edits.remove(EFFORT);
            if (said.isPresent() && !isNone) {
                losses.add(Loss.dropped(EFFORT));
            }
        } else if (!isNone && (said.isPresent() || dialect.has(Trait.REASONS_UNASKED)) && isEffortLeftOut(EFFORT)) {
            set(EFFORT, "\"none\"");
            losses.add(Loss.approximated(EFFORT, "none"));
        }
    }

    private boolean isEffortLeftOut(String name) {
        return name.equals(EFFORT)
                && (!model.features().contains(Feature.REASONING)
                        || (dialect.has(Trait.EFFORT_OR_TOOLS)
                                && call.needs().features().contains(Feature.TOOLS)));
    }

    /// The tokens are always asked for; a client that did not ask does not get to see them.
    private void usage() {
        boolean isRefused = dialect.fields().containsKey("stream_options");
        if (call.stream() && !call.includesUsage() && !isRefused) {
            Optional<ObjectNode> others = body.field("stream_options")
                    .flatMap(this::tree)
                    .filter(JsonNode::isObject)
                    .map(ObjectNode.class::cast);
            set("stream_options", others.map(ChatFitting::withUsage).orElse(WITH_USAGE));
        }
    }

    private static String withUsage(ObjectNode options) {
        return Trees.text(options.put("include_usage", true));
    }

    private void set(String name, String json) {
        if (body.field(name).filter(field -> !isRefusedNull(field)).isPresent()) {
            edits.json(name, json);
        } else {
            edits.insert(name, json);
        }
    }

    private void messages() {
        MessageEdits messages = new MessageEdits(dialect, missing, model.features());
        if (messages.concern(call.oddities())) {
            body.field("messages").flatMap(field -> messages.edit(body, field)).ifPresent(edited -> {
                edits.json("messages", edited);
                losses.addAll(messages.losses());
            });
        }
    }

    private Optional<JsonNode> tree(BodyField field) {
        return Trees.parse(body.bytes(), field.valueFrom(), field.valueTo());
    }

    private boolean isSaid(String name) {
        return body.field(name).filter(field -> !isNull(field)).isPresent();
    }

    private boolean isNull(BodyField field) {
        return body.bytes()[field.valueFrom()] == 'n';
    }

    /// True for the value that counts anyway when the field is left out: no loss.
    private static boolean isDefault(String json, String defaultJson) {
        if (json.equals(defaultJson)) {
            return true;
        }
        // "0.0" and "0" are one number
        return Character.isDigit(json.charAt(json.length() - 1))
                && Character.isDigit(defaultJson.charAt(0))
                && Double.parseDouble(json) == Double.parseDouble(defaultJson);
    }
}

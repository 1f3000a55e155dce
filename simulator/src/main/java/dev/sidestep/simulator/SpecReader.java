package dev.sidestep.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads a specification from JSON, collecting every mistake with its place.
final class SpecReader {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

    private final List<String> mistakes = new ArrayList<>();

    private SpecReader() {}

    static SimulatorSpec read(String json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new SpecException(List.of("not JSON at line " + at.getLineNr() + ", column " + at.getColumnNr() + ": "
                    + e.getOriginalMessage()));
        }
        var reader = new SpecReader();
        var field = new Field(root, "", "", reader.mistakes);
        var builder = SimulatorSpec.builder();
        reader.guard(field, () -> reader.fill(builder, field));
        if (!reader.mistakes.isEmpty()) {
            throw new SpecException(reader.mistakes);
        }
        return builder.build();
    }

    private void fill(SimulatorSpec.Builder builder, Field root) {
        root.allow(
                "standard",
                "every-wire",
                "limits",
                "first-token-millis",
                "tokens-per-second",
                "answer-tokens",
                "default-max-tokens",
                "providers",
                "limited",
                "faults");
        var pace = Pace.INSTANT;
        if (root.flag("standard", false)) {
            SimulatorSpec.standard().providers().forEach(builder::provider);
            pace = SimulatorSpec.standard().pace();
        }
        if (root.flag("every-wire", false)) {
            SimulatorSpec.everyWire().providers().forEach(builder::provider);
        }
        builder.pace(new Pace(
                Duration.ofMillis(
                        root.number("first-token-millis", pace.firstToken().toMillis())),
                (int) root.number("tokens-per-second", pace.tokensPerSecond()),
                (int) root.number("answer-tokens", pace.answerTokens())));
        builder.enforceLimits(root.flag("limits", true)).defaultMaxTokens(root.number("default-max-tokens", 0));
        for (var provider : root.members("providers")) {
            guard(provider, () -> builder.provider(provider(provider)));
        }
        for (var limit : root.elements("limited")) {
            guard(limit, () -> limited(limit, builder));
        }
        for (var fault : root.elements("faults")) {
            guard(fault, () -> fault(fault, builder));
        }
        if (mistakes.isEmpty()) {
            builder.build(); // what is wrong with the whole is told like the rest
        }
    }

    private ProviderSpec provider(Field field) {
        field.allow(
                "dialect",
                "path",
                "accept-any-key",
                "accounts",
                "models",
                "embedding-models",
                "calendar",
                "counts-refusals",
                "organization-limits",
                "tells");
        var builder = ProviderSpec.named(field.name());
        if (field.has("dialect")) {
            builder.dialect(field.choice("dialect", Dialect.class));
        }
        if (field.has("path")) {
            builder.path(field.text("path"));
        }
        if (field.flag("accept-any-key", !field.has("accounts"))) {
            builder.acceptAnyKey();
        }
        builder.rules(rules(field));
        for (var account : field.elements("accounts")) {
            guard(account, () -> builder.account(account(account)));
        }
        for (var model : field.elements("models")) {
            guard(model, () -> builder.model(model(model)));
        }
        for (var model : field.elements("embedding-models")) {
            builder.embeddingModels(model.text());
        }
        return builder.build();
    }

    private static QuotaRules rules(Field field) {
        var rules = QuotaRules.USUAL.withRefusalsCounted(field.flag("counts-refusals", false));
        if (field.has("calendar")) {
            rules = rules.withCalendar(zone(field.text("calendar")));
        }
        if (field.has("organization-limits")) {
            var limits = field.child("organization-limits");
            limits.allow("rpm", "rpd", "tpm", "tpd");
            rules = rules.withOrganizationLimits(limits(limits));
        }
        return field.has("tells") ? rules.withTelling(field.choice("tells", Telling.class)) : rules;
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException _) {
            throw new IllegalArgumentException("'calendar' must be a time zone such as America/Los_Angeles: " + name);
        }
    }

    private static Limits limits(Field field) {
        var limits = Limits.none();
        for (var dimension : Dimension.values()) {
            var name = dimension.abbreviation().toLowerCase(Locale.ROOT);
            limits = field.has(name) ? limits.with(dimension, field.number(name, 0)) : limits;
        }
        return limits;
    }

    private static AccountSpec account(Field field) {
        field.allow("name", "key", "organization");
        var account = AccountSpec.of(field.text("name"), field.text("key"));
        return field.has("organization")
                ? new AccountSpec(account.name(), account.key(), field.text("organization"))
                : account;
    }

    private static ModelSpec model(Field field) {
        if (field.isText()) {
            return ModelSpec.of(field.text());
        }
        field.allow(
                "id", "context-window", "max-output-tokens", "vision", "decommissioned", "rpm", "rpd", "tpm", "tpd");
        var model = ModelSpec.of(field.text("id"));
        return new ModelSpec(
                model.id(),
                field.number("context-window", model.contextWindow()),
                field.number("max-output-tokens", model.maxOutputTokens()),
                field.flag("vision", model.vision()),
                limits(field),
                field.flag("decommissioned", false));
    }

    private static void limited(Field field, SimulatorSpec.Builder builder) {
        field.allow("provider", "account", "model", "dimension", "seconds");
        var abbreviation = field.text("dimension");
        var dimension = Dimension.ofAbbreviation(abbreviation)
                .orElseThrow(
                        () -> new IllegalArgumentException("dimension must be rpm, rpd, tpm or tpd: " + abbreviation));
        builder.limited(where(field), dimension, Duration.ofMillis(Math.round(field.decimal("seconds") * 1_000)));
    }

    private static void fault(Field field, SimulatorSpec.Builder builder) {
        field.allow("provider", "account", "model", "times", "fault");
        int times = (int) field.number("times", ScriptedFault.FOREVER);
        builder.fault(where(field), FaultReader.read(field.child("fault")), times);
    }

    private static Where where(Field field) {
        return new Where(field.text("provider", "*"), field.text("account", "*"), field.text("model", "*"));
    }

    /// Turns what a constructor refuses into a mistake of the field that it was built from.
    private void guard(Field field, Runnable part) {
        try {
            part.run();
        } catch (IllegalArgumentException e) {
            field.mistake(String.valueOf(e.getMessage()));
        }
    }
}

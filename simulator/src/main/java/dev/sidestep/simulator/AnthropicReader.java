package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads Messages requests as strictly as Anthropic does. Throws [RefusedRequest].
///
/// @param version of the API, as the client declares it
/// @param beta whether the client asks for betas: they know more fields
record AnthropicReader(String version, boolean beta) {
    static final String CURRENT = "2026-10-21";
    private static final Set<String> VERSIONS = Set.of("2023-06-01", CURRENT);
    private static final Set<String> COUNTED =
            Set.of("model", "messages", "system", "tools", "tool_choice", "thinking", "output_config", "cache_control");
    private static final Set<String> FIELDS = union(
            COUNTED,
            "max_tokens",
            "stop_sequences",
            "stream",
            "temperature",
            "top_p",
            "top_k",
            "metadata",
            "service_tier",
            "container",
            "thread",
            "inference_geo",
            "speed",
            "diagnostics");
    private static final Set<String> BETA_FIELDS =
            union(FIELDS, "context_management", "mcp_servers", "fallbacks", "betas");
    private static final Set<String> SAMPLING = Set.of("temperature", "top_p", "top_k");
    private static final Set<String> EFFORTS = Set.of("low", "medium", "high", "xhigh", "max");
    private static final int LEAST_BUDGET = 1_024; // tokens of thinking

    static AnthropicReader of(SimulatedRequest request) {
        var version = request.header("anthropic-version");
        if (version.isEmpty()) {
            throw Input.refused("anthropic-version: header is required");
        }
        if (!VERSIONS.contains(version)) {
            throw Input.refused("anthropic-version: \"" + version + "\" is not a valid version");
        }
        return new AnthropicReader(version, !request.header("anthropic-beta").isEmpty());
    }

    private static Set<String> union(Set<String> some, String... more) {
        var all = new HashSet<>(some);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }

    /// The body as an object.
    static Input body(SimulatedRequest request) {
        try {
            return new Input(ChatReader.object(request.body()), "");
        } catch (RefusedRequest _) {
            throw Input.refused("The request body is not valid JSON: expected value at line 1 column 1");
        }
    }

    static String model(Input body) {
        var model = body.required("model");
        model.requireText();
        if (model.text().isBlank()) {
            throw model.wrong("String should have at least 1 character");
        }
        return model.text();
    }

    /// The tokens of a request for `count_tokens`.
    long count(Input body, Seal seal) {
        body.allow(COUNTED);
        AnthropicTools.choice(body, AnthropicTools.read(body.at("tools")));
        var messages = messages(body, seal);
        requireThinkingFits(body, seal.model(), 0);
        return tokens(body, messages);
    }

    MessagesCall read(Input body, Seal seal) {
        body.allow(beta ? BETA_FIELDS : FIELDS);
        var model = seal.model();
        long maxTokens = body.required("max_tokens").requireInteger(1);
        requireSampling(body, model);
        requireStops(body);
        requireMetadata(body.at("metadata"));
        requireIssued(body, "container");
        requireIssued(body, "thread");
        var tools = AnthropicTools.read(body.at("tools"));
        var choice = AnthropicTools.choice(body, tools);
        boolean thinks = requireThinkingFits(body, model, maxTokens);
        if (choice.forces() && ClaudeRules.NO_FORCED_TOOLS.isOf(model)) {
            throw Input.refused("tool_choice: forced tool use is not supported on this model");
        }
        if (choice.forces() && body.at("thinking").at("type").text().equals("enabled")) {
            throw Input.refused("Thinking may not be enabled when tool_choice forces tool use.");
        }
        var messages = messages(body, seal);
        CacheMarks.require(body);
        var question = new Question(
                model,
                messages.lastText(),
                messages.lastIsTool(),
                tools,
                choice,
                format(body, model),
                maxTokens,
                thinks);
        boolean stream = flag(body, "stream");
        boolean omits = body.at("thinking").at("display").text().equals("omitted");
        return new MessagesCall(question, stream, tokens(body, messages), omits, messages.hasImages());
    }

    private AnthropicMessages.Read messages(Input body, Seal seal) {
        requireSystem(body.at("system"));
        return AnthropicMessages.read(body, seal, version.equals(CURRENT));
    }

    private static long tokens(Input body, AnthropicMessages.Read messages) {
        return messages.tokens()
                + MessageReader.tokensOf(body.at("system").node())
                + MessageReader.tokensOf(body.at("tools").node());
    }

    private static boolean flag(Input body, String field) {
        if (body.has(field)) {
            body.at(field).requireFlag();
        }
        return body.at(field).node().asBoolean(false);
    }

    private void requireSampling(Input body, String model) {
        for (var field : SAMPLING) {
            if (version.equals(CURRENT) && body.mentions(field)) {
                throw body.at(field).wrong("Extra inputs are not permitted");
            }
        }
        if (body.has("temperature")) {
            body.at("temperature").requireNumber(0, 1);
        }
        if (body.has("top_p")) {
            body.at("top_p").requireNumber(0, 1);
        }
        if (body.has("top_k")) {
            body.at("top_k").requireInteger(0);
        }
        boolean usual = body.at("temperature").node().asDouble(1) == 1
                && body.at("top_p").node().asDouble(1) == 1
                && !body.has("top_k");
        if (ClaudeRules.DEFAULT_SAMPLING.isOf(model) && !usual) {
            throw Input.refused("`temperature`, `top_p` and `top_k` accept only their default values on this model.");
        }
        if (ClaudeRules.ONE_SAMPLING.isOf(model) && body.has("temperature") && body.has("top_p")) {
            throw Input.refused(
                    "`temperature` and `top_p` cannot both be specified for this model. Please use only one.");
        }
    }

    private static void requireStops(Input body) {
        if (!body.has("stop_sequences")) {
            return;
        }
        for (var stop : body.at("stop_sequences").elements()) {
            stop.requireText();
            if (stop.text().isBlank()) {
                throw Input.refused("stop_sequences: each stop sequence must contain non-whitespace");
            }
        }
    }

    private static void requireMetadata(Input metadata) {
        if (metadata.node().isObject()) {
            metadata.allow(Set.of("user_id"));
        }
    }

    /// A handle of something that only its issuer has; nothing was issued here.
    private static void requireIssued(Input body, String field) {
        if (body.has(field)) {
            var id = body.at(field).isText()
                    ? body.at(field).text()
                    : body.at(field).at("id").text();
            throw new RefusedRequest(404, field + " not found: " + id, "not_found_error", null, null);
        }
    }

    private static void requireSystem(Input system) {
        if (!system.node().isArray()) {
            if (system.isText() && system.text().isBlank()) {
                throw system.wrong("text content blocks must contain non-whitespace text");
            }
            if (!system.node().isMissingNode() && !system.isText()) {
                throw system.wrong("Input should be a valid string");
            }
            return;
        }
        for (var block : system.elements()) {
            block.allow(Set.of("type", "text", "cache_control", "citations"));
            block.required("text").requireText();
            if (block.at("text").text().isBlank()) {
                throw system.wrong("text content blocks must contain non-whitespace text");
            }
        }
    }

    /// Answers whether the model is to think.
    private static boolean requireThinkingFits(Input body, String model, long maxTokens) {
        requireEffortFits(body.at("output_config"), model);
        var thinking = body.at("thinking");
        if (!body.has("thinking")) {
            return false;
        }
        return switch (thinking.required("type").text()) {
            case "disabled" -> {
                thinking.as("disabled").allow(Set.of("type"));
                requireKnown(ClaudeRules.MANUAL, model, thinking, "disabled");
                yield false;
            }
            case "adaptive", "between_tools" -> {
                thinking.as(thinking.at("type").text()).allow(Set.of("type", "display"));
                if (!ClaudeRules.ADAPTIVE.isOf(model)) {
                    throw Input.refused("adaptive thinking is not supported on this model");
                }
                yield true;
            }
            case "enabled" -> {
                requireKnown(ClaudeRules.MANUAL, model, thinking, "enabled");
                requireBudget(thinking.as("enabled"), maxTokens);
                requireUsualSampling(body);
                yield true;
            }
            case String other ->
                throw thinking.wrong("Input tag '" + other + "' found using 'type' does not match any of the expected "
                        + "tags: 'adaptive', 'between_tools', 'disabled', 'enabled'");
        };
    }

    private static void requireKnown(ClaudeRules rule, String model, Input thinking, String type) {
        if (rule.isOf(model)) {
            return;
        }
        throw ClaudeRules.ADAPTIVE.isOf(model)
                ? Input.refused("\"thinking.type." + type + "\" is not supported for this model. Use "
                        + "\"thinking.type.adaptive\" and \"output_config.effort\" to control thinking behavior.")
                : thinking.wrong("Extended thinking is not supported on this model");
    }

    private static void requireBudget(Input thinking, long maxTokens) {
        thinking.allow(Set.of("type", "budget_tokens", "display"));
        long budget = thinking.required("budget_tokens").requireInteger(LEAST_BUDGET);
        if (maxTokens > 0 && budget >= maxTokens) {
            throw Input.refused("`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our "
                    + "documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking#max-tokens-"
                    + "and-context-window-size-with-extended-thinking");
        }
    }

    private static void requireUsualSampling(Input body) {
        if (body.has("temperature") && body.at("temperature").node().doubleValue() != 1) {
            throw Input.refused("`temperature` may only be set to 1 when thinking is enabled. Please consult our "
                    + "documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking#important-"
                    + "considerations-when-using-extended-thinking");
        }
        if (body.has("top_k")) {
            throw Input.refused("`top_k` must be unset when thinking is enabled.");
        }
    }

    private static void requireEffortFits(Input config, String model) {
        if (!config.node().isObject()) {
            return;
        }
        config.allow(Set.of("effort", "format", "task_budget"));
        if (!config.has("effort")) {
            return;
        }
        if (!ClaudeRules.EFFORT.isOf(model)) {
            throw Input.refused("This model does not support the effort parameter.");
        }
        if (!EFFORTS.contains(config.at("effort").text())) {
            throw config.at("effort").wrong("Input should be 'low', 'medium', 'high', 'xhigh' or 'max'");
        }
    }

    private static Question.Format format(Input body, String model) {
        var config = body.at("output_config");
        if (!config.has("format")) {
            return new Question.Format.Text();
        }
        var format = config.at("format");
        if (!ClaudeRules.STRUCTURED.isOf(model)) {
            throw Input.refused("'" + model + "' does not support output format.");
        }
        format.allow(Set.of("type", "schema"));
        if (!format.required("type").text().equals("json_schema")) {
            throw format.at("type").wrong("Input should be 'json_schema'");
        }
        var schema = format.required("schema");
        schema.requireObject();
        AnthropicTools.requireSupported(schema.node(), schema.path());
        return new Question.Format.Schema((ObjectNode) schema.node());
    }
}

package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;

/// Reads generateContent requests as strictly as Google does. Throws [RefusedRequest].
final class GeminiReader {
    private static final String REQUEST = "* GenerateContentRequest.";
    private static final String CONFIG = REQUEST + "generation_config.";
    private static final Set<String> MIME_TYPES = Set.of("text/plain", "application/json", "text/x.enum");
    private static final int MAX_STOPS = 5;
    private static final double MAX_TEMPERATURE = 2;

    private final ObjectNode body;
    private final Seal seal;
    private final GeminiRules rules;

    private GeminiReader(ObjectNode body, Seal seal) {
        this.body = body;
        this.seal = seal;
        this.rules = GeminiRules.of(seal.model());
    }

    static RefusedRequest refused(String message) {
        return new RefusedRequest(400, message, "INVALID_ARGUMENT", null, null);
    }

    static GeminiCall read(SimulatedRequest request, Seal seal) {
        return new GeminiReader(GeminiShape.read(json(request), "Request"), seal).read();
    }

    /// The tokens of a request for `countTokens`.
    static long count(SimulatedRequest request, Seal seal) {
        var body = GeminiShape.read(json(request), "CountRequest");
        boolean whole = body.has("generateContentRequest");
        var counted = whole ? body.get("generateContentRequest") : body;
        return GeminiContents.read(counted.path("contents"), seal).tokens()
                + MessageReader.tokensOf(counted.path("systemInstruction"))
                + MessageReader.tokensOf(counted.path("tools"));
    }

    private static ObjectNode json(SimulatedRequest request) {
        try {
            return ChatReader.object(request.body());
        } catch (RefusedRequest _) {
            throw refused("Invalid JSON payload received. Unexpected end of string.");
        }
    }

    private GeminiCall read() {
        if (body.has("cachedContent")) {
            throw new RefusedRequest(
                    403, "CachedContent not found (or permission denied)", "PERMISSION_DENIED", null, null);
        }
        var config = body.path("generationConfig");
        requireSampling(config);
        requireCandidates(config);
        requireStops(config);
        var tools = GeminiTools.read(body);
        var format = format(config, !tools.isEmpty());
        boolean thinks = thinks(config.path("thinkingConfig"));
        requireSystem(body.path("systemInstruction"));
        var contents = GeminiContents.read(body.path("contents"), seal);
        var question = new Question(
                seal.model(),
                contents.lastText(),
                contents.lastIsTool(),
                tools,
                GeminiTools.choice(body, tools),
                format,
                maxTokens(config),
                thinks);
        return new GeminiCall(
                question,
                config.path("candidateCount").asInt(1),
                contents.tokens()
                        + MessageReader.tokensOf(body.path("systemInstruction"))
                        + MessageReader.tokensOf(body.path("tools")),
                config.path("thinkingConfig").path("includeThoughts").asBoolean(false),
                contents.hasImages());
    }

    private void requireSampling(JsonNode config) {
        var temperature = config.path("temperature");
        if (temperature.isNumber() && (temperature.doubleValue() < 0 || temperature.doubleValue() > MAX_TEMPERATURE)) {
            throw refused(CONFIG + "temperature: temperature must be in the range [0.0, 2.0].");
        }
        var topP = config.path("topP");
        if (topP.isNumber() && (topP.doubleValue() < 0 || topP.doubleValue() > 1)) {
            throw refused(CONFIG + "top_p: top_p must be in the range [0.0, 1.0].");
        }
        boolean penalized = config.path("presencePenalty").asDouble(0) != 0
                || config.path("frequencyPenalty").asDouble(0) != 0;
        if (penalized && !rules.penalties()) {
            throw refused("Penalty is not enabled for models/" + seal.model());
        }
        boolean probable = config.path("responseLogprobs").asBoolean(false);
        if (probable && !rules.penalties()) {
            throw refused("Logprobs is not enabled for models/" + seal.model());
        }
        if (config.has("logprobs") && !probable) {
            throw refused(CONFIG + "logprobs: logprobs can only be set when response_logprobs is true.");
        }
    }

    private void requireCandidates(JsonNode config) {
        int candidates = config.path("candidateCount").asInt(1);
        if (candidates < 1 || candidates > rules.candidates()) {
            throw refused(
                    rules.candidates() == 1 && candidates > 1
                            ? "Multiple candidates is not enabled for models/" + seal.model()
                            : CONFIG + "candidate_count: candidate_count must be in the range [1, " + rules.candidates()
                                    + "].");
        }
    }

    private static void requireStops(JsonNode config) {
        var stops = config.path("stopSequences");
        if (stops.size() > MAX_STOPS) {
            throw refused(CONFIG + "stop_sequences: the number of stop_sequences must be at most " + MAX_STOPS + ".");
        }
        for (var stop : stops) {
            if (stop.asText().isEmpty()) {
                throw refused(CONFIG + "stop_sequences: stop_sequences must not be empty.");
            }
        }
    }

    private static void requireSystem(JsonNode system) {
        for (var part : system.path("parts")) {
            if (part.path("text").asText("").isEmpty()) {
                throw refused(REQUEST + "system_instruction.parts: only non-empty text is supported.");
            }
        }
        if (system.isObject() && system.path("parts").isEmpty()) {
            throw refused(REQUEST + "system_instruction.parts: contents.parts must not be empty.");
        }
    }

    private static long maxTokens(JsonNode config) {
        var most = config.path("maxOutputTokens");
        if (!most.isMissingNode() && most.asLong() < 1) {
            throw refused(CONFIG + "max_output_tokens: max_output_tokens must be positive.");
        }
        return most.asLong(0);
    }

    /// Whether the model thinks: always where it can, unless it is told not to.
    private boolean thinks(JsonNode thinking) {
        boolean budgeted = thinking.has("thinkingBudget");
        boolean levelled = thinking.has("thinkingLevel");
        if (budgeted && levelled) {
            throw refused("You can only set only one of thinking budget and thinking level.");
        }
        if (levelled) {
            requireLevel(thinking.path("thinkingLevel").asText());
        }
        if (!budgeted) {
            return rules.thinks();
        }
        return requireBudget(thinking.path("thinkingBudget").asLong());
    }

    private void requireLevel(String level) {
        if (rules.levels().isEmpty()) {
            throw refused("Thinking level is not supported for this model.");
        }
        if (!rules.levels().contains(level.toLowerCase(Locale.ROOT))) {
            throw refused("Thinking level " + level.toUpperCase(Locale.ROOT)
                    + " is not supported for this model. Please retry with other thinking level.");
        }
    }

    private boolean requireBudget(long budget) {
        if (!rules.thinks()) {
            throw refused("Thinking budget is not supported for this model.");
        }
        if (budget == 0 && !rules.canStopThinking()) {
            throw refused("Budget 0 is invalid. This model only works in thinking mode.");
        }
        boolean fits = budget == -1 || budget == 0 || budget >= rules.leastBudget() && budget <= rules.mostBudget();
        if (!fits) {
            throw refused("The thinking budget " + budget + " is invalid. Please choose a value between "
                    + rules.leastBudget() + " and " + rules.mostBudget() + ".");
        }
        return budget != 0;
    }

    private Question.Format format(JsonNode config, boolean hasTools) {
        var mime = config.path("responseMimeType").asText("text/plain");
        var schema = config.path("responseSchema");
        var jsonSchema = config.path("responseJsonSchema");
        boolean structured = schema.isObject() || jsonSchema.isObject();
        if (!MIME_TYPES.contains(mime)) {
            throw refused(CONFIG + "response_mime_type: allowed mimetypes are `text/plain`, `application/json`, "
                    + "`application/xml`, `application/yaml` and `text/x.enum`.");
        }
        if (schema.isObject() && jsonSchema.isObject()) {
            throw refused(CONFIG + "response_json_schema: only one of response_schema and response_json_schema may be "
                    + "set.");
        }
        boolean text = mime.equals("text/plain");
        if (structured && text) {
            throw refused(CONFIG + "response_mime_type: response_schema needs a response_mime_type of "
                    + "`application/json`.");
        }
        if (!text && hasTools && !rules.schemaWithTools()) {
            throw refused("Function calling with a response mime type: '" + mime + "' is unsupported");
        }
        if (schema.isObject()) {
            GeminiTools.requireSchema(schema, CONFIG + "response_schema");
        }
        if (structured) {
            return new Question.Format.Schema(schema.isObject() ? schema : jsonSchema);
        }
        return text ? new Question.Format.Text() : new Question.Format.Json();
    }
}

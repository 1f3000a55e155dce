package dev.sidestep.wire.models;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Lifecycle;
import dev.sidestep.core.Price;
import dev.sidestep.wire.canonical.WireFormat;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the entries of a wire format's list say what: data. Of several places the first that says something counts.
///
/// @param entries the field of the entries
/// @param id where an entry has its id
/// @param windows where it may have its context window
/// @param outputs where it may have its longest output
/// @param gone what says that the model is listed and not offered
/// @param noChat what says that it answers no chat calls
/// @param lacking what says what it cannot do
record ListShape(
        String entries,
        String id,
        List<JsonPointer> windows,
        List<JsonPointer> outputs,
        List<Denial> gone,
        List<Denial> noChat,
        Map<Feature, List<Denial>> lacking) {
    private static final String RESOURCE_PREFIX = "models/";
    private static final long MOST_TOKENS = 1_000_000_000;
    private static final BigDecimal PER_MILLION = BigDecimal.valueOf(1_000_000);
    private static final Pattern DOLLARS = Pattern.compile("\\d{1,6}(\\.\\d{1,20})?");
    private static final int DATE_CHARS = 10;

    private static final JsonPointer TYPE = JsonPointer.compile("/type");
    private static final JsonPointer PROMPT_PRICE = JsonPointer.compile("/pricing/prompt");
    private static final JsonPointer COMPLETION_PRICE = JsonPointer.compile("/pricing/completion");
    private static final List<JsonPointer> SHUTDOWNS = places("/deprecation", "/expiration_date");

    /// OpenAI tells ids only. Those who speak its format tell more, each in fields of its own:
    /// [Groq](https://console.groq.com/docs/api-reference) has `context_window`, `max_completion_tokens` and
    /// `active`, [OpenRouter](https://openrouter.ai/docs/models) `context_length`, `architecture`,
    /// `top_provider`, `supported_parameters` and a `pricing` per token,
    /// [Mistral](https://docs.mistral.ai/api) `max_context_length`, `capabilities` and `deprecation`,
    /// Fireworks `supports_chat` and its like, vLLM `max_model_len`.
    private static final ListShape OPENAI = new ListShape(
            "data",
            "id",
            places("/context_window", "/context_length", "/max_context_length", "/max_model_len"),
            places("/max_completion_tokens", "/top_provider/max_completion_tokens"),
            List.of(Denial.unlessTrue("/active")),
            List.of(
                    Denial.unlessTrue("/capabilities/completion_chat"),
                    Denial.unlessTrue("/supports_chat"),
                    Denial.unlessListed("/architecture/output_modalities", "text")),
            Map.of(
                    Feature.VISION,
                    List.of(
                            Denial.unlessTrue("/capabilities/vision"),
                            Denial.unlessTrue("/supports_image_input"),
                            Denial.unlessListed("/architecture/input_modalities", "image")),
                    Feature.AUDIO,
                    List.of(Denial.unlessListed("/architecture/input_modalities", "audio")),
                    Feature.SPEECH,
                    List.of(Denial.unlessListed("/architecture/output_modalities", "audio")),
                    Feature.TOOLS,
                    List.of(
                            Denial.unlessTrue("/capabilities/function_calling"),
                            Denial.unlessTrue("/supports_tools"),
                            Denial.unlessListed("/supported_parameters", "tools")),
                    Feature.JSON_SCHEMA,
                    List.of(Denial.unlessListed("/supported_parameters", "structured_outputs")),
                    Feature.REASONING,
                    List.of(Denial.unlessListed("/supported_parameters", "reasoning")),
                    Feature.STOP,
                    List.of(Denial.unlessListed("/supported_parameters", "stop")),
                    Feature.LOGPROBS,
                    List.of(Denial.unlessListed("/supported_parameters", "logprobs")),
                    Feature.LOGIT_BIAS,
                    List.of(Denial.unlessListed("/supported_parameters", "logit_bias"))));

    /// https://platform.claude.com/docs/en/api/models
    private static final ListShape ANTHROPIC = new ListShape(
            "data",
            "id",
            places("/max_input_tokens"),
            places("/max_tokens"),
            List.of(),
            List.of(),
            Map.of(
                    Feature.VISION,
                    List.of(Denial.unlessTrue("/capabilities/image_input/supported")),
                    Feature.FILES,
                    List.of(Denial.unlessTrue("/capabilities/pdf_input/supported")),
                    Feature.JSON_SCHEMA,
                    List.of(Denial.unlessTrue("/capabilities/structured_outputs/supported")),
                    Feature.CITATIONS,
                    List.of(Denial.unlessTrue("/capabilities/citations/supported")),
                    Feature.REASONING,
                    List.of(Denial.unlessTrue("/capabilities/thinking/supported"))));

    /// https://ai.google.dev/api/models
    private static final ListShape GEMINI = new ListShape(
            "models",
            "name",
            places("/inputTokenLimit"),
            places("/outputTokenLimit"),
            List.of(),
            List.of(Denial.unlessListed("/supportedGenerationMethods", "generateContent")
                    .needed()),
            Map.of(Feature.REASONING, List.of(Denial.unlessTrue("/thinking"))));

    static ListShape of(WireFormat wire) {
        return switch (wire) {
            case OPENAI, RESPONSES -> OPENAI;
            case ANTHROPIC -> ANTHROPIC;
            case GEMINI -> GEMINI;
        };
    }

    private static List<JsonPointer> places(String... pointers) {
        return Arrays.stream(pointers).map(JsonPointer::compile).toList();
    }

    /// The model that an entry is; empty where it is none that is offered, or its id is none.
    Optional<ListedModel> read(JsonNode entry) {
        String name = entry.path(id).asText("");
        String plain = name.startsWith(RESOURCE_PREFIX) ? name.substring(RESOURCE_PREFIX.length()) : name;
        if (!entry.path(id).isTextual() || !isId(plain) || isSaid(gone, entry)) {
            return Optional.empty();
        }
        return Optional.of(new ListedModel(
                plain,
                isChat(plain, entry),
                tokens(windows, entry),
                tokens(outputs, entry),
                lacking(entry),
                price(entry),
                lifecycle(entry)));
    }

    private static boolean isId(String text) {
        return !text.isBlank()
                && text.length() <= ListedModel.MOST_ID_CHARS
                && text.codePoints().allMatch(ListShape::isPrinted);
    }

    private static boolean isPrinted(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> true;
        };
    }

    /// Together says what a model is in `type`: https://docs.together.ai/reference/models
    private boolean isChat(String plain, JsonNode entry) {
        return !isSaid(noChat, entry)
                && !NoChat.isSaidBy(plain)
                && !NoChat.isSaidBy(entry.at(TYPE).asText(""));
    }

    private static boolean isSaid(List<Denial> denials, JsonNode entry) {
        return denials.stream().anyMatch(each -> each.isSaidBy(entry));
    }

    private Set<Feature> lacking(JsonNode entry) {
        Set<Feature> lacks = EnumSet.noneOf(Feature.class);
        lacking.forEach((feature, denials) -> {
            if (isSaid(denials, entry)) {
                lacks.add(feature);
            }
        });
        return lacks;
    }

    private static long tokens(List<JsonPointer> places, JsonNode entry) {
        return places.stream()
                .map(entry::at)
                .filter(JsonNode::canConvertToLong)
                .mapToLong(JsonNode::longValue)
                .filter(tokens -> tokens > 0 && tokens <= MOST_TOKENS)
                .findFirst()
                .orElse(0);
    }

    private static @Nullable Price price(JsonNode entry) {
        Optional<BigDecimal> prompt = perMillion(entry.at(PROMPT_PRICE));
        Optional<BigDecimal> completion = perMillion(entry.at(COMPLETION_PRICE));
        return prompt.isPresent() && completion.isPresent() ? new Price(prompt.get(), completion.get()) : null;
    }

    private static Optional<BigDecimal> perMillion(JsonNode perToken) {
        return Optional.ofNullable(perToken.textValue())
                .filter(text -> DOLLARS.matcher(text).matches())
                .map(text -> new BigDecimal(text).multiply(PER_MILLION).stripTrailingZeros());
    }

    private static Lifecycle lifecycle(JsonNode entry) {
        return SHUTDOWNS.stream()
                .flatMap(place -> day(entry.at(place)).stream())
                .findFirst()
                .<Lifecycle>map(Lifecycle.Deprecated::new)
                .orElse(Lifecycle.ACTIVE);
    }

    private static Optional<LocalDate> day(JsonNode date) {
        String text = date.asText("");
        try {
            return text.length() < DATE_CHARS
                    ? Optional.empty()
                    : Optional.of(LocalDate.parse(text.substring(0, DATE_CHARS)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}

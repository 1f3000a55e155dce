package dev.sidestep.wire.openai;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Needs;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.ModelNames;
import dev.sidestep.wire.format.PromptSize;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.JsonCursor;
import dev.sidestep.wire.json.RequestBody;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One scan over one chat call. Used once.
final class ChatCallReader {
    /// A larger limit than any model's output, and small enough to be added up without overflow.
    private static final long MOST_TOKENS = 1_000_000_000;

    /// Fields that are read here, so that a second one would leave open which of the two counts.
    private static final Set<String> SINGLE = Set.of(
            "model",
            "messages",
            "stream",
            "stream_options",
            "models",
            "fallbacks",
            "max_tokens",
            "max_completion_tokens",
            "tools",
            "functions",
            "response_format",
            "modalities");

    private final Set<String> seen = new HashSet<>();
    private final EnumSet<Feature> features = EnumSet.of(Feature.CHAT);
    private final PromptSize prompt = new PromptSize();
    private final List<String> models = new ArrayList<>();
    private final List<String> fallbacks = new ArrayList<>();
    private @Nullable String model;
    private boolean hasMessages;
    private boolean stream;
    private boolean includesUsage;
    private long maxTokens;
    private long maxCompletionTokens;

    ClientCall read(byte[] bytes) {
        RequestBody body = RequestBody.scan(bytes, this::field);
        if (model == null) {
            throw new InvalidRequestException("model is missing: name a model, or `auto`", "model");
        }
        if (!hasMessages) {
            throw new InvalidRequestException("messages is missing: expected an array of messages", "messages");
        }
        long maxOutputTokens = maxCompletionTokens > 0 ? maxCompletionTokens : maxTokens;
        Needs needs = new Needs(features, prompt.prompt(), maxOutputTokens);
        return new ClientCall(
                WireFormat.OPENAI, Map.of(), body, model, stream, includesUsage, models, fallbacks, List.of(), needs);
    }

    private void field(String name, JsonCursor cursor) {
        if (SINGLE.contains(name) && !seen.add(name)) {
            throw new InvalidRequestException(name + " must not be given twice", name);
        }
        switch (name) {
            case "model" -> model = ModelNames.read(cursor, "model");
            case "messages" -> messages(cursor);
            case "stream" -> stream = flag(cursor, "stream");
            case "stream_options" -> streamOptions(cursor);
            case "models" -> ModelNames.readAll(cursor, name, models);
            case "fallbacks" -> ModelNames.readAll(cursor, name, fallbacks);
            // A number that makes no sense is the provider's to refuse; here it counts as none.
            case "max_tokens" -> maxTokens = Math.max(0, cursor.wholeNumber(MOST_TOKENS));
            case "max_completion_tokens" -> maxCompletionTokens = Math.max(0, cursor.wholeNumber(MOST_TOKENS));
            case "tools", "functions" -> tools(cursor);
            case "response_format" -> responseFormat(cursor);
            case "modalities" -> modalities(cursor);
            default -> cursor.skip();
        }
    }

    private static boolean flag(JsonCursor cursor, String name) {
        JsonToken value = cursor.peek();
        if (!value.isBoolean() && value != JsonToken.VALUE_NULL) {
            throw new InvalidRequestException(name + " must be true or false", name);
        }
        cursor.skip();
        return value == JsonToken.VALUE_TRUE;
    }

    private void streamOptions(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            if (cursor.name().equals("include_usage")) {
                includesUsage = flag(cursor, "stream_options.include_usage");
            } else {
                cursor.skip();
            }
        }
    }

    private void messages(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_ARRAY) {
            throw new InvalidRequestException("messages must be an array", "messages");
        }
        int index = 0;
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            if (cursor.peek() != JsonToken.START_OBJECT) {
                throw new InvalidRequestException("messages[" + index + "] must be an object", "messages");
            }
            message(cursor);
            index++;
        }
        if (index == 0) {
            throw new InvalidRequestException("messages must not be empty", "messages");
        }
        hasMessages = true;
    }

    private void message(JsonCursor cursor) {
        prompt.addMessage();
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            String name = cursor.name();
            if (name.equals("content") && cursor.peek() == JsonToken.START_ARRAY) {
                for (boolean next = cursor.enterArray(); next; next = cursor.nextElement()) {
                    part(cursor);
                }
            } else if (name.equals("role")) {
                cursor.skip();
            } else {
                prompt.addText(cursor.skip());
            }
        }
    }

    private void part(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            prompt.addText(cursor.skip());
            return;
        }
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            switch (cursor.name()) {
                case "image_url", "input_image", "image" -> {
                    features.add(Feature.VISION);
                    medium(cursor);
                }
                case "input_audio" -> {
                    features.add(Feature.AUDIO);
                    medium(cursor);
                }
                case "file", "source", "video_url" -> medium(cursor);
                case "type" -> type(cursor.textOrEmpty());
                default -> prompt.addText(cursor.skip());
            }
        }
    }

    private void type(String type) {
        switch (type) {
            case "image_url", "input_image", "image" -> features.add(Feature.VISION);
            case "input_audio" -> features.add(Feature.AUDIO);
            default -> {
                // text, and kinds that no feature stands for
            }
        }
    }

    private void medium(JsonCursor cursor) {
        cursor.skip();
        prompt.addMedium();
    }

    private void tools(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_ARRAY) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            features.add(Feature.TOOLS);
            prompt.addText(cursor.skip());
        }
    }

    private void responseFormat(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            if (!cursor.name().equals("type")) {
                prompt.addText(cursor.skip());
            } else if (cursor.textOrEmpty().equals("json_schema")) {
                features.add(Feature.JSON_SCHEMA);
            }
        }
    }

    private void modalities(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_ARRAY) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            if (cursor.textOrEmpty().equals("audio")) {
                features.add(Feature.AUDIO);
            }
        }
    }
}

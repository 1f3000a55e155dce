package dev.sidestep.wire.openai;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Model;
import dev.sidestep.core.Needs;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.format.ModelNames;
import dev.sidestep.wire.format.PromptSize;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.JsonCursor;
import dev.sidestep.wire.json.RequestBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an embeddings call asks for, read in one scan over the client's body. Immutable.
///
/// @param body the body as it came
/// @param model as in [ChatCall]
/// @param models as in [ChatCall]
/// @param fallbacks as in [ChatCall]
/// @param needs embeddings, and an estimate of the input's tokens
public record EmbeddingCall(RequestBody body, String model, List<String> models, List<String> fallbacks, Needs needs) {
    public EmbeddingCall {
        models = List.copyOf(models);
        fallbacks = List.copyOf(fallbacks);
    }

    /// Reads a call.
    ///
    /// @throws InvalidRequestException where the body is not one
    public static EmbeddingCall read(byte[] body) {
        return new Reader().read(body);
    }

    /// The call for one target.
    public Fitting fit(Model model) {
        return ChatFitting.of(this, model);
    }

    private static final class Reader {
        private final PromptSize prompt = new PromptSize();
        private final List<String> models = new ArrayList<>();
        private final List<String> fallbacks = new ArrayList<>();
        private @Nullable String model;
        private boolean hasInput;

        EmbeddingCall read(byte[] bytes) {
            RequestBody body = RequestBody.scan(bytes, this::field);
            if (model == null) {
                throw new InvalidRequestException("model is missing: name an embedding model", "model");
            }
            if (!hasInput) {
                throw new InvalidRequestException("input is missing: expected a text or an array of texts", "input");
            }
            Needs needs = new Needs(Set.of(Feature.EMBEDDINGS), prompt.prompt(), 0);
            return new EmbeddingCall(body, model, models, fallbacks, needs);
        }

        private void field(String name, JsonCursor cursor) {
            switch (name) {
                case "model" -> {
                    if (model != null) {
                        throw new InvalidRequestException("model must not be given twice", "model");
                    }
                    model = ModelNames.read(cursor, "model");
                }
                case "input" -> {
                    hasInput = cursor.peek() == JsonToken.VALUE_STRING || cursor.peek() == JsonToken.START_ARRAY;
                    prompt.addText(cursor.skip());
                }
                case "models" -> ModelNames.readAll(cursor, name, models);
                case "fallbacks" -> ModelNames.readAll(cursor, name, fallbacks);
                default -> cursor.skip();
            }
        }
    }
}

package dev.sidestep.wire.openai;

import dev.sidestep.core.Model;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.format.Loss;
import dev.sidestep.wire.json.BodyEdits;
import dev.sidestep.wire.json.BodyField;
import dev.sidestep.wire.json.RequestBody;
import dev.sidestep.wire.openai.Dialect.Drop;
import dev.sidestep.wire.openai.Dialect.Rename;
import dev.sidestep.wire.openai.Dialect.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Fits calls that are in OpenAI's format to targets that are, too: every byte stays that can.
final class ChatFitting {
    private ChatFitting() {}

    /// Fits a chat call to a target, always from the call as it came: what one target could not take is there again
    /// for the next.
    ///
    /// @param providerType whose endpoint it is, such as `groq`; an unknown one takes everything
    static Fitting of(ClientCall call, String providerType, Model model) {
        RequestBody body = call.body();
        Map<String, Rule> rules = Dialect.rules(providerType, model.id());
        BodyEdits edits = named(body, call.model(), model);
        List<Loss> losses = new ArrayList<>(0);
        for (BodyField field : body.fields()) {
            switch (rules.get(field.name())) {
                case null -> clamp(body, field, model, edits, losses);
                case Drop(String defaultJson) -> {
                    edits.remove(field.name());
                    if (!isDefault(body.json(field), defaultJson)) {
                        losses.add(Loss.dropped(field.name()));
                    }
                }
                case Rename(String newName, boolean prevails) -> {
                    if (prevails || !body.has(newName)) {
                        clamp(body, field, model, edits, losses);
                        edits.remove(newName).rename(field.name(), newName);
                    } else {
                        edits.remove(field.name());
                    }
                }
            }
        }
        return new Fitting(edits.apply(), losses);
    }

    /// Fits an embeddings call to a target.
    static Fitting of(EmbeddingCall call, Model model) {
        return new Fitting(named(call.body(), call.model(), model).apply(), List.of());
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

    private static void clamp(RequestBody body, BodyField field, Model model, BodyEdits edits, List<Loss> losses) {
        boolean limits = field.name().equals("max_tokens") || field.name().equals("max_completion_tokens");
        if (!limits || model.maxOutputTokens() == 0) {
            return;
        }
        long asked = body.cursor(field).wholeNumber(Long.MAX_VALUE / 100);
        if (asked > model.maxOutputTokens()) {
            edits.json(field.name(), Long.toString(model.maxOutputTokens()));
            losses.add(Loss.clamped(field.name(), asked, model.maxOutputTokens()));
        }
    }

    /// True for null and for the value that counts anyway when the field is left out: no loss.
    private static boolean isDefault(String json, String defaultJson) {
        if (json.equals("null") || json.equals(defaultJson)) {
            return true;
        }
        // "0.0" and "0" are one number
        return Character.isDigit(json.charAt(json.length() - 1))
                && Character.isDigit(defaultJson.charAt(0))
                && Double.parseDouble(json) == Double.parseDouble(defaultJson);
    }
}

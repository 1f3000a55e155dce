package dev.sidestep.wire.responses;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.format.Loss;
import dev.sidestep.wire.json.BodyEdits;
import dev.sidestep.wire.json.BodyField;
import dev.sidestep.wire.json.JsonCursor;
import dev.sidestep.wire.json.RequestBody;
import dev.sidestep.wire.json.Trees;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Fits a call of this format to a target that speaks it, too: every byte stays that can. Used once.
final class ResponsesFitting {
    /// How the tokens of [Opaque#token] begin.
    static final String MARK = "sidestep.1.";

    private final ClientCall call;
    private final RequestBody body;
    private final Aim aim;
    private final BodyEdits edits;
    private final List<Loss> losses = new ArrayList<>(0);

    ResponsesFitting(ClientCall call, Aim aim) {
        this.call = call;
        this.body = call.body();
        this.aim = aim;
        this.edits = new BodyEdits(body);
    }

    Fitting fit() {
        if (!call.model().equals(aim.model().id())) {
            edits.text("model", aim.model().id());
        }
        Map<String, String> refused = Dialect.of(aim).defaults();
        for (BodyField field : body.fields()) {
            String unsaid = refused.get(field.name());
            if (RequestBody.isOwn(field.name())) {
                edits.remove(field.name());
            } else if (unsaid != null) {
                drop(field, unsaid);
            } else if (field.name().equals("max_output_tokens")) {
                clamp(field);
            } else if (field.name().equals("input")) {
                withoutTokens(field);
            }
        }
        return new Fitting(edits.apply(), losses);
    }

    private void drop(BodyField field, String unsaid) {
        edits.remove(field.name());
        if (!isDefault(field, unsaid)) {
            losses.add(Loss.dropped(field.name()));
        }
    }

    /// True for null and for the value that counts anyway; `1.0` and `1` are one number.
    private boolean isDefault(BodyField field, String unsaid) {
        return Trees.parse(body.bytes(), field.valueFrom(), field.valueTo())
                .map(value -> value.isNull() || value.isNumber() && value.doubleValue() == Double.parseDouble(unsaid))
                .orElse(false);
    }

    private void clamp(BodyField field) {
        long most = aim.model().maxOutputTokens();
        long asked = body.cursor(field).wholeNumber(Long.MAX_VALUE / 100);
        if (most > 0 && asked > most) {
            edits.json(field.name(), Long.toString(most));
            losses.add(Loss.clamped(field.name(), asked, most));
        }
    }

    /// Takes out the thoughts whose state another format's provider issued: whoever gets it refuses the call, and an
    /// item without it would be looked for where answers are stored.
    private void withoutTokens(BodyField input) {
        if (body.bytes()[input.valueFrom()] != '[' || !isMarked(input)) {
            return;
        }
        JsonCursor cursor = body.cursor(input);
        ByteArrayOutputStream kept = new ByteArrayOutputStream(input.valueTo() - input.valueFrom());
        boolean isChanged = false;
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            int from = cursor.start();
            if (bearsToken(cursor)) {
                isChanged = true;
            } else {
                kept.write(kept.size() == 0 ? '[' : ',');
                kept.write(body.bytes(), from, cursor.end() - from);
            }
        }
        if (isChanged) {
            kept.writeBytes((kept.size() == 0 ? "[]" : "]").getBytes(StandardCharsets.US_ASCII));
            edits.json(input.name(), kept.toString(StandardCharsets.UTF_8));
            losses.add(Loss.dropped("input.encrypted_content"));
        }
    }

    /// One copy and a search that the JVM does in words. A mark is never escaped, since nothing in it needs to be.
    private boolean isMarked(BodyField input) {
        int size = input.valueTo() - input.valueFrom();
        return new String(body.bytes(), input.valueFrom(), size, StandardCharsets.ISO_8859_1).contains(MARK);
    }

    /// Consumes an item; true for thoughts whose state is a token.
    private static boolean bearsToken(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            cursor.skip();
            return false;
        }
        boolean isThought = false;
        boolean isToken = false;
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            switch (cursor.name()) {
                case "type" -> isThought = cursor.textOrEmpty().equals("reasoning");
                case Names.ENCRYPTED_CONTENT -> isToken = Opaque.isToken(cursor.textOrEmpty());
                default -> cursor.skip();
            }
        }
        return isThought && isToken;
    }
}

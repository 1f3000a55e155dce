package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.anthropic.ThinkingStripper.Stripped;
import dev.sidestep.wire.anthropic.ThinkingWriter.Longest;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.FieldNames;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.format.Losses;
import dev.sidestep.wire.json.BodyEdits;
import dev.sidestep.wire.json.BodyField;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.JsonCursor;
import dev.sidestep.wire.json.RequestBody;
import dev.sidestep.wire.json.Trees;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Fits calls of this format to a target that speaks it: every byte stays that can. Used once.
final class MessagesFitting {
    private static final ByteSearch TOKEN = new ByteSearch(Opaque.MARK);
    private static final ByteSearch SYSTEM = new ByteSearch("\"system\"");
    private static final String THINKING = "thinking";
    private static final String OUTPUT_CONFIG = "output_config";

    private final ClientCall call;
    private final Aim aim;
    private final RequestBody body;
    private final ClaudeModel model;
    private final BodyEdits edits;
    private final Losses losses;

    private MessagesFitting(ClientCall call, Aim aim) {
        this.call = call;
        this.aim = aim;
        this.body = call.body();
        this.model = ClaudeModel.of(aim.model().id());
        this.edits = new BodyEdits(body);
        this.losses = new Losses(WireFormat.ANTHROPIC, FieldNames.of(WireFormat.ANTHROPIC, call));
    }

    /// Fits a call, always from the call as it came. What a model lacks that the call needs is left out on the way
    /// through the canonical model.
    static Fitting of(ClientCall call, Aim aim) {
        MessagesFitting fitting = new MessagesFitting(call, aim);
        return fitting.fitted(true, Opaque::isToken);
    }

    /// The same without a thought in it.
    static Fitting withoutThinking(ClientCall call, Aim aim) {
        MessagesFitting fitting = new MessagesFitting(call, aim);
        return fitting.fitted(false, _ -> true);
    }

    private Fitting fitted(boolean keepsThinking, Predicate<String> isTaken) {
        if (!isRewritten()) {
            return edited(isTaken);
        }
        try {
            return new MessagesRequestWriter(new MessagesRequestReader(call).read(), call, aim).write(keepsThinking);
        } catch (InvalidRequestException _) {
            // What cannot be read is the provider's to refuse.
            return edited(isTaken);
        }
    }

    private boolean isRewritten() {
        return !aim.model().features().containsAll(call.needs().features())
                || (!model.takesSystemTurns() && mentionsSystem(body.bytes()) && hasSystemTurn());
    }

    private Fitting edited(Predicate<String> isTaken) {
        if (!call.model().equals(aim.model().id())) {
            edits.text("model", aim.model().id());
        }
        for (BodyField field : body.fields()) {
            if (RequestBody.isOwn(field.name())) {
                edits.remove(field.name());
            }
        }
        Longest longest = clamp();
        boolean hasLostItsThread = strip(isTaken);
        if (!model.prefix().isEmpty()) {
            think(longest, hasLostItsThread);
            sample();
        }
        return new Fitting(edits.apply(), losses.list());
    }

    private Longest clamp() {
        long asked = call.needs().maxOutputTokens();
        long most = aim.model().maxOutputTokens();
        boolean isClamped = most > 0 && asked > most;
        if (isClamped) {
            edits.json("max_tokens", Long.toString(most));
            losses.clamped("max_tokens", asked, most);
        }
        return new Longest(isClamped ? most : asked, isClamped);
    }

    /// Takes thinking out that is not the provider's; true where the model then cannot go on thinking with a budget.
    private boolean strip(Predicate<String> isTaken) {
        boolean hasTokens = TOKEN.find(body.bytes(), 0) >= 0;
        if (!hasTokens && !isTaken.test("")) {
            return false;
        }
        Optional<Stripped> stripped = ThinkingStripper.strip(body, isTaken);
        stripped.ifPresent(messages -> {
            edits.json("messages", messages.json());
            losses.dropped("messages.thinking");
        });
        return stripped.map(Stripped::hasLostItsThread).orElse(false);
    }

    /// Says in the model's words how much it is to think.
    private void think(Longest longest, boolean hasLostItsThread) {
        if (!body.has(THINKING) && !body.has(OUTPUT_CONFIG)) {
            return;
        }
        JsonNode thinking = tree(THINKING);
        JsonNode config = tree(OUTPUT_CONFIG);
        if (!thinking.isObject() || !config.isObject()) {
            return;
        }
        try {
            ReasoningReader asked = ReasoningReader.read(thinking, config);
            ObjectNode written = Trees.object();
            if (!asked.configRest().isEmpty()) {
                written.set(OUTPUT_CONFIG, asked.configRest());
            }
            new ThinkingWriter(asked.reasoning(), model, WireFormat.ANTHROPIC, losses)
                    .decide(longest, "", hasLostItsThread)
                    .write(written, Optional.of(asked.thinkingRest()));
            replace(THINKING, thinking, written);
            replace(OUTPUT_CONFIG, config, written);
        } catch (InvalidRequestException _) {
            // What cannot be read is the provider's to refuse.
        }
    }

    private JsonNode tree(String name) {
        return body.field(name)
                .flatMap(field -> Trees.parse(body.bytes(), field.valueFrom(), field.valueTo()))
                .filter(value -> !value.isNull())
                .orElseGet(Trees::object);
    }

    private void replace(String name, JsonNode before, ObjectNode written) {
        JsonNode after = written.path(name);
        if (after.isMissingNode() || after.isEmpty()) {
            if (!before.isEmpty()) {
                edits.remove(name);
            }
            return;
        }
        String json = Trees.text(after);
        if (!body.has(name)) {
            edits.insert(name, json);
        } else if (!Trees.parse(json).map(before::equals).orElse(false)) {
            edits.json(name, json);
        }
    }

    private void sample() {
        for (String name : List.of("temperature", "top_p", "top_k")) {
            body.field(name).ifPresent(field -> sample(name, body.json(field)));
        }
    }

    private void sample(String name, String json) {
        boolean isTaken = switch (model.sampling()) {
            case ALL -> true;
            case ONE -> !(name.equals("top_p") && isSaid("temperature"));
            case NONE -> false;
        };
        boolean isNull = json.equals("null");
        if (isTaken && !isNull) {
            return;
        }
        edits.remove(name);
        if (!isNull && (name.equals("top_k") || !isOne(json))) {
            losses.dropped(name);
        }
    }

    private boolean isSaid(String name) {
        return body.field(name).map(field -> !body.json(field).equals("null")).orElse(false);
    }

    /// True for 1, which counts anyway.
    private static boolean isOne(String json) {
        boolean isNumber = Character.isDigit(json.charAt(json.length() - 1)) && json.length() < 10;
        return isNumber && new BigDecimal(json).compareTo(BigDecimal.ONE) == 0;
    }

    /// True where `system` stands as a value and not as a name: inside of texts its quotes are escaped.
    private static boolean mentionsSystem(byte[] bytes) {
        for (int at = SYSTEM.find(bytes, 0); at >= 0; at = SYSTEM.find(bytes, at + 1)) {
            int next = at + SYSTEM.length();
            while (next < bytes.length && Character.isWhitespace(bytes[next])) {
                next++;
            }
            if (next < bytes.length && bytes[next] != ':') {
                return true;
            }
        }
        return false;
    }

    private boolean hasSystemTurn() {
        return body.field("messages")
                .map(field -> hasSystemTurn(body.cursor(field)))
                .orElse(false);
    }

    private static boolean hasSystemTurn(JsonCursor messages) {
        boolean found = false;
        for (boolean more = messages.enterArray(); more; more = messages.nextElement()) {
            for (boolean next = messages.enterObject(); next; next = messages.nextField()) {
                if (messages.name().equals("role")) {
                    found |= messages.textOrEmpty().equals("system");
                } else {
                    messages.skip();
                }
            }
        }
        return found;
    }
}

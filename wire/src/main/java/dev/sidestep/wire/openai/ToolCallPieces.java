package dev.sidestep.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.StreamEvent;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.AnswerIds;
import dev.sidestep.wire.format.ToolNames;
import dev.sidestep.wire.json.Trees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Puts the pieces of one answer's tool calls together, and gives each call an index of our own. Not thread-safe.
final class ToolCallPieces {
    /*
     * OpenAI sends id and name with a call's first piece, and the index with every one. Compatible servers leave the
     * index out, give every call index 0, begin again at 0 with each chunk, or repeat id and name with every piece. So a
     * piece belongs to the open call of its index, or to the last one where it has none, unless it brings another id, or
     * a name once the arguments are complete.
     */

    /// Tool calls of one answer; more are no answer, and each costs memory.
    private static final int MAX_CALLS = 1_000;

    private final Aim aim;
    private final AnswerIds ids;
    private final Map<Integer, Call> byIndex = new HashMap<>();
    private final Map<String, Call> byId = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();

    ToolCallPieces(Aim aim) {
        this.aim = aim;
        this.ids = new AnswerIds(aim);
    }

    private static final class Call {
        private final String providerId;
        private final StringBuilder arguments = new StringBuilder();
        /// Its place among the answer's calls, once it has a name; until then its arguments are held.
        private int index = -1;

        private Call(String providerId) {
            this.providerId = providerId;
        }

        boolean isNamed() {
            return index >= 0;
        }

        boolean isComplete() {
            return arguments.charAt(arguments.length() - 1) == '}'
                    && Trees.parse(arguments.toString()).isPresent();
        }
    }

    /// How many have begun.
    int count() {
        return ids.count();
    }

    /// True where a call never got its name.
    boolean hasNameless() {
        return calls.stream().anyMatch(call -> !call.isNamed());
    }

    /// Takes one element of `tool_calls`.
    void read(JsonNode piece, Consumer<StreamEvent> out) {
        JsonNode function = piece.path("function");
        Call call = callOf(piece, function.path("name").asText(""));
        if (call == null) {
            out.accept(new StreamEvent.Malformed("too many tool calls"));
            return;
        }
        begin(call, function.path("name").asText(""), signature(piece), out);
        arguments(call, function.path("arguments"), out);
    }

    /// Takes a piece of the only call of the older form, which has neither index nor id.
    void readFunction(JsonNode function, Consumer<StreamEvent> out) {
        Call call = calls.isEmpty() ? opened("") : calls.getLast();
        begin(call, function.path("name").asText(""), Optional.empty(), out);
        arguments(call, function.path("arguments"), out);
    }

    private @Nullable Call callOf(JsonNode piece, String name) {
        String id = piece.path("id").asText("");
        boolean hasIndex = piece.path("index").isInt();
        Call open = hasIndex ? byIndex.get(piece.path("index").asInt()) : withoutIndex(id);
        if (open == null || isAnother(open, id, name)) {
            open = calls.size() < MAX_CALLS ? opened(id) : null;
        }
        if (open != null && hasIndex) {
            byIndex.put(piece.path("index").asInt(), open);
        }
        return open;
    }

    private @Nullable Call withoutIndex(String id) {
        if (!id.isEmpty()) {
            return byId.get(id);
        }
        return calls.isEmpty() ? null : calls.getLast();
    }

    private static boolean isAnother(Call open, String id, String name) {
        if (!id.isEmpty() && !open.providerId.isEmpty()) {
            return !id.equals(open.providerId);
        }
        return !name.isEmpty() && open.isNamed() && !open.arguments.isEmpty() && open.isComplete();
    }

    private Call opened(String id) {
        Call call = new Call(id);
        calls.add(call);
        byId.put(id, call);
        return call;
    }

    private void begin(Call call, String name, Optional<Opaque> opaque, Consumer<StreamEvent> out) {
        if (call.isNamed() || name.isEmpty()) {
            return;
        }
        call.index = ids.count();
        String id = ids.next(call.providerId, opaque);
        String known = ToolNames.given(name, aim.memory());
        out.accept(new StreamEvent.ToolCallBegun(call.index, id, known, opaque.orElse(null)));
        if (!call.arguments.isEmpty()) {
            out.accept(new StreamEvent.ToolCallArguments(call.index, call.arguments.toString()));
        }
    }

    private static void arguments(Call call, JsonNode arguments, Consumer<StreamEvent> out) {
        String piece = arguments.isContainerNode() ? Trees.text(arguments) : arguments.asText("");
        if (!piece.isEmpty()) {
            call.arguments.append(piece);
            if (call.isNamed()) {
                out.accept(new StreamEvent.ToolCallArguments(call.index, piece));
            }
        }
    }

    private Optional<Opaque> signature(JsonNode piece) {
        return Optional.of(Signatures.of(piece))
                .filter(JsonNode::isTextual)
                .map(text -> new Opaque(WireFormat.OPENAI, aim.target(), Signatures.KIND, text.asText()));
    }
}

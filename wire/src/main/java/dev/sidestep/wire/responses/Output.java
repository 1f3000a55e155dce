package dev.sidestep.wire.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.json.Trees;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The output of one answer while it grows, in items that are told as they come. Not thread-safe.
///
/// Messages and thoughts end where something else begins. Tool calls stay open to the end, since pieces of several may
/// come in turns.
final class Output {
    private final Emitter emitter;
    private final String answerId;
    private final TreeMap<Integer, ObjectNode> done = new TreeMap<>();
    private final Map<Integer, OpenItem.Call> calls = new LinkedHashMap<>();
    private OpenItem.@Nullable Message message;
    private OpenItem.@Nullable Reasoning reasoning;
    private int places;

    /// @param answerId the answer's id without its prefix, after which its items are named
    Output(Emitter emitter, String answerId) {
        this.emitter = emitter;
        this.answerId = answerId;
    }

    void text(String piece) {
        if (!piece.isEmpty()) {
            message().text(piece);
        }
    }

    void refusal(String piece) {
        if (!piece.isEmpty()) {
            message().refusal(piece);
        }
    }

    void thought(String piece) {
        if (!piece.isEmpty()) {
            reasoning().thought(piece);
        }
    }

    /// What came last, a text or thoughts, is complete, and this is what its issuer wants back with it.
    void sign(Opaque opaque) {
        reasoning().sign(Thoughts.state(opaque));
        endReasoning();
    }

    /// Thoughts that only their issuer can read.
    void redacted(Opaque opaque) {
        endReasoning();
        sign(opaque);
    }

    /// @param index the tool call's place among the answer's tool calls
    void call(int index, String id, String name) {
        endMessage("completed");
        endReasoning();
        int place = next();
        OpenItem.Call call = new OpenItem.Call(emitter, itemId("fc", place), place, id, name);
        calls.put(index, call);
        call.begin();
    }

    void arguments(int index, String piece) {
        OpenItem.Call call = calls.get(index);
        if (call != null) {
            call.arguments(piece);
        }
    }

    /// What was said last is complete; more of it is a part of its own.
    void endPart() {
        if (message != null) {
            message.endParts();
        }
        endReasoning();
    }

    /// Ends what is open.
    ///
    /// @param status of what was open: `completed`, or `incomplete` where the answer was cut
    void end(String status) {
        endMessage(status);
        endReasoning();
        calls.values().forEach(call -> done.put(call.place(), call.end(status)));
        calls.clear();
    }

    /// All items, in order; complete after [#end].
    ArrayNode items() {
        return Trees.array().addAll(done.values());
    }

    private OpenItem.Message message() {
        endReasoning();
        if (message == null) {
            int place = next();
            message = new OpenItem.Message(emitter, itemId("msg", place), place);
            message.begin();
        }
        return message;
    }

    private OpenItem.Reasoning reasoning() {
        endMessage("completed");
        if (reasoning == null) {
            int place = next();
            reasoning = new OpenItem.Reasoning(emitter, itemId("rs", place), place);
            reasoning.begin();
        }
        return reasoning;
    }

    private void endMessage(String status) {
        if (message != null) {
            done.put(message.place(), message.end(status));
            message = null;
        }
    }

    private void endReasoning() {
        if (reasoning != null) {
            done.put(reasoning.place(), reasoning.end("completed"));
            reasoning = null;
        }
    }

    private String itemId(String prefix, int place) {
        return prefix + "_" + answerId + "_" + place;
    }

    private int next() {
        return places++;
    }
}

package dev.sidestep.wire.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Turn;
import dev.sidestep.wire.format.History;
import dev.sidestep.wire.json.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A conversation in Gemini's order: user and model take turns, the user begins and has the last word, and all that the
/// operator says stands apart from it. Not thread-safe; one per call.
final class GeminiTurnWriter {
    /// What the user says where the model would begin, or nobody would say anything.
    private static final String NOTHING_SAID = "(no message)";

    private final Draft draft;
    private final GeminiPartWriter parts;
    private final List<String> system = new ArrayList<>();
    private final List<Content> contents = new ArrayList<>();
    /// Media of functions' results that must stand behind the last of these results.
    private final List<ObjectNode> media = new ArrayList<>();

    private GeminiTurnWriter(Draft draft) {
        this.draft = draft;
        parts = new GeminiPartWriter(draft);
    }

    /// The conversation of a call.
    static GeminiTurnWriter of(Draft draft) {
        History history = History.of(draft.request().turns());
        draft.losses().addAll(history.losses());
        GeminiTurnWriter conversation = new GeminiTurnWriter(draft);
        history.turns().forEach(conversation::turn);
        conversation.close();
        return conversation;
    }

    private void turn(Turn turn) {
        draft.losses().extras("messages", turn.extras());
        switch (turn.role()) {
            case SYSTEM, DEVELOPER -> system(turn);
            case USER -> said(false, parts.user(turn));
            case ASSISTANT -> said(true, parts.model(turn));
            case TOOL -> result((Part.ToolResult) turn.parts().getFirst());
        }
    }

    private void system(Turn turn) {
        String text = parts.system(turn);
        if (text.isEmpty()) {
            return;
        }
        if (!contents.isEmpty()) {
            draft.losses().hoisted("messages.system", "systemInstruction");
        }
        system.add(text);
    }

    private void said(boolean isModel, List<ObjectNode> more) {
        flushMedia();
        append(isModel, more);
    }

    private void result(Part.ToolResult result) {
        List<ObjectNode> written = parts.result(result);
        append(false, written.subList(0, 1));
        media.addAll(written.subList(1, written.size()));
    }

    private void flushMedia() {
        append(false, List.copyOf(media));
        media.clear();
    }

    private void append(boolean isModel, List<ObjectNode> more) {
        if (more.isEmpty()) {
            return;
        }
        if (contents.isEmpty() || contents.getLast().isModel() != isModel) {
            contents.add(new Content(isModel));
        }
        contents.getLast().add(more);
    }

    private void close() {
        flushMedia();
        trim();
        if (contents.isEmpty()) {
            speakForTheUser();
        } else if (contents.getFirst().isModel()) {
            draft.losses().approximated("messages", "a user's turn put first");
            contents.addFirst(content(NOTHING_SAID));
        }
        if (draft.family().wantsSignatures()) {
            Signatures.complete(contents);
        }
    }

    /// Takes off the beginning of an answer that the model is to go on with: it would refuse the call.
    private void trim() {
        if (!contents.isEmpty() && contents.getLast().isModel()) {
            draft.losses().dropped("messages.prefill");
            contents.removeLast();
        }
    }

    private void speakForTheUser() {
        draft.losses().approximated("messages", "a user's turn made up");
        contents.add(content(system.isEmpty() ? NOTHING_SAID : String.join("\n\n", system)));
        system.clear();
    }

    private static Content content(String text) {
        Content content = new Content(false);
        content.add(List.of(Trees.object().put("text", text)));
        return content;
    }

    /// All that the operator says, where it says something.
    Optional<ObjectNode> systemInstruction() {
        if (system.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode instruction = Trees.object();
        instruction.putArray("parts").addObject().put("text", String.join("\n\n", system));
        return Optional.of(instruction);
    }

    /// What the user and the model say.
    ArrayNode contents() {
        ArrayNode array = Trees.array();
        contents.forEach(content -> array.add(content.json()));
        return array;
    }
}

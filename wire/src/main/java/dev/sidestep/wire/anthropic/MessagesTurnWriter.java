package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Role;
import dev.sidestep.wire.canonical.Turn;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.History;
import dev.sidestep.wire.format.Losses;
import dev.sidestep.wire.json.Trees;
import java.util.ArrayList;
import java.util.List;

/// Writes the turns of a call as `system` and `messages` for one target. Used once.
final class MessagesTurnWriter {
    /*
     * The rules of the API: the caller speaks first, speakers alternate, all results of tools stand at the beginning of
     * the message that follows the calls, and no message is empty or blank. A system turn in the middle stands behind
     * the caller's turn and before the model's. See platform.claude.com/docs, "Mid-conversation system messages".
     */
    private static final String NO_TEXT = "(no text)";
    private static final String BEGINNING = "(The conversation begins here.)";
    private static final String GO_ON = "Continue exactly where your last message ends.";

    private final Aim aim;
    private final ClaudeModel model;
    private final WireFormat origin;
    private final Version version;
    private final BlockWriter blocks;
    private final Losses losses;
    private final ArrayNode system = Trees.array();
    private final ArrayNode messages = Trees.array();
    /// Images and documents of the model's turns, which belong into the next turn of the caller's.
    private final List<Part> displaced = new ArrayList<>();
    private boolean isPrefilled;

    MessagesTurnWriter(Aim aim, WireFormat origin, Version version, BlockWriter blocks, Losses losses) {
        this.aim = aim;
        this.model = ClaudeModel.of(aim.model().id());
        this.origin = origin;
        this.version = version;
        this.blocks = blocks;
        this.losses = losses;
    }

    /// Writes all turns of a call.
    MessagesTurnWriter write(CanonicalRequest request) {
        History history = History.of(request.turns());
        losses.addAll(history.losses());
        List<Turn> turns = history.turns();
        for (int i = 0; i < turns.size(); i++) {
            Role next = i + 1 < turns.size() ? turns.get(i + 1).role() : Role.ASSISTANT;
            turn(turns.get(i), next);
        }
        close();
        placeLeft();
        begin();
        end();
        return this;
    }

    ArrayNode system() {
        return system;
    }

    ArrayNode messages() {
        return messages;
    }

    /// Says something to the model that the caller did not say in words.
    void instruct(String text) {
        system.add(textBlock(text));
    }

    /// True where the model is to go on with its own words.
    boolean isPrefilled() {
        return isPrefilled;
    }

    /// True where the model waits for results of tools and its thoughts of before are gone, without which it refuses
    /// to think with a budget.
    boolean hasLostItsThread() {
        if (messages.size() < 2) {
            return false;
        }
        JsonNode results = messages.get(messages.size() - 1).path("content");
        JsonNode calls = messages.get(messages.size() - 2).path("content");
        boolean isOpen = results.path(0).path("type").asText().equals("tool_result");
        return isOpen && !calls.path(0).path("type").asText().endsWith("thinking");
    }

    private void turn(Turn turn, Role next) {
        losses.extras("messages", turn.extras());
        switch (turn.role()) {
            case SYSTEM, DEVELOPER -> systemTurn(turn, next);
            case USER, TOOL -> userTurn(turn);
            case ASSISTANT -> assistantTurn(turn);
        }
    }

    private void systemTurn(Turn turn, Role next) {
        boolean isDirective = turn.parts().isEmpty() && !own(turn.extras()).isEmpty();
        boolean isFirst = messages.isEmpty() && !isDirective;
        boolean stays = model.takesSystemTurns()
                && (origin == WireFormat.ANTHROPIC || (lastRole().equals("user") && next == Role.ASSISTANT));
        if (!isFirst && stays) {
            ObjectNode message = message("system");
            message.setAll(own(turn.extras()));
            turn.parts().forEach(part -> blocks.write(part, content(message)));
            return;
        }
        if (!isFirst) {
            losses.hoisted("messages.system", "system");
        }
        turn.parts().forEach(part -> blocks.write(part, system));
        dropBlank(system);
    }

    private void userTurn(Turn turn) {
        ObjectNode message = current("user");
        message.setAll(own(turn.extras()));
        named(turn).forEach(part -> blocks.write(part, content(message)));
    }

    private void assistantTurn(Turn turn) {
        ObjectNode message = current("assistant");
        message.setAll(own(turn.extras()));
        for (Part part : named(turn)) {
            if (isDisplaced(part)) {
                displaced.add(part);
            } else {
                blocks.write(part, content(message));
            }
        }
    }

    /// Only the older version takes documents in the model's turns, and none takes its images.
    private boolean isDisplaced(Part part) {
        boolean mayStay = origin == WireFormat.ANTHROPIC && version == Version.V2023;
        return !mayStay && (part instanceof Part.Document || part instanceof Part.Image);
    }

    /// The parts of a turn, with the speaker's name before the first text.
    private List<Part> named(Turn turn) {
        List<Part> parts = new ArrayList<>(turn.parts());
        if (turn.name().isEmpty()) {
            return parts;
        }
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Part.Text(var text, var opaque, var extras)) {
                losses.approximated("messages.name", "text");
                parts.set(i, new Part.Text(turn.name() + ": " + text, opaque, extras));
                return parts;
            }
        }
        losses.dropped("messages.name");
        return parts;
    }

    /// The message that is open, where it is this speaker's, else a new one.
    private ObjectNode current(String role) {
        if (lastRole().equals(role)) {
            return (ObjectNode) messages.get(messages.size() - 1);
        }
        close();
        // A message without anything in it is gone, and its neighbours are one.
        return lastRole().equals(role) ? (ObjectNode) messages.get(messages.size() - 1) : message(role);
    }

    private ObjectNode message(String role) {
        close();
        ObjectNode message = messages.addObject().put("role", role);
        message.putArray("content");
        return message;
    }

    /// Completes the message that is open: none may be empty or blank.
    private void close() {
        if (lastRole().equals("user")) {
            closeUser(content(messages.get(messages.size() - 1)));
        } else if (lastRole().equals("assistant")) {
            ArrayNode content = content(messages.get(messages.size() - 1));
            if (isBlank(content)) {
                messages.remove(messages.size() - 1);
            }
        }
    }

    /// What was displaced and found no turn of the caller's behind it makes one.
    private void placeLeft() {
        if (!displaced.isEmpty()) {
            message("user");
            close();
        }
    }

    private void closeUser(ArrayNode content) {
        placeDisplaced(content);
        if (isBlank(content)) {
            content.removeAll().add(textBlock(NO_TEXT));
            losses.approximated("messages.content", NO_TEXT);
        }
    }

    private void placeDisplaced(ArrayNode content) {
        if (!displaced.isEmpty()) {
            losses.hoisted("messages.content", "the next user message");
            displaced.forEach(part -> blocks.write(part, content));
            displaced.clear();
        }
    }

    private static boolean isBlank(ArrayNode content) {
        for (JsonNode block : content) {
            if (!isBlankText(block)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlankText(JsonNode block) {
        return block.path("type").asText().equals("text")
                && block.path("text").asText().isBlank();
    }

    private static void dropBlank(ArrayNode blocks) {
        for (int i = blocks.size() - 1; i >= 0; i--) {
            if (isBlankText(blocks.get(i))) {
                blocks.remove(i);
            }
        }
    }

    /// Gives the caller the first word.
    private void begin() {
        if (messages.isEmpty() && !system.isEmpty()) {
            losses.approximated("messages", "the system prompt as the user's words");
            messages.addObject().put("role", "user").putArray("content").addAll(system);
            system.removeAll();
        } else if (messages.isEmpty()) {
            losses.approximated("messages", NO_TEXT);
            messages.addObject().put("role", "user").putArray("content").add(textBlock(NO_TEXT));
        } else if (messages.get(0).path("role").asText().equals("assistant")) {
            losses.approximated("messages", "begin with a user message");
            ObjectNode first = messages.insertObject(0).put("role", "user");
            first.putArray("content").add(textBlock(BEGINNING));
        }
    }

    /// Gives the model the last word only where it can go on with it.
    private void end() {
        if (!lastRole().equals("assistant")) {
            return;
        }
        ArrayNode content = content(messages.get(messages.size() - 1));
        JsonNode last = content.path(content.size() - 1);
        boolean isText = last.path("type").asText().equals("text");
        boolean goesOn = aim.model().features().contains(Feature.PREFILL) && model.takesPrefill();
        if (isText && goesOn) {
            isPrefilled = true;
            // A last word that ends in white space is refused.
            ((ObjectNode) last).put("text", last.path("text").asText().stripTrailing());
        } else if (isText) {
            losses.approximated("messages.prefill", "a request to continue");
            messages.addObject().put("role", "user").putArray("content").add(textBlock(GO_ON));
        }
    }

    private String lastRole() {
        return messages.isEmpty()
                ? ""
                : messages.get(messages.size() - 1).path("role").asText();
    }

    private static ArrayNode content(JsonNode message) {
        return (ArrayNode) message.path("content");
    }

    private static ObjectNode textBlock(String text) {
        return Trees.object().put("type", "text").put("text", text);
    }

    private static ObjectNode own(Extras extras) {
        return Trees.object().setAll(extras.of(WireFormat.ANTHROPIC));
    }
}

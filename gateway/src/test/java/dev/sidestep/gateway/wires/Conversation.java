package dev.sidestep.gateway.wires;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.simulator.Speech;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A conversation as clients of each wire format send it, what the model says to it, and what of it gets lost on the
/// way
/// to each provider: a file in the resources.
record Conversation(String name, JsonNode root) {
    /// The smallest valid PNG and a PDF of nothing, as base64.
    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E" + "rkJggg==";

    private static final String PDF = "JVBERi0xLjQKJSVFT0YK";
    private static final Pattern PIECE = Pattern.compile("\\S+\\s*|\\s+"); // a simulated token of text
    private static final int ARGUMENT_PIECE = 8; // characters of a simulated token of arguments

    static Conversation read(String name) {
        try (InputStream file = Conversation.class.getResourceAsStream(name + ".json")) {
            String json = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${png}", PNG)
                    .replace("${pdf}", PDF);
            return new Conversation(name, Sdk.JSON.readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /// The body, without model; empty where a client of this wire format cannot say it.
    Optional<ObjectNode> body(Client client) {
        return root.path("clients").get(client.id()) instanceof ObjectNode body
                ? Optional.of(body.deepCopy())
                : Optional.empty();
    }

    /// Whether it is for models that think before they answer.
    boolean thinks() {
        return root.path("thinks").asBoolean();
    }

    /// Whether it needs what the provider does not have.
    boolean isUnfit(Client client, Upstream upstream) {
        return !among("unfit", client, upstream).isEmpty();
    }

    /// What the provider has against it, where it speaks the client's own wire format and nothing is repaired; else
    /// empty.
    String objection(Client client, Upstream upstream) {
        return String.join("", among("objections", client, upstream));
    }

    /// What gets lost, as `x-sidestep-dropped` tells it.
    Set<String> losses(Client client, Upstream upstream) {
        return among("losses", client, upstream);
    }

    /// Whether the client sees what the model thought.
    boolean showsThinking(Client client, Upstream upstream) {
        return !among("shows-thinking", client, upstream).isEmpty();
    }

    /// All that is listed for a provider, for a client, or for the way from the one to the other.
    private Set<String> among(String field, Client client, Upstream upstream) {
        Set<String> all = new TreeSet<>();
        for (String key : List.of("to " + upstream.id(), client.id(), client.id() + " to " + upstream.id())) {
            root.path(field).path(key).forEach(entry -> all.add(entry.asText()));
        }
        return all;
    }

    /// What the model is told to say; empty where it is to speak for itself, which comes to the same.
    Optional<Speech> script() {
        return root.path("says").path("by-itself").asBoolean() ? Optional.empty() : Optional.of(speech());
    }

    private Speech speech() {
        JsonNode says = root.path("says");
        List<Speech.Call> calls = new ArrayList<>();
        says.path("calls")
                .forEach(call -> calls.add(new Speech.Call(
                        call.path("name").asText(), call.path("arguments").toString())));
        return Speech.calls(calls.toArray(Speech.Call[]::new))
                .withText(says.path("text").asText())
                .withThinking(says.path("thinking").asText())
                .ending(Speech.Finish.valueOf(says.path("finish").asText("NATURAL")));
    }

    /// What the client is to understand.
    Meaning meaning(Client client, Upstream upstream) {
        Speech speech = speech();
        List<Meaning.ToolCall> calls = speech.calls().stream()
                .map(call -> new Meaning.ToolCall(call.name(), Sdk.tree(call.arguments())))
                .toList();
        Meaning.End end = switch (speech.finish()) {
            case NATURAL -> calls.isEmpty() ? Meaning.End.COMPLETE : Meaning.End.TOOLS;
            case LENGTH -> Meaning.End.LENGTH;
            case REFUSAL -> Meaning.End.REFUSED;
        };
        return new Meaning(showsThinking(client, upstream) ? speech.thinking() : "", speech.text(), calls, end);
    }

    /// The least that the provider can count for the answer: all but its thinking, which not every one does.
    long leastTokens() {
        Speech speech = speech();
        long tokens = PIECE.matcher(speech.text()).results().count();
        for (Speech.Call call : speech.calls()) {
            tokens += 1 + Math.ceilDiv(call.arguments().length(), ARGUMENT_PIECE);
        }
        return tokens;
    }

    /// The most that it can count. A model that speaks for itself may think as much as it likes.
    long mostTokens() {
        return script().isEmpty()
                ? Long.MAX_VALUE
                : leastTokens() + PIECE.matcher(speech().thinking()).results().count();
    }
}

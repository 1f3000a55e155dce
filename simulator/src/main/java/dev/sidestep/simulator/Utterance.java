package dev.sidestep.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What a simulated model says: the same to the same question, always. Pure.
///
/// @param thinking one token each
/// @param redacted whether the thinking is hidden where the wire can hide it
/// @param pieces the text, one token each
/// @param cut whether the most tokens allowed cut it short
/// @param refused whether the model declined
record Utterance(
        List<String> thinking,
        boolean redacted,
        List<String> pieces,
        List<ToolCall> toolCalls,
        boolean cut,
        boolean refused) {
    private static final int ECHOED_CHARACTERS = 200; // an answer stays readable, whatever it was asked
    private static final int ARGUMENT_PIECE = 8; // characters of a fragment: even small arguments come in several
    private static final Pattern PIECE = Pattern.compile("\\S+\\s*|\\s+");

    Utterance {
        thinking = List.copyOf(thinking);
        pieces = List.copyOf(pieces);
        toolCalls = List.copyOf(toolCalls);
    }

    /// A call of one tool, its arguments as JSON text.
    record ToolCall(String name, String arguments) {
        List<String> fragments() {
            var fragments = new ArrayList<String>();
            for (int from = 0; from < arguments.length(); from += ARGUMENT_PIECE) {
                fragments.add(arguments.substring(from, Math.min(arguments.length(), from + ARGUMENT_PIECE)));
            }
            return fragments;
        }

        /// The arguments for wires that know objects only: empty where they are none.
        ObjectNode object() {
            try {
                if (ChatReader.JSON.readTree(arguments) instanceof ObjectNode object) {
                    return object;
                }
            } catch (JsonProcessingException _) {
                // told below, like arguments that are no object
            }
            return ChatReader.JSON.createObjectNode();
        }
    }

    /// Calls tools when the request forces it, or when its last message, not being a tool's result, names them.
    static Utterance to(Question question, String provider, int wantedTokens) {
        var thinking = question.thinks() ? pieces("The user said: " + echo(question)) : List.<String>of();
        var toolCalls = toolCalls(question);
        if (!toolCalls.isEmpty()) {
            return limited(new Utterance(thinking, false, List.of(), toolCalls, false, false), question);
        }
        var pieces = pieces(text(question, provider));
        if (question.format() instanceof Question.Format.Text) {
            pieces = lengthened(pieces, wantedTokens);
        }
        return limited(new Utterance(thinking, false, pieces, List.of(), false, false), question);
    }

    /// What it was told to say, as far as the question leaves room for it.
    static Utterance spoken(Speech speech, Question question) {
        var thinking = question.thinks() ? pieces(speech.thinking()) : List.<String>of();
        var calls = speech.calls().stream()
                .map(call -> new ToolCall(call.name(), call.arguments()))
                .toList();
        return limited(
                new Utterance(
                        thinking,
                        speech.redacted(),
                        pieces(speech.text()),
                        calls,
                        speech.finish() == Speech.Finish.LENGTH,
                        speech.finish() == Speech.Finish.REFUSAL),
                question);
    }

    /// Thinking takes from the same tokens, and first; calls are never cut in the middle.
    private static Utterance limited(Utterance full, Question question) {
        long room = question.maxTokens();
        if (room == 0 || full.thinking.size() + full.pieces.size() <= room) {
            return full;
        }
        int thoughts = (int) Math.min(room, full.thinking.size());
        int words = (int) Math.min(room - thoughts, full.pieces.size());
        return new Utterance(
                full.thinking.subList(0, thoughts),
                full.redacted,
                full.pieces.subList(0, words),
                List.of(),
                true,
                full.refused);
    }

    String text() {
        return String.join("", pieces);
    }

    String thought() {
        return String.join("", thinking);
    }

    /// All that the model wrote.
    long tokens() {
        return thinking.size() + answerTokens();
    }

    long answerTokens() {
        return pieces.size()
                + toolCalls.stream()
                        .mapToLong(call -> 1 + call.fragments().size())
                        .sum();
    }

    private static List<ToolCall> toolCalls(Question question) {
        var choice = question.choice();
        if (choice.mode() == Question.Choice.Mode.NONE) {
            return List.of();
        }
        var allowed = question.tools().stream()
                .filter(tool -> choice.only().isEmpty() || choice.only().contains(tool.name()))
                .toList();
        var named = allowed.stream()
                .filter(tool -> !question.lastIsTool() && question.lastText().contains(tool.name()))
                .toList();
        var called = !choice.forces()
                ? named
                : named.isEmpty() ? allowed.stream().limit(1).toList() : named;
        return called.stream().map(Utterance::toolCall).toList();
    }

    private static ToolCall toolCall(Question.Offer tool) {
        return new ToolCall(tool.name(), SchemaExample.of(tool.schema()).toString());
    }

    private static String text(Question question, String provider) {
        return switch (question.format()) {
            case Question.Format.Text() ->
                "This is " + question.model() + " at " + provider + ", simulated. You said: " + echo(question);
            case Question.Format.Schema(var schema) -> SchemaExample.of(schema).toString();
            case Question.Format.Json() ->
                ChatReader.JSON
                        .createObjectNode()
                        .put("model", question.model())
                        .put("provider", provider)
                        .put("you_said", echo(question))
                        .toString();
        };
    }

    private static String echo(Question question) {
        var text = question.lastText().strip();
        return text.length() <= ECHOED_CHARACTERS ? text : text.substring(0, ECHOED_CHARACTERS) + " …";
    }

    private static List<String> pieces(String text) {
        return PIECE.matcher(text).results().map(match -> match.group()).toList();
    }

    private static List<String> lengthened(List<String> pieces, int wantedTokens) {
        if (wantedTokens == 0) {
            return pieces;
        }
        var exact = new ArrayList<>(pieces.subList(0, Math.min(pieces.size(), wantedTokens)));
        while (exact.size() < wantedTokens) {
            exact.add(" token" + exact.size());
        }
        return exact;
    }
}

package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Asks the simulated providers without a network, and reads what they answer.
final class Faced {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final long EPOCH_SECONDS = 1_700_000_000;

    private final Simulator simulator;
    private final Faces faces;

    Faced(SimulatorSpec spec) {
        this.simulator = new Simulator(spec);
        this.faces = new Faces(simulator);
    }

    Simulator simulator() {
        return simulator;
    }

    /// What came back.
    record Answer(int status, Map<String, String> headers, String text) {
        JsonNode json() {
            return parse(text);
        }

        String message() {
            return json().at("/error/message").textValue();
        }

        List<JsonNode> events() {
            return EventStream.data(text).stream()
                    .filter(data -> !data.equals("[DONE]"))
                    .map(Faced::parse)
                    .toList();
        }
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer chat(String model, String rest) {
        return post("openai", "/chat/completions", "{\"model\":\"" + model + "\"," + rest + "}");
    }

    Answer responses(String model, String rest) {
        return post("openai", "/responses", "{\"model\":\"" + model + "\"," + rest + "}");
    }

    Answer messages(String model, String rest) {
        return messages("2023-06-01", model, rest);
    }

    Answer messages(String version, String model, String rest) {
        return send(
                "anthropic",
                "/messages",
                "",
                Map.of("x-api-key", "key", "anthropic-version", version),
                "{\"model\":\"" + model + "\"," + rest + "}");
    }

    Answer gemini(String model, String body) {
        return send(
                "gemini",
                "/models/" + model + ":generateContent",
                "",
                Map.of("x-goog-api-key", "key"),
                "{" + body + "}");
    }

    Answer geminiStream(String model, String body) {
        return send(
                "gemini",
                "/models/" + model + ":streamGenerateContent",
                "alt=sse",
                Map.of("x-goog-api-key", "key"),
                "{" + body + "}");
    }

    Answer post(String provider, String path, String body) {
        return send(provider, path, "", Map.of("authorization", "Bearer key"), body);
    }

    Answer send(String provider, String path, String query, Map<String, String> headers, String body) {
        var method = body.isEmpty() ? "GET" : "POST";
        var request =
                new SimulatedRequest(provider, method, path, query, headers, body.getBytes(StandardCharsets.UTF_8));
        return read(faces.answer(request, 0, EPOCH_SECONDS).steps());
    }

    private static Answer read(List<Step> steps) {
        int status = 0;
        var headers = new HashMap<String, String>();
        var text = new StringBuilder();
        for (var step : steps) {
            if (step instanceof Step.Head(int sent, var told, var _)) {
                status = sent;
                told.forEach(header -> headers.put(header.getKey(), header.getValue()));
            } else if (step instanceof Step.Send(var bytes)) {
                text.append(new String(bytes, StandardCharsets.UTF_8));
            }
        }
        return new Answer(status, headers, text.toString());
    }
}

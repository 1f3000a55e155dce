package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;

/// An embeddings request and its answer: the same vector for the same text, always. Throws [RefusedRequest]. Pure.
record EmbeddingCall(String model, List<String> inputs, int dimensions, boolean base64) {
    private static final int DEFAULT_DIMENSIONS = 16; // enough to tell texts apart, short enough to read
    private static final int MAX_DIMENSIONS = 3_072;
    private static final int MAX_INPUTS = 2_048;
    private static final int CHARACTERS_PER_TOKEN = 4;

    static EmbeddingCall read(ObjectNode body) {
        var inputs = inputs(ChatReader.present(body, "input"));
        if (inputs.isEmpty() || inputs.size() > MAX_INPUTS) {
            throw RefusedRequest.of(
                    "Invalid 'input': expected 1 to " + MAX_INPUTS + " inputs, but got " + inputs.size() + ".",
                    "input",
                    inputs.isEmpty() ? "empty_array" : "array_above_max_length");
        }
        int dimensions = body.path("dimensions").asInt(DEFAULT_DIMENSIONS);
        if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
            throw RefusedRequest.of("Invalid 'dimensions': " + dimensions + ".", "dimensions", "invalid_value");
        }
        var format = body.path("encoding_format").asText("float");
        if (!format.equals("float") && !format.equals("base64")) {
            throw ChatReader.invalidValue("encoding_format", format, "'float' and 'base64'");
        }
        return new EmbeddingCall(ChatReader.model(body), inputs, dimensions, format.equals("base64"));
    }

    long tokens() {
        return inputs.stream()
                .mapToLong(input -> Math.ceilDiv(input.length(), CHARACTERS_PER_TOKEN))
                .sum();
    }

    String answer() {
        var root = JsonNodeFactory.instance.objectNode().put("object", "list");
        var data = root.putArray("data");
        for (int i = 0; i < inputs.size(); i++) {
            var entry = data.addObject().put("object", "embedding").put("index", i);
            var vector = vector(inputs.get(i));
            if (base64) {
                entry.put("embedding", encoded(vector));
            } else {
                var array = entry.putArray("embedding");
                for (float value : vector) {
                    array.add(value);
                }
            }
        }
        root.put("model", model);
        root.putObject("usage").put("prompt_tokens", tokens()).put("total_tokens", tokens());
        return root.toString();
    }

    /// A text, texts, a text as token numbers, or several of those.
    private static List<String> inputs(JsonNode input) {
        var inputs = new ArrayList<String>();
        if (input.isTextual()) {
            inputs.add(input.textValue());
        } else if (input.isArray() && input.path(0).isIntegralNumber()) {
            inputs.add(input.toString());
        } else if (input.isArray()) {
            input.forEach(one -> inputs.add(one.isTextual() ? one.textValue() : one.toString()));
        } else if (input.isMissingNode()) {
            throw RefusedRequest.of("Missing required parameter: 'input'.", "input", "missing_required_parameter");
        } else {
            throw ChatReader.wrongType("input", "a string or an array", input);
        }
        return inputs;
    }

    private float[] vector(String text) {
        var random = new SplittableRandom(text.hashCode());
        var vector = new float[dimensions];
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) (random.nextDouble() * 2 - 1);
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < dimensions; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    private static String encoded(float[] vector) {
        var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : vector) {
            bytes.putFloat(value);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}

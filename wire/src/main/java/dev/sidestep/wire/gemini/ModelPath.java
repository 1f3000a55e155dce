package dev.sidestep.wire.gemini;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/// Where a model stands below the base URL.
final class ModelPath {
    /// Ids that name their collection themselves, as `GET /models` tells them.
    private static final List<String> COLLECTIONS = List.of("models/", "tunedModels/");

    private static final String UNRESERVED = "-._~";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private ModelPath() {}

    /// The path of a model, such as `/models/gemini-2.5-flash`.
    static String of(String modelId) {
        for (String collection : COLLECTIONS) {
            if (modelId.startsWith(collection)) {
                return "/" + collection + encoded(modelId.substring(collection.length()));
            }
        }
        return "/models/" + encoded(modelId);
    }

    /// A model's id without the collection.
    static String bare(String modelId) {
        return modelId.startsWith("models/") ? modelId.substring("models/".length()) : modelId;
    }

    private static String encoded(String segment) {
        StringBuilder path = new StringBuilder();
        for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved(b)) {
                path.append((char) b);
            } else {
                path.append('%').append(HEX.toHexDigits(b));
            }
        }
        return path.toString();
    }

    private static boolean isUnreserved(byte b) {
        return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || UNRESERVED.indexOf(b) >= 0;
    }
}

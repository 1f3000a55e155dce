package dev.sidestep.wire.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.json.Trees;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How each wire format asks what a provider offers, and what the answers say.
public final class ModelLists {
    /// A page with more models is no provider's, and is not read.
    public static final int MOST_MODELS = 5_000;

    private static final int MOST_CURSOR_CHARS = 1_000;
    private static final String ANTHROPIC_VERSION = "2023-06-01";

    private ModelLists() {}

    /// The path, with its query, that asks for a page.
    ///
    /// @param from where the page begins: [ModelPage#next] of the page before it, empty for the first
    public static String path(WireFormat wire, String from) {
        String cursor = URLEncoder.encode(from, StandardCharsets.UTF_8);
        return switch (wire) {
            case OPENAI, RESPONSES -> "/models";
            case ANTHROPIC -> "/models?limit=1000" + (from.isEmpty() ? "" : "&after_id=" + cursor);
            case GEMINI -> "/models?pageSize=1000" + (from.isEmpty() ? "" : "&pageToken=" + cursor);
        };
    }

    /// The headers that the question needs beside the credential.
    public static Map<String, String> headers(WireFormat wire) {
        return wire == WireFormat.ANTHROPIC ? Map.of("anthropic-version", ANTHROPIC_VERSION) : Map.of();
    }

    /// The page that an answer is; empty where it is none, or says that it goes on and not where.
    public static Optional<ModelPage> read(WireFormat wire, byte[] body) {
        return Trees.parse(body).flatMap(root -> page(wire, root));
    }

    private static Optional<ModelPage> page(WireFormat wire, JsonNode root) {
        ListShape shape = ListShape.of(wire);
        // Together's list is the array itself: https://docs.together.ai/reference/models
        JsonNode entries = root.isArray() ? root : root.path(shape.entries());
        Optional<String> next = next(wire, root);
        if (!entries.isArray() || entries.size() > MOST_MODELS || next.isEmpty()) {
            return Optional.empty();
        }
        Map<String, ListedModel> models = new LinkedHashMap<>();
        entries.forEach(entry -> shape.read(entry).ifPresent(model -> models.putIfAbsent(model.id(), model)));
        return Optional.of(new ModelPage(models.values().stream().toList(), next.get()));
    }

    /// Where the next page begins, empty text where there is none; nothing where that cannot be known.
    private static Optional<String> next(WireFormat wire, JsonNode root) {
        return switch (wire) {
            case OPENAI, RESPONSES -> Optional.of("");
            case ANTHROPIC -> root.path("has_more").asBoolean() ? cursor(root.path("last_id")) : Optional.of("");
            case GEMINI -> root.hasNonNull("nextPageToken") ? token(root.path("nextPageToken")) : Optional.of("");
        };
    }

    private static Optional<String> cursor(JsonNode node) {
        return token(node).filter(text -> !text.isEmpty());
    }

    private static Optional<String> token(JsonNode node) {
        return node.isTextual() && node.textValue().length() <= MOST_CURSOR_CHARS
                ? Optional.of(node.textValue())
                : Optional.empty();
    }
}

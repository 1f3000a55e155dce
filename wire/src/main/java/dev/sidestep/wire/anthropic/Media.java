package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.DataUrl;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Source;
import dev.sidestep.wire.json.Trees;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Writes the sources of images and documents.
final class Media {
    private static final List<String> IMAGES = List.of("image/jpeg", "image/png", "image/gif", "image/webp");

    private final Set<Feature> features;
    private final boolean ownsHandles;

    /// @param features what the model can do
    /// @param ownsHandles whether the call's names of files are this format's
    Media(Set<Feature> features, boolean ownsHandles) {
        this.features = features;
        this.ownsHandles = ownsHandles;
    }

    /// The `source` of an image; empty where the target does not take it.
    Optional<ObjectNode> of(Part.Image image) {
        if (!features.contains(Feature.VISION)) {
            return Optional.empty();
        }
        return switch (opened(image.source())) {
            case Source.Inline(var type, var base64) -> {
                String known = type.equals("image/jpg") ? "image/jpeg" : type;
                yield IMAGES.contains(known) ? Optional.of(base64(known, base64)) : Optional.empty();
            }
            case Source.Url(var url) ->
                features.contains(Feature.IMAGE_URLS) ? Optional.of(url(url)) : Optional.empty();
            case Source.Handle(var id) -> file(id);
            case Source.PlainText _ -> Optional.empty();
        };
    }

    /// The `source` of a document; empty where the target does not take it.
    Optional<ObjectNode> of(Part.Document document) {
        if (!features.contains(Feature.FILES)) {
            return Optional.empty();
        }
        return switch (opened(document.source())) {
            case Source.Inline(var type, var base64) -> inline(type, base64);
            case Source.Url(var url) -> Optional.of(url(url));
            case Source.Handle(var id) -> file(id);
            case Source.PlainText(var text) -> Optional.of(text(text));
        };
    }

    private static Optional<ObjectNode> inline(String type, String base64) {
        if (type.equals("application/pdf")) {
            return Optional.of(base64(type, base64));
        }
        if (!type.startsWith("text/")) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(base64);
            return Optional.of(text(new String(bytes, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// A `data:` address is no address but the bytes themselves.
    private static Source opened(Source source) {
        return source instanceof Source.Url(var url) ? DataUrl.source(url).orElse(source) : source;
    }

    private Optional<ObjectNode> file(String id) {
        return ownsHandles && features.contains(Feature.ANTHROPIC_API)
                ? Optional.of(Trees.object().put("type", "file").put("file_id", id))
                : Optional.empty();
    }

    private static ObjectNode base64(String type, String data) {
        return Trees.object().put("type", "base64").put("media_type", type).put("data", data);
    }

    private static ObjectNode url(String url) {
        return Trees.object().put("type", "url").put("url", url);
    }

    private static ObjectNode text(String text) {
        return Trees.object()
                .put("type", "text")
                .put("media_type", "text/plain")
                .put("data", text);
    }
}

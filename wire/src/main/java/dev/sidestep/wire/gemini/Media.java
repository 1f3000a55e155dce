package dev.sidestep.wire.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.DataUrl;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Source;
import dev.sidestep.wire.json.Trees;
import java.util.Map;
import java.util.Optional;

/// Writes images, recordings and documents, and leaves out what the target cannot take. Not thread-safe.
final class Media {
    /// Types by names that are in use and that no registry has.
    private static final Map<String, String> REAL_TYPES =
            Map.of("image/jpg", "image/jpeg", "audio/x-wav", "audio/wav", "audio/x-mp3", "audio/mp3");

    private final Draft draft;

    Media(Draft draft) {
        this.draft = draft;
    }

    Optional<ObjectNode> image(Part.Image image) {
        draft.losses().extras("messages", image.extras());
        return written(image.source(), Feature.VISION, "messages.image_url");
    }

    Optional<ObjectNode> audio(Part.Audio audio) {
        draft.losses().extras("messages", audio.extras());
        return written(audio.source(), Feature.AUDIO, "messages.input_audio");
    }

    Optional<ObjectNode> document(Part.Document document) {
        draft.losses().extras("messages", document.extras());
        if (!document.name().isEmpty()) {
            draft.losses().dropped("messages.file.filename");
        }
        return document.source() instanceof Source.PlainText(var text)
                ? plain(text)
                : written(document.source(), Feature.FILES, "messages.file");
    }

    private static Optional<ObjectNode> plain(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Trees.object().put("text", text));
    }

    private Optional<ObjectNode> written(Source source, Feature needed, String place) {
        Optional<ObjectNode> part = draft.has(needed) ? part(source) : Optional.empty();
        if (part.isEmpty()) {
            draft.losses().dropped(place);
        }
        return part;
    }

    private Optional<ObjectNode> part(Source source) {
        return switch (source) {
            case Source.Inline inline -> inline(inline);
            case Source.PlainText(var text) -> plain(text);
            case Source.Url(var url) -> DataUrl.data(url).map(this::inline).orElseGet(() -> fetched(url));
            case Source.Handle _ -> Optional.empty();
        };
    }

    private Optional<ObjectNode> inline(Source.Inline inline) {
        if (inline.base64().isEmpty()) {
            return Optional.empty();
        }
        ObjectNode part = Trees.object();
        part.putObject("inlineData")
                .put("mimeType", REAL_TYPES.getOrDefault(inline.mediaType(), inline.mediaType()))
                .put("data", inline.base64());
        return Optional.of(part);
    }

    private Optional<ObjectNode> fetched(String url) {
        if (!draft.has(Feature.IMAGE_URLS) || !url.startsWith("https://")) {
            return Optional.empty();
        }
        ObjectNode part = Trees.object();
        part.putObject("fileData").put("fileUri", url);
        return Optional.of(part);
    }
}

package dev.sidestep.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.wire.canonical.DataUrl;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Source;
import dev.sidestep.wire.canonical.WireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads what a message contains.
final class ChatPartReader {
    private ChatPartReader() {}

    /// The parts of a message's content; a text that is empty is none.
    static List<Part> content(Fields message) {
        if (message.raw().path("content").isArray()) {
            List<Part> parts = new ArrayList<>();
            message.objects("content").forEach(part -> parts.add(part(part)));
            return parts;
        }
        String text = message.text("content");
        return text.isEmpty() ? List.of() : List.of(new Part.Text(text));
    }

    private static Part part(Fields part) {
        Optional<Part> known = switch (part.text("type")) {
            case "text", "input_text", "output_text" ->
                Optional.of(new Part.Text(part.text("text"), null, part.rest()));
            case "refusal" -> Optional.of(new Part.Refusal(part.text("refusal")));
            case "image_url", "input_image" -> image(part);
            case "input_audio" -> part.object("input_audio").map(audio -> audio(audio, part));
            case "file" -> part.object("file").flatMap(file -> file(file, part));
            default -> Optional.empty();
        };
        return known.orElseGet(() -> new Part.Unknown(WireFormat.OPENAI, part.raw()));
    }

    private static Optional<Part> image(Fields part) {
        JsonNode image = part.take("image_url");
        String url = image.isTextual() ? image.asText() : image.path("url").asText();
        if (url.isEmpty()) {
            return Optional.empty();
        }
        String detail = image.path("detail").asText(part.text("detail"));
        return DataUrl.source(url).map(source -> new Part.Image(source, detail, part.rest()));
    }

    private static Part audio(Fields audio, Fields part) {
        String mediaType = "audio/" + audio.text("format").toLowerCase(Locale.ROOT);
        return new Part.Audio(new Source.Inline(mediaType, audio.text("data")), part.rest());
    }

    private static Optional<Part> file(Fields file, Fields part) {
        String name = file.text("filename");
        String id = file.text("file_id");
        String data = file.text("file_data");
        Optional<Source> source = id.isEmpty() ? DataUrl.source(data) : Optional.of(new Source.Handle(id));
        return source.filter(_ -> !(id.isEmpty() && data.isEmpty()))
                .map(found -> new Part.Document(found, name, part.rest()));
    }
}

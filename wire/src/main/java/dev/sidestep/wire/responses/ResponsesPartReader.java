package dev.sidestep.wire.responses;

import dev.sidestep.wire.canonical.DataUrl;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Source;
import dev.sidestep.wire.canonical.WireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads content: that of messages, and that of tool results.
final class ResponsesPartReader {
    /// What a file without a media type is taken for: the only kind that clients send as bare base64.
    private static final String PDF = "application/pdf";

    /// A text, a list of parts, or nothing.
    List<Part> content(At content) {
        if (content.node().isTextual()) {
            return List.of(new Part.Text(content.text()));
        }
        List<Part> parts = new ArrayList<>();
        for (At part : content.elements()) {
            parts.add(part(part.object()));
        }
        return parts;
    }

    private Part part(At part) {
        return switch (part.field("type").text()) {
            case "input_text", "output_text", "text", "summary_text", "reasoning_text" -> text(part);
            case "refusal" -> new Part.Refusal(part.field("refusal").text());
            case "input_image" -> image(part);
            case "input_file" -> file(part);
            case "input_audio" -> audio(part);
            default -> new Part.Unknown(WireFormat.RESPONSES, part.node());
        };
    }

    private static Part text(At part) {
        Extras extras = extras(part, Set.of("type", "text", "annotations", "logprobs"));
        return new Part.Text(part.field("text").text(), null, extras);
    }

    private static Part image(At part) {
        String detail = part.field("detail").textOrEmpty();
        Extras extras = extras(part, Set.of("type", "image_url", "file_id", "detail"));
        Source source = part.field("image_url").isSaid()
                ? source(part.field("image_url"))
                : new Source.Handle(part.field("file_id").text());
        return new Part.Image(source, detail.equals("auto") ? "" : detail, extras);
    }

    private static Part file(At part) {
        Extras extras = extras(part, Set.of("type", "file_data", "file_url", "file_id", "filename"));
        return new Part.Document(document(part), part.field("filename").textOrEmpty(), extras);
    }

    private static Source document(At part) {
        At data = part.field("file_data");
        if (data.isSaid()) {
            return DataUrl.isOne(data.text()) ? source(data) : new Source.Inline(PDF, data.text());
        }
        At url = part.field("file_url");
        return url.isSaid()
                ? new Source.Url(url.text())
                : new Source.Handle(part.field("file_id").text());
    }

    private static Part audio(At part) {
        At audio = part.field("input_audio").object();
        String format = audio.field("format").text().toLowerCase(Locale.ROOT);
        Source source = new Source.Inline("audio/" + format, audio.field("data").text());
        return new Part.Audio(source, extras(part, Set.of("type", "input_audio")));
    }

    private static Source source(At url) {
        return DataUrl.source(url.text()).orElseThrow(() -> url.wrong("must be a URL or a data: URL"));
    }

    private static Extras extras(At part, Set<String> known) {
        return new Extras(WireFormat.RESPONSES, part.rest(known));
    }
}

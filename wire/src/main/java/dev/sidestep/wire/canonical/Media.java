package dev.sidestep.wire.canonical;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The images and documents of a call that lie at addresses, and what the call is with their bytes in it.
public final class Media {
    private Media() {}

    /// What lies at an address.
    public enum Kind {
        /// An image.
        IMAGE,
        /// A document, such as a PDF.
        DOCUMENT
    }

    /// Where an image or a document is.
    ///
    /// @param url as the client wrote it; never a `data:` URL, but otherwise anything
    public record Address(Kind kind, String url) {}

    /// The addresses of a call, in its order; one that stands in it twice is here twice.
    public static List<Address> addresses(CanonicalRequest request) {
        return request.turns().stream()
                .flatMap(turn -> turn.parts().stream())
                .flatMap(Media::addresses)
                .toList();
    }

    private static Stream<Address> addresses(Part part) {
        return switch (part) {
            case Part.Image image -> address(Kind.IMAGE, image.source());
            case Part.Document document -> address(Kind.DOCUMENT, document.source());
            case Part.ToolResult result -> result.parts().stream().flatMap(Media::addresses);
            case Part.Text _, Part.Refusal _, Part.Audio _, Part.Unknown _ -> Stream.of();
            case Part.Thinking _, Part.RedactedThinking _, Part.ToolCall _ -> Stream.of();
        };
    }

    private static Stream<Address> address(Kind kind, Source source) {
        return source instanceof Source.Url(var url) && !DataUrl.isOne(url)
                ? Stream.of(new Address(kind, url))
                : Stream.of();
    }

    /// The call with these bytes in the place of their addresses.
    public static CanonicalRequest brought(CanonicalRequest request, Map<Address, Source.Inline> bytes) {
        return new CanonicalRequest(
                request.origin(),
                request.turns().stream().map(turn -> brought(turn, bytes)).toList(),
                request.tools(),
                request.toolChoice(),
                request.knownParallelTools(),
                request.outputFormat(),
                request.sampling(),
                request.reasoning(),
                request.maxOutputTokens(),
                request.stop(),
                request.stream(),
                request.extras());
    }

    private static Turn brought(Turn turn, Map<Address, Source.Inline> bytes) {
        return new Turn(turn.role(), brought(turn.parts(), bytes), turn.name(), turn.extras());
    }

    private static List<Part> brought(List<Part> parts, Map<Address, Source.Inline> bytes) {
        return parts.stream().map(part -> brought(part, bytes)).toList();
    }

    private static Part brought(Part part, Map<Address, Source.Inline> bytes) {
        return switch (part) {
            case Part.Image(var source, var detail, var extras) ->
                new Part.Image(brought(Kind.IMAGE, source, bytes), detail, extras);
            case Part.Document(var source, var name, var extras) ->
                new Part.Document(brought(Kind.DOCUMENT, source, bytes), name, extras);
            case Part.ToolResult(var callId, var name, var parts, var isError, var extras) ->
                new Part.ToolResult(callId, name, brought(parts, bytes), isError, extras);
            case Part.Text _, Part.Refusal _, Part.Audio _, Part.Unknown _ -> part;
            case Part.Thinking _, Part.RedactedThinking _, Part.ToolCall _ -> part;
        };
    }

    private static Source brought(Kind kind, Source source, Map<Address, Source.Inline> bytes) {
        if (!(source instanceof Source.Url(var url))) {
            return source;
        }
        Source.Inline inline = bytes.get(new Address(kind, url));
        return inline == null ? source : inline;
    }
}

package dev.sidestep.wire.canonical;

/// Where the bytes of an image, a recording or a document are.
public sealed interface Source {
    /// In the request.
    ///
    /// @param mediaType such as `image/png`, in lower case and without parameters
    /// @param base64 as it came
    record Inline(String mediaType, String base64) implements Source {}

    /// At an address that the provider fetches.
    record Url(String url) implements Source {}

    /// In the request, as text.
    record PlainText(String text) implements Source {}

    /// With the provider that gave it this name; unknown everywhere else.
    record Handle(String id) implements Source {}
}

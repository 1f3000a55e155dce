package dev.sidestep.wire.canonical;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A piece of a turn or of an answer. Immutable.
public sealed interface Part {
    /// Text.
    ///
    /// @param knownOpaque what its provider wants back with it, or null
    record Text(String text, @Nullable Opaque knownOpaque, Extras extras) implements Part {
        /// Text and nothing else.
        public Text(String text) {
            this(text, null, Extras.NONE);
        }

        /// What its provider wants back with it.
        public Optional<Opaque> opaque() {
            return Optional.ofNullable(knownOpaque);
        }
    }

    /// The model's words for what it will not do.
    record Refusal(String text) implements Part {}

    /// An image.
    ///
    /// @param detail how closely it is to be looked at, in OpenAI's words; empty where it was not said
    record Image(Source source, String detail, Extras extras) implements Part {}

    /// A recording.
    record Audio(Source source, Extras extras) implements Part {}

    /// A document, such as a PDF.
    ///
    /// @param name its file name or title; empty where it has none
    record Document(Source source, String name, Extras extras) implements Part {}

    /// What the model thought.
    ///
    /// @param text empty where it is kept from the caller
    /// @param knownOpaque what proves it to its issuer, or null where nothing does
    record Thinking(String text, @Nullable Opaque knownOpaque, Extras extras) implements Part {
        /// What proves it to its issuer.
        public Optional<Opaque> opaque() {
            return Optional.ofNullable(knownOpaque);
        }
    }

    /// What the model thought, unreadable for everyone but its issuer.
    record RedactedThinking(Opaque opaque) implements Part {}

    /// The model's wish to use a tool.
    ///
    /// @param id the name of this wish, which its result bears
    /// @param arguments JSON as it came: not always an object, and not always valid
    /// @param knownOpaque what its provider wants back with it, or null
    record ToolCall(
            String id,
            String name,
            String arguments,
            @Nullable Opaque knownOpaque,
            Extras extras) implements Part {
        /// A wish and nothing else.
        public ToolCall(String id, String name, String arguments) {
            this(id, name, arguments, null, Extras.NONE);
        }

        /// What its provider wants back with it.
        public Optional<Opaque> opaque() {
            return Optional.ofNullable(knownOpaque);
        }
    }

    /// What came of a tool call.
    ///
    /// @param callId the id of the tool call
    /// @param name the tool's; empty where the wire format does not say it here
    /// @param parts text, images, documents
    record ToolResult(String callId, String name, List<Part> parts, boolean isError, Extras extras) implements Part {
        public ToolResult {
            parts = List.copyOf(parts);
        }
    }

    /// Something that only its own wire format knows: a server's tool call, a citation, what was invented since.
    record Unknown(WireFormat wire, JsonNode raw) implements Part {}
}

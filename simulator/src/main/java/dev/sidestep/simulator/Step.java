package dev.sidestep.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// One thing that a simulated server does on the wire. An answer is a list of them, played in order.
public sealed interface Step {
    /// Sends status and headers.
    ///
    /// @param contentLength bytes to declare; [#CHUNKED] for a chunked body
    record Head(int status, List<Map.Entry<String, String>> headers, long contentLength) implements Step {
        /// As `contentLength`: the body's length is not declared.
        public static final long CHUNKED = -1;

        public Head {
            headers = List.copyOf(headers);
        }
    }

    /// Sends bytes of the body. The array is not to be changed.
    record Send(byte[] bytes) implements Step {
        static Send of(String text) {
            return new Send(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /// Sends bytes as they are, past HTTP: even instead of a status line. The array is not to be changed.
    record Raw(byte[] bytes) implements Step {
        /// Text as ISO-8859-1.
        public static Raw of(String text) {
            return new Raw(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /// Does nothing for a while.
    record Pause(Duration duration) implements Step {}

    /// Sends the same bytes of the body again and again, until the client goes.
    record Repeat(byte[] bytes, Duration every) implements Step {}

    /// Does nothing any more, and leaves the connection open until the client goes.
    record Silence() implements Step {}

    /// Ends the answer properly; the connection may be used again.
    record End() implements Step {}

    /// Closes the connection (FIN) in the middle of whatever there is.
    record Close() implements Step {}

    /// Resets the connection (RST).
    record Reset() implements Step {}
}

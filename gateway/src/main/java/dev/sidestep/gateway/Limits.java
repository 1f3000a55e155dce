package dev.sidestep.gateway;

import java.time.Duration;

/// What one client, or all of them together, may take of the gateway before it is known who they
/// are.
///
/// @param bodyTime longest time that a body may take to arrive
/// @param idleTime longest silence between two requests of a connection
/// @param firstRequestTime longest time from a connection to its first request
/// @param stallTime longest time that a reader of a stream may take nothing
/// @param lingerTime how long what still comes of a refused body is read and dropped, so that the
///     refusal arrives
/// @param mostConnections at the same time
/// @param mostBufferedBytes of bodies that are being read, together
record Limits(
        Duration bodyTime,
        Duration idleTime,
        Duration firstRequestTime,
        Duration stallTime,
        Duration lingerTime,
        int mostConnections,
        long mostBufferedBytes) {
    /// A request line of a provider's API has some 50 bytes.
    static final int MOST_LINE_BYTES = 8 * 1024;

    /// SDKs send some 600 bytes of headers.
    static final int MOST_HEADER_BYTES = 32 * 1024;

    /// A body that anybody may send holds a key, and nothing else.
    static final long MOST_OPEN_BODY_BYTES = 4 * 1024;

    /// A decoded piece of a body; large ones make large bodies cheap.
    static final int MOST_CHUNK_BYTES = 64 * 1024;

    /// Bytes of a stream that wait for a slow reader before the provider is paused.
    static final int MOST_QUEUED_BYTES = 64 * 1024;

    static Limits standard() {
        return new Limits(
                Duration.ofSeconds(60),
                Duration.ofSeconds(75),
                Duration.ofSeconds(15),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                20_000,
                Runtime.getRuntime().maxMemory() / 4);
    }
}

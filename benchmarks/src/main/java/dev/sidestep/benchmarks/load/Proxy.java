package dev.sidestep.benchmarks.load;

/// A proxy under test.
///
/// @param name as in the table
/// @param process whose CPU and memory are measured
/// @param callPath of calls that are not streamed
/// @param streamPath of streams
record Proxy(String name, ChildProcess process, int port, String callPath, String streamPath) implements AutoCloseable {
    /// The same asked in Anthropic's wire format, so that every call is translated.
    Proxy translating() {
        return new Proxy(name, process, port, "/v1" + Request.MESSAGES, "/v1" + Request.MESSAGES);
    }

    @Override
    public void close() {
        process.close();
    }
}

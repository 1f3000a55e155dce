package dev.sidestep.benchmarks.load;

/// A proxy under test.
///
/// @param name as in the table
/// @param process whose CPU and memory are measured
/// @param callPath of calls that are not streamed
/// @param streamPath of streams
record Proxy(String name, ChildProcess process, int port, String callPath, String streamPath) implements AutoCloseable {
    @Override
    public void close() {
        process.close();
    }
}

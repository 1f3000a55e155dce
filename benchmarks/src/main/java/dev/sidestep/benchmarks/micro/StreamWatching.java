package dev.sidestep.benchmarks.micro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidestep.wire.format.AnswerStream;
import dev.sidestep.wire.format.PassedStream;
import dev.sidestep.wire.openai.OpenAiFormat;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What does it cost to watch one chunk of a stream on its way to the client? A whole answer of 100 events, one chunk
/// each, divided by their number. The baselines: copying the chunk, and parsing its JSON to a tree.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StreamWatching {
    private static final int CHUNKS = 100;
    private static final int JSON_FROM = "data: ".length();

    private final ObjectMapper mapper = new ObjectMapper();
    private final byte[] chunk = Bodies.contentEvent();
    private final byte[] last = Bodies.lastEvent();
    private final byte[] json = Arrays.copyOfRange(chunk, JSON_FROM, chunk.length);
    private final byte[] copy = new byte[chunk.length];
    private long forwarded;

    @Benchmark
    public byte[] baselineArrayCopy() {
        System.arraycopy(chunk, 0, copy, 0, chunk.length);
        return copy;
    }

    @Benchmark
    public JsonNode jacksonTree() throws IOException {
        return mapper.readTree(json);
    }

    @Benchmark
    @OperationsPerInvocation(CHUNKS)
    public long watchChunk() {
        PassedStream stream = new PassedStream(OpenAiFormat.INSTANCE.eventReader(), false);
        for (int i = 1; i < CHUNKS; i++) {
            stream.feed(chunk, 0, chunk.length, this::forward);
        }
        stream.feed(last, 0, last.length, this::forward);
        if (stream.end(this::forward) != AnswerStream.Phase.COMPLETE) {
            throw new AssertionError("the stream must be complete: " + stream.failure());
        }
        return forwarded;
    }

    private void forward(byte[] bytes, int from, int to) {
        forwarded += to - from;
    }
}

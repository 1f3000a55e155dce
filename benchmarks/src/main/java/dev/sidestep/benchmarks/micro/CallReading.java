package dev.sidestep.benchmarks.micro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidestep.core.Model;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.format.ToolCallMemory;
import dev.sidestep.wire.openai.OpenAiFormat;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What does it cost to read what a call asks for, and to fit it to a target? The baselines: copying the body's bytes,
/// and parsing it to a tree as a gateway does that rewrites bodies.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallReading {
    @Param({"2048", "32768"})
    public int bodyBytes;

    private final ObjectMapper mapper = new ObjectMapper();
    private final Aim aim = new Aim(
            "call-1",
            "groq",
            Model.unknown("llama-3.3-70b-versatile"),
            "groq/llama-3.3-70b-versatile",
            Set.of(),
            ToolCallMemory.NONE);
    private byte[] body = {};
    private byte[] copy = {};
    private ClientCall call = read(Bodies.chatCall(256));

    private static ClientCall read(byte[] body) {
        return OpenAiFormat.INSTANCE.read(body, Map.of());
    }

    @Setup
    public void fillBody() {
        body = Bodies.chatCall(bodyBytes);
        copy = new byte[body.length];
        call = read(body);
    }

    @Benchmark
    public byte[] baselineArrayCopy() {
        System.arraycopy(body, 0, copy, 0, body.length);
        return copy;
    }

    @Benchmark
    public JsonNode jacksonTree() throws IOException {
        return mapper.readTree(body);
    }

    @Benchmark
    public ClientCall readCall() {
        return read(body);
    }

    @Benchmark
    public Fitting fitToTarget() {
        return OpenAiFormat.INSTANCE.edit(call, aim);
    }
}

package dev.sidestep.benchmarks.micro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidestep.wire.limits.Answer;
import dev.sidestep.wire.limits.ErrorReader;
import dev.sidestep.wire.limits.Headers;
import dev.sidestep.wire.limits.Reading;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What does it cost to read from a 429 what is limited and for how long? With the wait in a header, and in the text
/// alone. The baseline is Jackson's tree of the same body, from which nothing is read.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RefusalReading {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final Map<String, String> HEADERS = Map.of(
            "content-type", "application/json",
            "retry-after", "1101",
            "x-ratelimit-limit-tokens", "12000",
            "x-ratelimit-remaining-tokens", "8601",
            "x-ratelimit-reset-tokens", "17s");

    private final ObjectMapper mapper = new ObjectMapper();
    private final byte[] body = Bodies.tokensPerDayUsedUp();
    private final Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final Headers withHeaders = name -> Optional.ofNullable(HEADERS.get(name));

    @Benchmark
    public JsonNode baselineJacksonTree() throws IOException {
        return mapper.readTree(body);
    }

    @Benchmark
    public Reading waitInHeader() {
        return ErrorReader.read(new Answer("groq", TOO_MANY_REQUESTS, withHeaders, body, now));
    }

    @Benchmark
    public Reading waitInText() {
        return ErrorReader.read(new Answer("groq", TOO_MANY_REQUESTS, Headers.NONE, body, now));
    }
}

package dev.sidestep.wire.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.wire.Formats;
import dev.sidestep.wire.canonical.CanonicalAnswer;
import dev.sidestep.wire.canonical.StreamEvent;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.crossing.Crossing.Asked;
import dev.sidestep.wire.format.AnswerBody;
import dev.sidestep.wire.format.StreamReader;
import dev.sidestep.wire.format.StreamWriter;
import dev.sidestep.wire.format.UpstreamFormat;
import dev.sidestep.wire.sse.SseReader;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Random answers, whole and streamed, written for a client and read again as a provider's.
class AnswerCrossingTest {
    private static final int SEEDS = 200;
    static final List<WireFormat> CLIENTS = Crossing.CLIENTS;

    @ParameterizedTest
    @FieldSource("CLIENTS")
    void aWholeAnswerIsReadAsItWasWritten(WireFormat wire) {
        for (int seed = 0; seed < SEEDS; seed++) {
            CanonicalAnswer answer = new Answers(new SplittableRandom(seed)).whole();
            UpstreamFormat upstream = Formats.ofProviders(wire);

            byte[] body =
                    Formats.ofClients(wire).write(answer, Asked.smallest(wire).reply());

            assertThat(upstream.inspect(body)).as("seed %s", seed).isInstanceOf(AnswerBody.Answered.class);
            assertThat(Said.of(upstream.read(body, Crossing.aim(wire))))
                    .as("seed %s", seed)
                    .isEqualTo(Said.of(answer));
        }
    }

    @ParameterizedTest
    @FieldSource("CLIENTS")
    void aStreamIsReadAsItWasWritten(WireFormat wire) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Answers answers = new Answers(new SplittableRandom(seed));
            CanonicalAnswer answer = answers.whole();

            byte[] stream = written(wire, answers.pieces(answer));

            assertThat(Said.of(read(wire, stream))).as("seed %s", seed).isEqualTo(Said.of(answer));
        }
    }

    @ParameterizedTest
    @FieldSource("CLIENTS")
    void aStreamSaysTheSameThroughEveryOtherWire(WireFormat wire) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Answers answers = new Answers(new SplittableRandom(seed));
            CanonicalAnswer answer = answers.whole();
            List<StreamEvent> events = read(wire, written(wire, answers.pieces(answer)));

            for (WireFormat other : CLIENTS) {
                assertThat(Said.of(read(other, written(other, events))))
                        .as("seed %s through %s", seed, other)
                        .isEqualTo(Said.of(answer));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("CLIENTS")
    void whatGeminiSaysReachesEveryClient(WireFormat wire) {
        UpstreamFormat gemini = Formats.ofProviders(WireFormat.GEMINI);
        for (int seed = 0; seed < SEEDS; seed++) {
            CanonicalAnswer answer = new Answers(new SplittableRandom(seed)).whole();
            CanonicalAnswer whole = gemini.read(GeminiAnswers.whole(answer), Crossing.aim(WireFormat.GEMINI));
            List<StreamEvent> events = read(WireFormat.GEMINI, GeminiAnswers.stream(answer));

            byte[] body =
                    Formats.ofClients(wire).write(whole, Asked.smallest(wire).reply());

            assertThat(Said.of(Formats.ofProviders(wire).read(body, Crossing.aim(wire))))
                    .as("seed %s", seed)
                    .isEqualTo(Said.of(answer));
            assertThat(Said.of(read(wire, written(wire, events))))
                    .as("seed %s, streamed", seed)
                    .isEqualTo(Said.of(answer));
        }
    }

    private static byte[] written(WireFormat wire, List<StreamEvent> events) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        StreamWriter writer =
                Formats.ofClients(wire).writer(Asked.smallest(wire).reply());
        events.forEach(event -> writer.write(event, (bytes, from, to) -> stream.write(bytes, from, to - from)));
        writer.end((bytes, from, to) -> stream.write(bytes, from, to - from));
        return stream.toByteArray();
    }

    private static List<StreamEvent> read(WireFormat wire, byte[] stream) {
        List<StreamEvent> events = new ArrayList<>();
        StreamReader reader = Formats.ofProviders(wire).reader(Crossing.aim(wire));
        SseReader sse = new SseReader();
        sse.feed(stream, 0, stream.length, event -> reader.read(event, events::add));
        sse.end(event -> reader.read(event, events::add));
        reader.end(events::add);
        return events;
    }
}

package dev.sidestep.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sidestep.wire.Formats;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.AnswerStream;
import dev.sidestep.wire.format.AnswerStream.Phase;
import dev.sidestep.wire.format.PassedStream;
import dev.sidestep.wire.format.Reply;
import dev.sidestep.wire.format.StreamFailure;
import dev.sidestep.wire.format.Thoughts;
import dev.sidestep.wire.format.TranslatedStream;
import dev.sidestep.wire.format.UpstreamFormat;
import dev.sidestep.wire.sse.SseEvent;
import dev.sidestep.wire.sse.SseReader;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/// Streamed answers, passed on and translated. The first byte of an input chooses the provider's wire, the second the
/// target, the third how the rest is cut.
final class StreamFuzzer {
    private static final List<Reply> REPLIES =
            Given.CLIENTS.stream().map(Given::reply).toList();

    @FuzzTest(maxDuration = "10m")
    @DictionaryFile(resourcePath = "/dev/sidestep/wire/fuzz/wires.dict")
    void onlyWholeEventsOfAnAnswerGoOn(byte[] input) {
        if (input.length < 3) {
            return;
        }
        UpstreamFormat upstream = Formats.ofProviders(Given.pick(List.of(WireFormat.values()), input[0]));
        Cuts cuts = Cuts.of(Arrays.copyOfRange(input, 2, input.length));
        List<byte[]> whole = List.of(cuts.stream());
        boolean withholds = cuts.seed() % 3 == 0;

        Passage passed = new Passage(new PassedStream(upstream.eventReader(), withholds)).feed(cuts.pieces());
        passed.agreesWith(new Passage(new PassedStream(upstream.eventReader(), withholds)).feed(whole));
        for (Reply reply : REPLIES) {
            Passage cut = new Passage(translated(upstream, reply, input[1])).feed(cuts.pieces());
            cut.agreesWith(new Passage(translated(upstream, reply, input[1])).feed(whole));
            cut.isWellFormed();
        }
    }

    private static AnswerStream translated(UpstreamFormat upstream, Reply reply, byte target) {
        return new TranslatedStream(
                upstream.reader(Given.target(target)),
                Formats.ofClients(reply.call().wire()).writer(reply),
                Thoughts.areWanted(reply.request()));
    }

    /// One stream on its way, and what went on of it.
    private static final class Passage {
        private final AnswerStream stream;
        private final ByteArrayOutputStream forwarded = new ByteArrayOutputStream();
        private final SseReader client = new SseReader();

        Passage(AnswerStream stream) {
            this.stream = stream;
        }

        Passage feed(List<byte[]> pieces) {
            for (byte[] given : pieces) {
                byte[] piece = given.clone();
                boolean mayGoOn = stream.phase() != Phase.FAILED;
                int before = forwarded.size();
                stream.feed(piece, 0, piece.length, this::forward);
                // What was not forwarded from it in time is gone.
                Arrays.fill(piece, (byte) '#');
                if (forwarded.size() > before) {
                    assertThat(mayGoOn && stream.isCommitted() && client.boundary() == client.position())
                            .as("whole events, after the first content, before a failure")
                            .isTrue();
                }
            }
            stream.end(this::forward);
            assertThat(stream.phase()).isIn(Phase.COMPLETE, Phase.FAILED);
            assertThat(stream.failure().isPresent()).isEqualTo(stream.phase() == Phase.FAILED);
            assertThat(forwarded.size() == 0).isEqualTo(!stream.isCommitted());
            return this;
        }

        private void forward(byte[] bytes, int from, int to) {
            forwarded.write(bytes, from, to - from);
            client.feed(bytes, from, to, _ -> {});
        }

        /// Where a stream is cut decides only how much of a failed one has gone on, and when the bound on what comes
        /// before the content strikes.
        void agreesWith(Passage other) {
            if (isBounded() || other.isBounded()) {
                return;
            }
            assertThat(stream.phase()).isEqualTo(other.stream.phase());
            assertThat(stream.usage()).isEqualTo(other.stream.usage());
            if (stream.phase() == Phase.COMPLETE) {
                assertThat(forwarded.toByteArray()).isEqualTo(other.forwarded.toByteArray());
            }
        }

        private boolean isBounded() {
            return stream.failure()
                    .filter(why -> why instanceof StreamFailure.Garbage(var what) && what.startsWith("more than"))
                    .isPresent();
        }

        /// Each event that we wrote is JSON, or the end of a stream of chat completions.
        void isWellFormed() {
            SseReader reader = new SseReader();
            reader.feed(forwarded.toByteArray(), 0, forwarded.size(), Passage::isWellFormed);
        }

        private static void isWellFormed(SseEvent event) {
            assertThat(event.text().equals("[DONE]") || Given.isJson(event.copy()))
                    .isTrue();
        }
    }
}

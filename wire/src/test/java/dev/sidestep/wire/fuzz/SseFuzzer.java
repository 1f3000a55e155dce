package dev.sidestep.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sidestep.wire.sse.SseReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The reader of event streams against a slow one that follows the HTML standard line by line. The first byte of an
/// input decides how the rest is cut.
final class SseFuzzer {
    @FuzzTest(maxDuration = "10m")
    void anyCutGivesTheEventsOfTheStandard(byte[] input) {
        Cuts cuts = Cuts.of(input);

        Events cut = Events.of(cuts.pieces());

        assertThat(cut.told).isEqualTo(ReferenceSse.events(cuts.stream()));
        assertThat(cut.boundary).isEqualTo(ReferenceSse.boundary(cuts.stream()));
        assertThat(cut).isEqualTo(Events.of(List.of(cuts.stream())));
    }

    /// What a reader told of a stream.
    private record Events(List<ReferenceSse.Event> told, long boundary, long position) {
        static Events of(List<byte[]> pieces) {
            SseReader reader = new SseReader();
            List<ReferenceSse.Event> told = new ArrayList<>();
            for (byte[] piece : pieces) {
                reader.feed(piece, 0, piece.length, event -> told.add(ReferenceSse.Event.of(event)));
                // What was told is told for good: the piece may be another's by now.
                Arrays.fill(piece, (byte) '#');
            }
            long boundary = reader.boundary();
            reader.end(event -> told.add(ReferenceSse.Event.of(event)));
            return new Events(told, boundary, reader.position());
        }
    }
}

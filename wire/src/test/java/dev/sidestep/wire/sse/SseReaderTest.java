package dev.sidestep.wire.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SseReaderTest {
    static Stream<Arguments> streams() {
        return Stream.of(
                Arguments.of("line feeds", "data: a\n\ndata: b\n\n", List.of("message a", "message b")),
                Arguments.of("CR LF", "data: a\r\n\r\ndata: b\r\n\r\n", List.of("message a", "message b")),
                Arguments.of("CR alone", "data: a\r\rdata: b\r\r", List.of("message a", "message b")),
                Arguments.of(
                        "mixed ends",
                        "data: a\r\n\ndata: b\n\r\ndata: c\r\r\n",
                        List.of("message a", "message b", "message c")),
                Arguments.of("byte order mark", "\ufeffdata: a\n\n", List.of("message a")),
                Arguments.of("mark later on", "data: a\n\n\ufeffdata: b\n\n", List.of("message a")),
                Arguments.of("mark and blank line", "\ufeff\n\ndata: a\n\n", List.of("message a")),
                Arguments.of("no space", "data:a\n\n", List.of("message a")),
                Arguments.of("two spaces", "data:  a\n\n", List.of("message  a")),
                Arguments.of(
                        "several data lines", "data: a\ndata: b\ndata:\ndata: c\n\n", List.of("message a\nb\n\nc")),
                Arguments.of("empty data", "data\n\ndata:\n\n", List.of("message ", "message ")),
                Arguments.of("comments", ": hi\n\n:\n\ndata: a\n: in between\n\n", List.of("message a")),
                Arguments.of("event type", "event: error\ndata: a\n\ndata: b\n\n", List.of("error a", "message b")),
                Arguments.of("type without data", "event: ping\n\ndata: b\n\n", List.of("message b")),
                Arguments.of("id and retry", "id: 7\nretry: 100\ndata: a\nid\n\n", List.of("message a")),
                Arguments.of("unknown field", "datax: a\ndat: b\nDATA: c\ndata: d\n\n", List.of("message d")),
                Arguments.of("several bytes a letter", "data: é日😀\n\n", List.of("message é日😀")),
                Arguments.of("no blank line at the end", "data: a\n\ndata: b\n", List.of("message a", "message b")),
                Arguments.of("no line end at all", "data: a\n\nevent: x\ndata: b", List.of("message a", "x b")),
                Arguments.of("nothing", "", List.of()),
                Arguments.of("blank lines", "\n\r\n\r", List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void everySplitGivesTheSameEvents(String name, String stream, List<String> events) {
        byte[] bytes = stream.getBytes(UTF_8);

        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                assertThat(read(bytes, first, second))
                        .as("%s, split at %d and %d", name, first, second)
                        .isEqualTo(events);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void byteByByteGivesTheSameEvents(String name, String stream, List<String> events) {
        byte[] bytes = stream.getBytes(UTF_8);
        int[] everywhere = new int[bytes.length];
        Arrays.setAll(everywhere, i -> i);

        assertThat(read(bytes, everywhere)).as(name).isEqualTo(events);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomStreamsGiveTheSameEventsWhereverTheyAreCut(long seed) {
        Random random = new Random(seed);
        String[] pieces = {"data", ":", " ", "\n", "\r", "\r\n", "event", "x", "é", "\n\n", "data: y", "\ufeff"};
        for (int round = 0; round < 200; round++) {
            StringBuilder stream = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                stream.append(pieces[random.nextInt(pieces.length)]);
            }
            byte[] bytes = stream.toString().getBytes(UTF_8);
            int[] cuts =
                    random.ints(random.nextInt(6), 0, bytes.length + 1).sorted().toArray();

            assertThat(read(bytes, cuts)).as("seed %d, round %d", seed, round).isEqualTo(read(bytes));
        }
    }

    @Test
    void boundaryIsBehindTheLastCompleteEvent() {
        SseReader reader = new SseReader();
        byte[] bytes = "data: a\n\n: x\n\ndata: b".getBytes(UTF_8);

        reader.feed(bytes, 0, bytes.length, _ -> {});

        assertThat(reader.boundary()).isEqualTo("data: a\n\n: x\n\n".length());
        assertThat(reader.position()).isEqualTo(bytes.length);
    }

    @Test
    void boundaryIsBeforeAnEventWhileItIsTold() {
        SseReader reader = new SseReader();
        byte[] bytes = "data: a\n\ndata: b\n\n".getBytes(UTF_8);
        List<Long> boundaries = new ArrayList<>();

        reader.feed(bytes, 0, bytes.length, _ -> boundaries.add(reader.boundary()));

        assertThat(boundaries).containsExactly(0L, 9L);
    }

    @Test
    void dataWithinOnePieceIsPassedOnInPlace() {
        SseReader reader = new SseReader();
        byte[] bytes = "data: a\n\n".getBytes(UTF_8);
        List<byte[]> arrays = new ArrayList<>();

        reader.feed(bytes, 0, bytes.length, event -> arrays.add(event.bytes()));

        assertThat(arrays).hasSize(1);
        assertThat(arrays.getFirst()).isSameAs(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"data: aaaaaaaaa", "aaaaaaaaaaaaaaa", ": aaaaaaaaaaaaa", "data: aaaaaaaa\n", ":aaaaaaaaaaaaa\n"})
    void endlessEventsAreRefused(String piece) {
        byte[] bytes = piece.getBytes(UTF_8);
        SseReader reader = new SseReader();

        assertThatThrownBy(() -> {
                    for (int sent = 0; sent <= SseReader.MAX_EVENT_BYTES; sent += bytes.length) {
                        reader.feed(bytes, 0, bytes.length, _ -> {});
                    }
                })
                .isInstanceOf(SseOverflowException.class)
                .hasMessageContaining("8388608 bytes");
    }

    @Test
    void giantEventInOnePieceIsRefused() {
        byte[] bytes = ("data: " + "a".repeat(10 << 20) + "\n\n").getBytes(UTF_8);

        assertThatThrownBy(() -> read(bytes)).isInstanceOf(SseOverflowException.class);
    }

    private static List<String> read(byte[] bytes, int... cuts) {
        List<String> events = new ArrayList<>();
        SseSink sink = event -> events.add(event.type() + " " + event.text());
        SseReader reader = new SseReader();
        int from = 0;
        for (int cut : cuts) {
            feed(reader, bytes, from, cut, sink);
            from = cut;
        }
        feed(reader, bytes, from, bytes.length, sink);
        reader.end(sink);
        return events;
    }

    /// Feeds from an array that is overwritten afterwards, as a transport's buffer is.
    private static void feed(SseReader reader, byte[] bytes, int from, int to, SseSink sink) {
        byte[] chunk = Arrays.copyOfRange(bytes, from, to);
        reader.feed(chunk, 0, chunk.length, sink);
        Arrays.fill(chunk, (byte) '#');
    }
}

package dev.sidestep.wire.sse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Cuts a byte stream into server-sent events, by the grammar of the HTML standard. Fed in pieces of any size; where
/// the pieces are cut makes no difference. Not thread-safe; one per stream.
///
/// Data that lies within one piece is passed on in place: no copy, no text.
public final class SseReader {
    /// Bytes of one event with its comments, or of one line. The longest hold a whole answer once more, or an image.
    public static final int MAX_EVENT_BYTES = 8 << 20;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private static final byte[] NONE = {};
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    /// The start of a line whose end has not come yet.
    private final Bytes line = new Bytes();

    /// Data of the current event that could not be left in place.
    private final Bytes kept = new Bytes();

    private byte[] data = NONE;
    private int dataFrom;
    private int dataTo;
    private boolean hasData;
    private String type = SseEvent.MESSAGE;
    private boolean firstLine = true;
    private boolean afterCarriageReturn;
    private long position;
    private long boundary;

    /// How many of the bytes fed so far belong to complete events, the comments between them included. While a sink is
    /// being told of an event, those before that event.
    public long boundary() {
        return boundary;
    }

    /// How many bytes were fed in all.
    public long position() {
        return position;
    }

    /// Takes the next bytes of the stream, from `from` up to `to`.
    ///
    /// @throws SseOverflowException where an event grows too large; the reader is of no further use then
    public void feed(byte[] chunk, int from, int to, SseSink sink) {
        long base = position - from;
        int at = from;
        if (afterCarriageReturn && at < to) {
            afterCarriageReturn = false;
            if (chunk[at] == '\n') {
                if (boundary == base + at) {
                    boundary++;
                }
                at++;
            }
        }
        while (at < to) {
            int end = endOfLine(chunk, at, to);
            if (end == to) {
                break;
            }
            int next = end + 1;
            if (chunk[end] == '\r') {
                afterCarriageReturn = next == to;
                if (next < to && chunk[next] == '\n') {
                    next++;
                }
            }
            limit(base + end);
            if (line(chunk, at, end, sink)) {
                boundary = base + next;
            }
            at = next;
        }
        line.append(chunk, at, to);
        position = base + to;
        limit(position);
        keepData(chunk);
    }

    /// Takes the end of the stream. An event that lacks nothing but its blank line is dispatched all the same: the
    /// standard would drop it, but some servers end so, and the last event is the one that matters.
    public void end(SseSink sink) {
        if (line.size > 0) {
            int size = line.size;
            line.size = 0;
            field(line.array, 0, size);
            keepData(line.array);
        }
        dispatch(sink);
    }

    private static int endOfLine(byte[] chunk, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long word = (long) WORDS.get(chunk, at);
            // Marks bytes below 14, which in a stream are line ends but for a rare tab; never misses one.
            if (((word - ONES * 14) & ~word & HIGHS) != 0) {
                break;
            }
        }
        while (at < to && chunk[at] != '\n' && chunk[at] != '\r') {
            at++;
        }
        return at;
    }

    private void limit(long reached) {
        if (reached - boundary > MAX_EVENT_BYTES) {
            throw new SseOverflowException();
        }
    }

    /// Reads the line that ends here; true where it was blank, which ends an event.
    private boolean line(byte[] chunk, int from, int to, SseSink sink) {
        if (line.size > 0) {
            line.append(chunk, from, to);
            int size = line.size;
            line.size = 0;
            boolean blank = field(line.array, 0, size);
            keepData(line.array);
            return blank;
        }
        if (from < to) {
            return field(chunk, from, to);
        }
        firstLine = false;
        dispatch(sink);
        return true;
    }

    /// Reads a line that is not empty; true only for a byte order mark alone, which is as good as empty.
    private boolean field(byte[] bytes, int start, int to) {
        int from = start;
        if (firstLine) {
            firstLine = false;
            if (startsWith(bytes, from, to, BYTE_ORDER_MARK)) {
                from += BYTE_ORDER_MARK.length;
            }
        }
        int colon = from;
        while (colon < to && bytes[colon] != ':') {
            colon++;
        }
        int value = Math.min(colon + 1, to);
        if (value < to && bytes[value] == ' ') {
            value++;
        }
        if (is(bytes, from, colon, "data")) {
            addData(bytes, value, to);
        } else if (is(bytes, from, colon, "event")) {
            type = value == to ? SseEvent.MESSAGE : new String(bytes, value, to - value, StandardCharsets.UTF_8);
        }
        // Comments, `id` and `retry` mean nothing to one answer that cannot be resumed.
        return from == to;
    }

    private void addData(byte[] bytes, int from, int to) {
        if (!hasData) {
            hasData = true;
            data = bytes;
            dataFrom = from;
            dataTo = to;
            return;
        }
        keepData(data);
        kept.append('\n');
        kept.append(bytes, from, to);
        useKept();
    }

    /// Moves the current event's data out of an array that is about to be reused.
    private void keepData(byte[] borrowed) {
        if (hasData && data == borrowed && data != kept.array) {
            kept.size = 0;
            kept.append(data, dataFrom, dataTo);
            useKept();
        }
    }

    private void useKept() {
        data = kept.array;
        dataFrom = 0;
        dataTo = kept.size;
    }

    private void dispatch(SseSink sink) {
        if (hasData) {
            hasData = false;
            sink.event(new SseEvent(type, data, dataFrom, dataTo));
        }
        type = SseEvent.MESSAGE;
        data = NONE;
        kept.size = 0;
    }

    private static boolean is(byte[] bytes, int from, int to, String name) {
        if (to - from != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (bytes[from + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
        return to - from >= prefix.length && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
    }

    /// Bytes that grow. Bounded by [#MAX_EVENT_BYTES] and one piece.
    private static final class Bytes {
        private byte[] array = NONE;
        private int size;

        void append(byte[] bytes, int from, int to) {
            reserve(to - from);
            System.arraycopy(bytes, from, array, size, to - from);
            size += to - from;
        }

        void append(char ascii) {
            reserve(1);
            array[size++] = (byte) ascii;
        }

        private void reserve(int more) {
            if (array.length - size < more) {
                array = Arrays.copyOf(array, Math.max(size + more, Math.max(256, array.length * 2)));
            }
        }
    }
}

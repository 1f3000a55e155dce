package dev.sidestep.wire.openai;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A cursor over the bytes of one JSON value: steps into what a reader wants to know, steps over the rest, and always
/// knows where in the bytes it stands. Not thread-safe; throws [JsonFault].
///
/// ```
/// for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
///     switch (cursor.name()) { … }   // each case consumes exactly one value
/// }
/// ```
final class JsonCursor {
    /*
     * Why not a general parser: a body is forwarded as it came, so what matters is the exact byte span of each field,
     * text that is stepped over without being decoded, and bytes proven to be UTF-8 JSON before any provider sees
     * them. Everything is validated by RFC 8259 and Unicode table 3-7, whether looked at or stepped over.
     *
     * Nesting is a bit per level and no recursion, so depth costs no stack. Strings are searched eight bytes at a
     * time for the first byte that is a quote, a backslash, a control character or not ASCII.
     */

    /// Levels of objects and arrays; no client's request comes near, and providers refuse far less.
    static final int MAX_DEPTH = 200;

    /// Bytes of one string; inline documents are the longest there are, and providers take 50 MB at most.
    static final int MAX_STRING_BYTES = 64 << 20;

    /// Characters of one number; longer ones only cost the reader time.
    static final int MAX_NUMBER_BYTES = 1_000;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private final byte[] bytes;
    private final int end;
    private final long[] arrays = new long[(MAX_DEPTH + Long.SIZE) / Long.SIZE];
    private int at;
    private int depth;
    private boolean escaped;

    JsonCursor(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    /// Index of the next byte to be read: just behind the value last consumed.
    int at() {
        return at;
    }

    /// The first byte of the next token, or -1 at the end.
    int peek() {
        while (at < end) {
            byte next = bytes[at];
            if (next > ' ' || (next != ' ' && next != '\n' && next != '\r' && next != '\t')) {
                return next & 0xff;
            }
            at++;
        }
        return -1;
    }

    /// Steps into an object; true where the cursor stands before its first name, false where it was empty.
    boolean enterObject() {
        return enter('{', '}', "an object");
    }

    /// Steps into an array; true where the cursor stands before its first element, false where it was empty.
    boolean enterArray() {
        return enter('[', ']', "an array");
    }

    /// After a field's value: true where another name follows, false where the object ended.
    boolean nextField() {
        return next('}', "',' or '}'");
    }

    /// After an element: true where another one follows, false where the array ended.
    boolean nextElement() {
        return next(']', "',' or ']'");
    }

    /// Reads a field's name and its colon.
    String name() {
        if (peek() != '"') {
            throw fault("a field name in double quotes");
        }
        String name = text();
        colon();
        return name;
    }

    /// Consumes a string and returns its text.
    String text() {
        int from = at + 1;
        string();
        return decode(from, at - 1);
    }

    /// Consumes a string where one stands and returns its text; consumes anything else and returns the empty text.
    String textOrEmpty() {
        if (peek() == '"') {
            return text();
        }
        skip();
        return "";
    }

    /// Consumes a value of any kind and returns how many bytes it takes; for a string, without its quotes.
    int skip() {
        boolean quoted = peek() == '"';
        int from = at;
        int base = depth;
        do {
            if (!stepOver()) {
                while (depth > base && !advance()) {
                    // the container that just ended was itself the last value of the one around it
                }
            }
        } while (depth > base);
        return at - from - (quoted ? 2 : 0);
    }

    /// Consumes a value; true where it was `null`.
    boolean skipNull() {
        boolean isNull = peek() == 'n';
        skip();
        return isNull;
    }

    /// Consumes a value and returns it where it is a whole number from 0 to `max` (larger ones count as `max`), else
    /// -1.
    long wholeNumber(long max) {
        int first = peek();
        int from = at;
        skip();
        if (first < '0' || first > '9') {
            return -1;
        }
        long value = 0;
        for (int i = from; i < at; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return -1;
            }
            value = Math.min(max, value * 10 + bytes[i] - '0');
        }
        return value;
    }

    /// Requires that nothing but white space is left.
    void finish() {
        if (peek() != -1) {
            throw fault("nothing more after the value");
        }
    }

    private JsonFault fault(String expected) {
        return faultAt(at, expected);
    }

    private static JsonFault faultAt(int at, String expected) {
        return new JsonFault(at, expected);
    }

    private boolean enter(int open, int close, String expected) {
        if (peek() != open) {
            throw fault(expected);
        }
        if (depth == MAX_DEPTH) {
            throw fault("at most " + MAX_DEPTH + " levels of nesting");
        }
        at++;
        if (peek() == close) {
            at++;
            return false;
        }
        long bit = 1L << depth;
        arrays[depth >>> 6] = open == '[' ? arrays[depth >>> 6] | bit : arrays[depth >>> 6] & ~bit;
        depth++;
        return true;
    }

    private boolean next(int close, String expected) {
        int next = peek();
        if (next == ',') {
            at++;
            return true;
        }
        if (next != close) {
            throw fault(expected);
        }
        at++;
        depth--;
        return false;
    }

    /// Goes on to the next value of the innermost container; false where the container ended instead.
    private boolean advance() {
        int level = depth - 1;
        if ((arrays[level >>> 6] & 1L << level) != 0) {
            return nextElement();
        }
        if (!nextField()) {
            return false;
        }
        skipName();
        return true;
    }

    /// Consumes a scalar or an empty container; true where it entered a container and stands before its first value.
    private boolean stepOver() {
        int first = peek();
        switch (first) {
            case '"' -> string();
            case '{' -> {
                if (enterObject()) {
                    skipName();
                    return true;
                }
            }
            case '[' -> {
                return enterArray();
            }
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw fault("a value");
        }
        return false;
    }

    private void skipName() {
        if (peek() != '"') {
            throw fault("a field name in double quotes");
        }
        string();
        colon();
    }

    private void colon() {
        if (peek() != ':') {
            throw fault("':'");
        }
        at++;
        peek();
    }

    private void literal(String literal) {
        for (int i = 0; i < literal.length(); i++) {
            if (at + i >= end || bytes[at + i] != literal.charAt(i)) {
                throw fault("a value");
            }
        }
        at += literal.length();
    }

    private void number() {
        int from = at;
        if (bytes[at] == '-') {
            at++;
        }
        if (at < end && bytes[at] == '0') {
            at++;
        } else {
            digits();
        }
        if (at < end && bytes[at] == '.') {
            at++;
            digits();
        }
        if (at < end && (bytes[at] | 0x20) == 'e') {
            at++;
            if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
                at++;
            }
            digits();
        }
        if (at - from > MAX_NUMBER_BYTES) {
            throw faultAt(from, "a number of at most " + MAX_NUMBER_BYTES + " characters");
        }
    }

    private void digits() {
        int from = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw fault("a digit");
        }
    }

    private void string() {
        int from = at;
        int i = at + 1;
        escaped = false;
        while (true) {
            i = plainUpTo(i);
            if (i >= end) {
                throw faultAt(i, "the closing '\"' of a string");
            }
            byte next = bytes[i];
            if (next == '"') {
                break;
            }
            if (next == '\\') {
                escaped = true;
                i = escape(i + 1);
            } else if (next < 0) {
                i = notAscii(i);
            } else {
                throw faultAt(i, "no control character inside a string (write it as an escape)");
            }
        }
        at = i + 1;
        if (at - from > MAX_STRING_BYTES) {
            throw faultAt(from, "a string of at most " + MAX_STRING_BYTES + " bytes");
        }
    }

    /// Index of the first byte from `from` on that a string cannot simply contain, or `end`.
    private int plainUpTo(int from) {
        int i = from;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            long word = (long) WORDS.get(bytes, i);
            long quote = word ^ ONES * '"';
            long backslash = word ^ ONES * '\\';
            // Each term marks its bytes by the high bit. A borrow can mark a byte falsely, but only above a true mark.
            long marks = (word
                            | ((quote - ONES) & ~quote)
                            | ((backslash - ONES) & ~backslash)
                            | ((word - ONES * ' ') & ~word))
                    & HIGHS;
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
        }
        while (i < end && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }

    /// Checks the escape whose letter stands at `from`; returns the index behind it.
    private int escape(int from) {
        int kind = from < end ? bytes[from] : -1;
        switch (kind) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return from + 1;
            }
            case 'u' -> {
                for (int i = from + 1; i <= from + 4; i++) {
                    if (i >= end || Character.digit(bytes[i], 16) < 0) {
                        throw faultAt(from, "four hexadecimal digits after \\u");
                    }
                }
                return from + 5;
            }
            default -> throw faultAt(from, "one of \" \\ / b f n r t u after a backslash");
        }
    }

    /// Checks a run of characters of two to four bytes, by Unicode's table of well-formed sequences; returns the index
    /// behind it.
    private int notAscii(int from) {
        int i = from;
        while (i < end && bytes[i] < 0) {
            int length = sequenceLength(i);
            if (length == 0) {
                throw faultAt(i, "well-formed UTF-8");
            }
            i += length;
        }
        return i;
    }

    /// Bytes of the character that starts at `from`; 0 where it is not well-formed.
    private int sequenceLength(int from) {
        int lead = bytes[from] & 0xff;
        int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (lead < 0xc2 || lead > 0xf4 || from + length > end) {
            return 0;
        }
        int second = bytes[from + 1] & 0xff;
        int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < least || second > most) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[from + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    private String decode(int start, int to) {
        String raw = new String(bytes, start, to - start, StandardCharsets.UTF_8);
        if (!escaped) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length());
        int from = 0;
        for (int i = raw.indexOf('\\'); i >= 0; i = raw.indexOf('\\', from)) {
            text.append(raw, from, i);
            char kind = raw.charAt(i + 1);
            if (kind == 'u') {
                text.append((char) Integer.parseInt(raw, i + 2, i + 6, 16));
                from = i + 6;
            } else {
                text.append(unescaped(kind));
                from = i + 2;
            }
        }
        return text.append(raw, from, raw.length()).toString();
    }

    private static char unescaped(char letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> letter;
        };
    }
}

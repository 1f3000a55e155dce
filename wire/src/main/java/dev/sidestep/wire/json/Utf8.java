package dev.sidestep.wire.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/// Proves bytes to be UTF-8 as Unicode defines it: no overlong forms, no surrogates.
public final class Utf8 {
    /// Characters decoded at a time, to be dropped: enough to keep the decoder busy, and small to allocate.
    private static final int CHARS = 1_024;

    private Utf8() {}

    /// Requires the bytes to be well-formed.
    ///
    /// @throws JsonFault where they are not
    static void require(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer dropped = CharBuffer.allocate(CHARS);
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            result = decoder.decode(in, dropped.clear(), true);
        }
        if (result.isError()) {
            throw new JsonFault(in.position(), "well-formed UTF-8");
        }
    }
}

package dev.sidestep.wire.anthropic;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Finds one text in bytes (Horspool's way: most bytes are stepped over). Immutable.
final class ByteSearch {
    private final byte[] sought;
    /// By the byte at which the window ends: how far the window may move.
    private final int[] steps = new int[256];

    /// @param sought in ASCII, not empty
    ByteSearch(String sought) {
        this.sought = sought.getBytes(StandardCharsets.US_ASCII);
        Arrays.fill(steps, this.sought.length);
        for (int i = 0; i < this.sought.length - 1; i++) {
            steps[this.sought[i] & 0xff] = this.sought.length - 1 - i;
        }
    }

    /// Index of the first place from `from` on; -1 where there is none.
    int find(byte[] bytes, int from) {
        int last = sought.length - 1;
        int end = from + last;
        while (end < bytes.length) {
            if (bytes[end] == sought[last] && Arrays.equals(bytes, end - last, end + 1, sought, 0, sought.length)) {
                return end - last;
            }
            end += steps[bytes[end] & 0xff];
        }
        return -1;
    }

    /// How many bytes are sought.
    int length() {
        return sought.length;
    }
}

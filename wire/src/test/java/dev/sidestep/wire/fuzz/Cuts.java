package dev.sidestep.wire.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// A stream and how it is cut: the first byte of an input seeds the cuts, what follows is the stream.
record Cuts(int seed, byte[] stream) {
    private static final int LONGEST_PIECE = 64;

    static Cuts of(byte[] input) {
        return input.length == 0
                ? new Cuts(0, input)
                : new Cuts(input[0] & 0xff, Arrays.copyOfRange(input, 1, input.length));
    }

    /// Copies of the pieces: byte by byte for an even seed, else of random lengths, some of them empty.
    List<byte[]> pieces() {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < stream.length; ) {
            int size = seed % 2 == 0 ? 1 : random.nextInt(LONGEST_PIECE);
            int end = Math.min(stream.length, at + size);
            pieces.add(Arrays.copyOfRange(stream, at, end));
            at = end;
        }
        return pieces;
    }

    @Override
    public byte[] stream() {
        return stream.clone();
    }
}

package dev.sidestep.wire.format;

/// Takes bytes that may go on to the client.
@FunctionalInterface
public interface ByteSink {
    /// Takes the bytes from `from` up to `to`. Where the array is the one just fed, they lie in place within it; an
    /// array of another identity is given away for good.
    void forward(byte[] bytes, int from, int to);
}

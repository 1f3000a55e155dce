package dev.sidestep.benchmarks.load;

/// What the provider saw. Used on its event loop only.
final class MockStats {
    /// Calls whose refusal is remembered; far more than are ever under way.
    private static final int REMEMBERED = 1 << 16;

    private final long[] refusedIds = new long[REMEMBERED];
    private final long[] refusedAtNanos = new long[REMEMBERED];
    private Latencies switches = new Latencies();
    private long answered;
    private long refused;
    private long chunks;
    private long openStreams;

    void refused(long id) {
        refused++;
        int slot = (int) (id % REMEMBERED);
        refusedIds[slot] = id;
        refusedAtNanos[slot] = System.nanoTime();
    }

    /// The call has come back to another model: that took it from the refusal, written here, to this moment.
    void answered(long id) {
        answered++;
        int slot = (int) (id % REMEMBERED);
        if (id != 0 && refusedIds[slot] == id) {
            switches.record(refusedAtNanos[slot], System.nanoTime());
            refusedIds[slot] = 0;
        }
    }

    void chunk() {
        chunks++;
    }

    void streamOpened() {
        openStreams++;
    }

    void streamClosed() {
        openStreams--;
    }

    /// The counts since this was last asked, as a line.
    String take() {
        String line = "answered=%d refused=%d chunks=%d open=%d switchP50=%.1f switchP99=%.1f"
                .formatted(
                        answered,
                        refused,
                        chunks,
                        openStreams,
                        switches.percentileMicros(50),
                        switches.percentileMicros(99));
        answered = 0;
        refused = 0;
        chunks = 0;
        switches = new Latencies();
        return line;
    }
}

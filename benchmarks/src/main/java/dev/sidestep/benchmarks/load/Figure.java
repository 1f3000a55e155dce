package dev.sidestep.benchmarks.load;

/// What is measured.
enum Figure {
    CPU_AT_1000("CPU per call at 1,000/s, µs"),
    CPU_AT_2000("CPU per call at 2,000/s, µs"),
    CPU_SATURATED("CPU per call, closed loop, µs"),
    CALLS_SATURATED("calls/s, closed loop"),
    CPU_TRANSLATED("CPU per call that changes its wire format (nginx: any), at 1,000/s, µs"),
    CPU_LIMITED("CPU per call that first meets a 429, at 1,000/s, µs"),
    LIMITED_SHARE("share of those calls that met one, %"),
    SWITCH_P50("switch p50, µs"),
    SWITCH_P99("switch p99, µs"),
    CPU_PER_CHUNK("CPU per SSE chunk, 50 fast streams, µs"),
    CPU_PER_TRANSLATED_CHUNK("CPU per SSE chunk that changes its wire format (nginx: any), µs"),
    CHUNKS_PER_SECOND("SSE chunks/s in that measurement"),
    P50_AT_2000("p50 at 2,000/s, µs"),
    P99_AT_2000("p99 at 2,000/s, µs"),
    RSS_STARTED("RSS after the first call, MB"),
    RSS_STREAMS("RSS with 2,000 open streams, MB"),
    RSS_STREAMS_LOADED("the same after all of the load above, MB"),
    START("start to first answered call, ms"),
    START_AOT("the same with the AOT cache, ms");

    private final String title;

    Figure(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}

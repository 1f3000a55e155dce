package dev.sidestep.store.sql;

import dev.sidestep.store.Retention;
import dev.sidestep.store.StorePlace;
import dev.sidestep.store.ledger.AttemptRow;
import dev.sidestep.store.ledger.CallQuery;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.UsageQuery;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/// What a call costs the store, and how long it takes to open: prints figures. Not a test.
final class StoreBench {
    private static final int RATE = 1_000;

    private StoreBench() {}

    /// @param arguments a directory, how many seconds, and `two` where each call is recorded
    ///     twice: when it begins, and when it is over
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        int seconds = Integer.parseInt(arguments[1]);
        boolean isTwice = arguments.length > 2;
        long begin = System.nanoTime();
        try (SqlStore store = SqlStore.openEmbedded(
                new StorePlace.Embedded(directory), Retention.STANDARD, InstantSource.system(), List::of)) {
            String last = store.saved().lastCall();
            print("opened and read after %.0f ms", (System.nanoTime() - begin) / 1e6);
            int first = last.isEmpty() ? 0 : Integer.parseInt(last);
            run(store, first, Integer.getInteger("warmup", 5), isTwice);
            long[] before = cpu();
            run(store, first + Integer.getInteger("warmup", 5) * RATE, seconds, isTwice);
            long[] after = cpu();
            print("writer %.2f us of CPU per call", (after[0] - before[0]) / 1e3 / seconds / RATE);
            print(
                    "record %.3f us of CPU per call with everything around it",
                    (after[1] - before[1]) / 1e3 / seconds / RATE);
            time(
                    "usage",
                    () -> store.usage(new UsageQuery(
                            Samples.BEGIN, Samples.BEGIN.plus(Duration.ofDays(1)), List.of(), ZoneOffset.UTC)));
            time("100 calls", () -> store.calls(new CallQuery("", "", "", "", "", 100)));
            time("calls of nobody", () -> store.calls(new CallQuery("", "", "nobody", "", "", 100)));
        }
    }

    private static void time(String what, Runnable work) {
        work.run();
        long begin = System.nanoTime();
        work.run();
        print(what + " %.2f ms", (System.nanoTime() - begin) / 1e6);
    }

    private static void run(SqlStore store, int first, int seconds, boolean isTwice) {
        long begin = System.nanoTime();
        int calls = seconds * RATE;
        int late = isTwice ? RATE : 0;
        for (int i = 1; i <= calls + late; i++) {
            if (isTwice && i <= calls) {
                record(store, first + i, CallRow.OPEN, CallRow.OPEN);
            }
            if (i > late) {
                record(store, first + i - late, "answered", "succeeded");
            }
            long due = begin + i * (1_000_000_000L / RATE);
            while (due - System.nanoTime() > 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
        store.flush(Duration.ofSeconds(10));
    }

    private static void record(SqlStore store, int call, String outcome, String attemptOutcome) {
        AttemptRow attempt = Samples.attempt(call, 1, attemptOutcome);
        store.record(Samples.call(call, outcome));
        store.record(new AttemptRow(
                attempt.call(),
                1,
                attempt.place(),
                attempt.client(),
                attempt.move(),
                attempt.outcome(),
                "",
                true,
                attempt.timing(),
                0,
                attempt.tokenState(),
                attempt.tokens(),
                attempt.cost(),
                List.of()));
    }

    /// Nanoseconds of the writer's thread and of this one.
    private static long[] cpu() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long writer = 0;
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("sidestep-store")) {
                writer = threads.getThreadCpuTime(thread.threadId());
            }
        }
        return new long[] {writer, threads.getCurrentThreadCpuTime()};
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}

package dev.sidestep.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What a process and its children have used, as Linux counts it.
final class ProcessStat {
    /// Clock ticks a second in `/proc/<pid>/stat`: fixed by the kernel's interface to programs.
    private static final long TICKS_PER_SECOND = 100;

    private static final long MICROS_PER_TICK = 1_000_000 / TICKS_PER_SECOND;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private ProcessStat() {}

    /// Microseconds of CPU, user and system.
    static long cpuMicros(ProcessHandle process) {
        return pids(process).map(ProcessStat::cpuMicros).sum();
    }

    /// Bytes of memory that are resident.
    static long residentBytes(ProcessHandle process) {
        return pids(process).map(ProcessStat::residentBytes).sum();
    }

    private static LongStream pids(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants()).mapToLong(ProcessHandle::pid);
    }

    private static long cpuMicros(long pid) {
        String stat = read(pid, "stat");
        // The command's name may hold blanks and parentheses; the fields that count follow the last one.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        if (fields.length <= SYSTEM_TICKS) {
            return 0;
        }
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) * MICROS_PER_TICK;
    }

    private static long residentBytes(long pid) {
        return read(pid, "status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .sum();
    }

    /// Empty where the process has just ended.
    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (NoSuchFileException _) {
            return "";
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

package dev.sidestep.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.store.Retention;
import dev.sidestep.store.StorePlace;
import dev.sidestep.store.StoreUnavailableException;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.UsageQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that are damaged: the store opens, records go on, and nothing is destroyed.
class CorruptionTest {
    private static final int CALLS = 3_000;
    private static final int NEW_CALL = 90_000;
    private static final int PAGE = 4_096;

    @TempDir
    private static Path shared;

    private static byte[] healthy = {};

    @TempDir
    private Path folder;

    @BeforeAll
    static void writeAFile() throws IOException {
        Path directory = shared.resolve("healthy");
        try (SqlStore store = open(directory)) {
            for (int i = 0; i < CALLS; i++) {
                store.record(Samples.call(i, i % 100 == 0 ? CallRow.OPEN : "answered"));
                store.record(Samples.attempt(i, 1, "succeeded"));
            }
            store.save(Samples.cooldown(Samples.KEY, 60_000, 60_000));
        }
        healthy = Files.readAllBytes(directory.resolve("sidestep.db"));
    }

    private static SqlStore open(Path directory) {
        return SqlStore.openEmbedded(new StorePlace.Embedded(directory), Retention.STANDARD, new Wall(), List::of);
    }

    private void damage(byte[] bytes) throws IOException {
        Files.write(folder.resolve("sidestep.db"), bytes);
    }

    /// Whatever was read or not: new records are written, and the damaged bytes are still there
    /// if they were put aside.
    private long goesOn(byte[] damaged, String what) throws IOException {
        damage(damaged);
        try (SqlStore store = open(folder)) {
            store.record(Samples.call(NEW_CALL, "answered"));
            assertThat(store.flush(Duration.ofSeconds(30))).as(what).isTrue();
            Await.until(what + ": the new call is found", () -> isFound(store));
            // The look at the whole file goes on beside this, and may put it aside just now.
            Await.until(
                    what + ": is put aside where that is told",
                    () -> quarantined(damaged) == store.status().quarantined() > 0);
            AtomicLong found = new AtomicLong();
            Await.until(what + ": usage is found", () -> {
                found.set(calls(store));
                return found.get() > 0;
            });
            return found.get();
        }
    }

    private static boolean isFound(SqlStore store) {
        try {
            return store.call(Samples.id(NEW_CALL)).isPresent();
        } catch (StoreUnavailableException foundOut) {
            return false;
        }
    }

    private static long calls(SqlStore store) {
        try {
            return store.usage(new UsageQuery(Samples.BEGIN, Samples.BEGIN.plusSeconds(1), List.of(), ZoneOffset.UTC))
                    .getFirst()
                    .calls();
        } catch (StoreUnavailableException foundOut) {
            return 0;
        }
    }

    private boolean quarantined(byte[] bytes) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".quarantine.db"))
                    .anyMatch(file -> sizeOf(file) == bytes.length);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return -1;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 511, 4_096, 10_000, 100_000, 500_000})
    void truncatedFileIsPutAside(int length) throws IOException {
        goesOn(Arrays.copyOf(healthy, length), "cut at " + length);

        assertThat(Files.list(folder).anyMatch(file -> file.toString().endsWith(".quarantine.db")))
                .isTrue();
    }

    @Test
    void fileOfSomethingElseIsPutAsideUntouched() throws IOException {
        byte[] letters = "x".repeat(10_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        goesOn(letters, "letters");

        try (Stream<Path> files = Files.list(folder)) {
            Path aside = files.filter(file -> file.toString().endsWith(".quarantine.db"))
                    .findFirst()
                    .orElseThrow();
            assertThat(aside).hasBinaryContent(letters);
        }
    }

    @Test
    void emptiedFileWithALogIsPutAsideWithItsLog() throws IOException {
        Files.write(folder.resolve("sidestep.db-wal"), new byte[10_000]);
        damage(new byte[0]);
        try (SqlStore store = open(folder)) {
            assertThat(store.flush(Duration.ofSeconds(30))).isTrue();
            assertThat(store.status().quarantined()).isEqualTo(1);
            assertThat(Files.list(folder).filter(file -> file.toString().endsWith(".quarantine.db-wal")))
                    .allMatch(file -> sizeOf(file) == 10_000)
                    .hasSize(1);
        }
    }

    @Test
    void zeroedPagesAreFoundOrHarmNothing() throws IOException {
        Random random = new Random(11);
        for (int i = 0; i < 15; i++) {
            byte[] bytes = healthy.clone();
            int page = random.nextInt(bytes.length / PAGE);
            Arrays.fill(bytes, page * PAGE, (page + 1) * PAGE, (byte) 0);
            goesOn(bytes, "seed 11, page " + page);
            clear();
        }
    }

    @Test
    void flippedBitsAreFoundOrHarmNothing() throws IOException {
        Random random = new Random(12);
        for (int i = 0; i < 40; i++) {
            byte[] bytes = healthy.clone();
            // half of them where they hurt: in the header, the schema and the first pages
            int place = random.nextInt(i % 2 == 0 ? 2 * PAGE : bytes.length);
            bytes[place] ^= (byte) (1 << random.nextInt(8));
            goesOn(bytes, "seed 12, byte " + place);
            clear();
        }
    }

    @Test
    void usageOutlivesADamagedLedger() throws IOException {
        byte[] bytes = healthy.clone();
        int middle = bytes.length / 2 / PAGE * PAGE;
        Arrays.fill(bytes, middle, middle + 40 * PAGE, (byte) 0x5a);

        assertThat(goesOn(bytes, "40 pages")).isGreaterThanOrEqualTo(CALLS - CALLS / 100);
    }

    private void clear() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}

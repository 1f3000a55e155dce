package dev.sidestep.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.store.Retention;
import dev.sidestep.store.Store;
import dev.sidestep.store.StorePlace;
import dev.sidestep.store.ledger.CallQuery;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.Content;
import dev.sidestep.store.ledger.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Disks that are full, and directories that are none.
class FaultsTest {
    private static final Place GPT = new Place("openai", "main", "gpt-5");
    private static final Place OTHER = new Place("mistral", "second", "small");
    private static final CallQuery NEWEST = new CallQuery("", "", "", "", "", 10);

    @TempDir
    private Path folder;

    private final Wall wall = new Wall();
    private final AtomicReference<List<String>> pragmas = new AtomicReference<>(List.of());

    private SqlStore open(Path directory) {
        return SqlStore.openEmbedded(new StorePlace.Embedded(directory), Retention.STANDARD, wall, pragmas::get);
    }

    private static void written(Store store) {
        assertThat(store.flush(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void fullDiskIsToldAndWhatWaitedIsWrittenWhenThereIsRoom() {
        pragmas.set(List.of("PRAGMA max_page_count = 60"));
        try (SqlStore store = open(folder)) {
            store.record(new Content(Samples.id(1), "x".repeat(500_000), ""));
            store.record(Samples.call(1, "answered"));
            Await.until("trouble", () -> !store.status().isWell());

            assertThat(store.status().trouble()).contains("the disk is full");
            assertThat(store.calls(NEWEST)).isEmpty();
            assertThat(store.status().lagMillis()).isPositive();
            pragmas.set(List.of());
            written(store);
            assertThat(store.call(Samples.id(1)).orElseThrow().content()).isPresent();
            Await.until("well", () -> store.status().isWell());
            assertThat(store.status())
                    .extracting("isWell", "lost", "quarantined")
                    .containsExactly(true, 0L, 0);
        }
    }

    @Test
    void directoryThatCannotBeMadeIsTriedAgain() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a directory");
        try (SqlStore store = open(file.resolve("state"))) {
            store.record(Samples.call(1, "answered"));
            Await.until("trouble", () -> !store.status().isWell());
            assertThat(store.status().trouble()).contains(file.toString());
            assertThat(store.saved()).isEqualTo(Store.Saved.NOTHING);

            Files.delete(file);
            written(store);
            assertThat(store.calls(NEWEST)).hasSize(1);
        }
    }

    @Test
    void whatIsTooMuchIsLostAndCountedAndTheRestIsWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a directory");
        try (SqlStore store = open(file.resolve("state"))) {
            for (int i = 0; i < Inbox.MOST + 10; i++) {
                store.record(Samples.call(i, "answered"));
            }
            assertThat(store.status()).extracting("queued", "lost").containsExactly((long) Inbox.MOST, 10L);

            Files.delete(file);
            written(store);
            assertThat(store.status()).extracting("queued", "written").containsExactly(0L, (long) Inbox.MOST);
        }
    }

    @Test
    void promptsThatAreTooMuchAreLostBeforeTheyFillTheMemory() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a directory");
        try (SqlStore store = open(file.resolve("state"))) {
            String half = "x".repeat((int) (Inbox.MOST_TEXT / 2));
            for (int i = 0; i < 5; i++) {
                store.record(new Content(Samples.id(i), half, ""));
            }

            assertThat(store.status()).extracting("queued", "lost").containsExactly(2L, 3L);
            Files.delete(file);
        }
    }

    @Test
    @SuppressWarnings("NullAway")
    void recordThatCannotBeWrittenHoldsUpNothingElse() {
        try (SqlStore store = open(folder)) {
            store.record(Samples.call(1, "answered"));
            store.record(Samples.call(3, null));
            store.record(Samples.call(2, "answered"));
            written(store);

            assertThat(store.calls(NEWEST))
                    .hasSize(2)
                    .allMatch(call -> call.place().equals(GPT));
            assertThat(store.status()).extracting("isWell", "lost").containsExactly(true, 1L);
        }
    }

    @Test
    void stateSurvivesAFileThatIsPutAsideWhileItRuns() {
        try (SqlStore store = open(folder)) {
            store.save(Samples.cooldown(Samples.KEY, 60_000, 60_000));
            store.record(Samples.call(1, "answered"));
            written(store);
            store.distrust("a test says so");
            Await.until("put aside", () -> store.status().quarantined() == 1);
            store.record(Samples.call(2, "answered", OTHER, Samples.BEGIN));
            written(store);

            assertThat(store.saved().cooldowns()).hasSize(1);
            Await.until("salvaged", () -> store.calls(NEWEST).size() == 2);
            assertThat(store.calls(NEWEST)).extracting(CallRow::place).containsExactly(OTHER, GPT);
        }
    }
}

package dev.sidestep.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.store.DirectoryInUseException;
import dev.sidestep.store.Retention;
import dev.sidestep.store.StorePlace;
import dev.sidestep.store.ledger.CallQuery;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.UsageQuery;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed while it writes.
class KillTest {
    @TempDir
    private Path folder;

    private Process victim;
    private BufferedReader output;

    @BeforeEach
    void start() throws IOException {
        victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        output = victim.inputReader();
    }

    @AfterEach
    void stop() {
        victim.destroyForcibly();
    }

    private SqlStore open() {
        return SqlStore.openEmbedded(new StorePlace.Embedded(folder), Retention.STANDARD, new Wall(), List::of);
    }

    private int awaitWritten(int calls) throws IOException {
        int written = 0;
        while (written < calls) {
            written = Integer.parseInt(output.readLine().strip());
        }
        return written;
    }

    @Test
    void secondProcessIsRefusedUntilTheFirstIsDead() throws Exception {
        awaitWritten(100);
        assertThatThrownBy(this::open)
                .isInstanceOf(DirectoryInUseException.class)
                .hasMessageContaining("process " + victim.pid());

        victim.destroyForcibly().waitFor();
        open().close();
    }

    @Test
    void whatWasWrittenIsThereAndWhatWasUnderWayIsUnknown() throws Exception {
        int certain = awaitWritten(3_000);
        victim.destroyForcibly().waitFor();

        try (SqlStore store = open()) {
            assertThat(store.calls(new CallQuery("", "", "", CallRow.OPEN, "", 100)))
                    .isEmpty();
            int unknown = store.calls(new CallQuery("", "", "", CallRow.UNKNOWN, "", 1_000))
                    .size();
            assertThat(unknown).isGreaterThanOrEqualTo(10);
            assertThat(store.call(Samples.id(certain - 10)).orElseThrow().call().outcome())
                    .isEqualTo("answered");
            int last = Integer.parseInt(store.saved().lastCall());
            var usage =
                    store.usage(new UsageQuery(Samples.BEGIN, Samples.BEGIN.plusSeconds(1), List.of(), ZoneOffset.UTC));
            assertThat(usage.getFirst().calls()).isEqualTo(last);
            assertThat(usage.getFirst().answered()).isEqualTo(last - unknown);
        }
    }
}

package dev.sidestep.store.sql;

import dev.sidestep.store.Retention;
import dev.sidestep.store.StorePlace;
import dev.sidestep.store.ledger.CallRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A process that records calls until it is killed, and says on its output how many are certainly
/// written. Each begins, and is over ten calls later.
final class Victim {
    private Victim() {}

    /// @param arguments the directory
    public static void main(String[] arguments) {
        StorePlace.Embedded place = new StorePlace.Embedded(Path.of(arguments[0]));
        SqlStore store = SqlStore.openEmbedded(place, Retention.STANDARD, new Wall(), List::of);
        for (int i = 1; ; i++) {
            store.record(Samples.call(i, CallRow.OPEN));
            if (i > 10) {
                store.record(Samples.call(i - 10, "answered"));
            }
            if (i % 100 == 0 && store.flush(Duration.ofSeconds(30))) {
                System.out.println(i);
            }
        }
    }
}

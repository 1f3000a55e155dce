package dev.sidestep.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.store.Retention;
import dev.sidestep.store.StorePlace;
import dev.sidestep.store.ledger.CallRow;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The store in PostgreSQL.
class PostgresStoreTest extends StoreContract {
    private StorePlace.Postgres place;

    @Override
    @BeforeEach
    void begin() throws Exception {
        place = PostgresServer.newDatabase();
        super.begin();
    }

    @Override
    SqlStore open() {
        return (SqlStore) SqlStore.open(place, Retention.STANDARD, wall);
    }

    @Override
    void bury() throws SQLException {
        PostgresServer.run(place, "UPDATE sidestep.nodes SET seen_at = now() - interval '2 minutes'");
    }

    @Test
    void whatAnotherLivingNodeHasUnderWayIsLeftAlone() {
        store.record(Samples.call(1, CallRow.OPEN));
        written();
        try (SqlStore other = open()) {
            assertThat(other.flush(Duration.ofSeconds(30))).isTrue();
            assertThat(ids(NEWEST)).containsExactly(Samples.id(1));
            assertThat(store.calls(NEWEST).getFirst().outcome()).isEqualTo(CallRow.OPEN);
        }
    }

    @Test
    void nodesThatGoOnCloseWhatTheDeadLeft() throws SQLException {
        SqlStore other = open();
        other.record(Samples.call(1, CallRow.OPEN));
        assertThat(other.flush(Duration.ofSeconds(30))).isTrue();
        other.abandon();
        bury();
        wall.move(Duration.ofSeconds(31));
        written();

        Await.until("closed", () -> store.calls(NEWEST).getFirst().outcome().equals(CallRow.UNKNOWN));
        assertThat(total().calls()).isEqualTo(1);
    }

    @Test
    void severalNodesAddToTheSameHour() {
        try (SqlStore other = open()) {
            for (int i = 0; i < 2_000; i++) {
                (i % 2 == 0 ? store : other).record(Samples.call(i, "answered"));
            }
            assertThat(other.flush(Duration.ofSeconds(30))).isTrue();
            written();

            assertThat(total().calls()).isEqualTo(2_000);
        }
    }
}

package dev.sidestep.store.sql;

import dev.sidestep.store.StorePlace;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/// One server of PostgreSQL for all tests of this process, with a database for each.
final class PostgresServer {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private PostgresServer() {}

    private static final class Holder {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    /// A database of its own.
    static StorePlace.Postgres newDatabase() throws SQLException {
        String name = "test" + DATABASES.incrementAndGet();
        try (Connection connection = Holder.SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return new StorePlace.Postgres(
                "jdbc:postgresql://localhost:" + Holder.SERVER.getPort() + "/" + name, "postgres", "postgres");
    }

    /// Runs a statement.
    static void run(StorePlace.Postgres place, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(place.jdbcUrl(), place.user(), place.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

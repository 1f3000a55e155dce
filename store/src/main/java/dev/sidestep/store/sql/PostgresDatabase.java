package dev.sidestep.store.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sidestep.store.Retention;
import dev.sidestep.store.StorePlace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/// A database of PostgreSQL that several nodes may share, in a schema of its own.
///
/// It needs connections that keep what they are told (the schema, the node): a pooler in front of
/// it must pool sessions, not transactions.
final class PostgresDatabase implements Database {
    /// One for the writer, the others for those who ask.
    private static final int CONNECTIONS = 4;

    private static final int ANSWER_SECONDS = 5;
    private static final String UNDEFINED_TABLE = "42P01";
    private static final String UNDEFINED_SCHEMA = "3F000";

    /// Classes of SQL states that say something of the data, and nothing of the database.
    private static final String DATA_EXCEPTION = "22";

    private static final String CONSTRAINT_VIOLATION = "23";

    private final StorePlace.Postgres place;
    private final Presence presence;
    private final Pruning pruning;
    private volatile @Nullable HikariDataSource pool;

    PostgresDatabase(StorePlace.Postgres place, Retention retention, InstantSource wall) {
        this.place = place;
        this.presence = new Presence(UUID.randomUUID().getMostSignificantBits(), wall);
        this.pruning = new Pruning(retention, new Unbounded(), wall);
    }

    /// A database has room enough, and gives it back by itself.
    private static final class Unbounded implements Pruning.Space {
        @Override
        public boolean isShort(Session session) {
            return false;
        }

        @Override
        public boolean release(Session session) {
            return false;
        }
    }

    @Override
    public Session open() throws SQLException {
        Connection connection = pool().getConnection();
        try {
            Session session = new Session(connection, " FOR UPDATE");
            if (version(connection) < Migrations.NEWEST) {
                Migrations.postgres(source());
            }
            presence.begin(session);
            return session;
        } catch (SQLException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    private HikariDataSource pool() throws SQLException {
        HikariDataSource made = pool;
        if (made == null) {
            made = new HikariDataSource(configuration());
            pool = made;
        }
        return made;
    }

    private HikariConfig configuration() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setPoolName("sidestep-store");
        config.setDataSource(source());
        config.setSchema(Migrations.SCHEMA);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        config.setIdleTimeout(Duration.ofMinutes(1).toMillis());
        config.setConnectionTimeout(Duration.ofSeconds(ANSWER_SECONDS).toMillis());
        config.setInitializationFailTimeout(-1);
        return config;
    }

    private PGSimpleDataSource source() throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        try {
            source.setUrl(place.jdbcUrl());
        } catch (IllegalArgumentException invalid) {
            // the message repeats the whole URL, in which there may be a password
            throw new SQLException("this is no URL of a PostgreSQL database", "08001");
        }
        if (!place.user().isEmpty()) {
            source.setUser(place.user());
        }
        if (!place.password().isEmpty()) {
            source.setPassword(place.password());
        }
        source.setApplicationName("sidestep");
        source.setConnectTimeout(ANSWER_SECONDS);
        source.setSocketTimeout(3 * ANSWER_SECONDS);
        source.setTcpKeepAlive(true);
        return source;
    }

    /// The newest version that was migrated to; 0 where there is none.
    private static int version(Connection connection) throws SQLException {
        String sql = "SELECT max(version::int) FROM " + Migrations.SCHEMA + ".flyway_schema_history WHERE success";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getInt(1) : 0;
        } catch (SQLException failure) {
            if (isMissing(failure.getSQLState())) {
                return 0;
            }
            throw failure;
        } finally {
            connection.rollback();
        }
    }

    private static boolean isMissing(@Nullable String state) {
        return UNDEFINED_TABLE.equals(state) || UNDEFINED_SCHEMA.equals(state);
    }

    @Override
    public <T> T read(Query<T> query) throws SQLException {
        HikariDataSource open = pool;
        if (open == null) {
            throw new SQLException("it was never reached");
        }
        try (Connection connection = open.getConnection()) {
            limit(connection);
            return query.ask(connection);
        }
    }

    private static void limit(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT set_config('statement_timeout', ?, false)")) {
            statement.setString(1, ANSWER_SECONDS + "s");
            statement.executeQuery().close();
        }
    }

    @Override
    public boolean tend(Session session) throws SQLException {
        presence.tend(session);
        return pruning.step(session);
    }

    @Override
    public Verdict judge(Throwable failure) {
        String state = Failures.sql(failure).map(SQLException::getSQLState).orElse("");
        boolean isOfData = state.startsWith(DATA_EXCEPTION) || state.startsWith(CONSTRAINT_VIOLATION);
        return isOfData || (state.isEmpty() && Failures.isOurs(failure)) ? Verdict.BAD_DATA : Verdict.PASSING;
    }

    @Override
    public String explain(Throwable failure) {
        String message = Failures.message(failure);
        String password = place.password();
        return "state cannot be kept in " + place.address() + ": "
                + (password.isEmpty() ? message : message.replace(password, "***"));
    }

    @Override
    public void leaveUntouched(Runnable closing) {
        closing.run();
    }

    /// Whether it can be trusted is its own affair.
    @Override
    public boolean putAside(Throwable reason) {
        return false;
    }

    @Override
    public int quarantined() {
        return 0;
    }

    /// Connections there do not care which of them is closed last.
    @Override
    public void endReading() {}

    @Override
    public void close() {
        HikariDataSource open = pool;
        if (open != null) {
            open.close();
        }
    }
}

package dev.sidestep.store.sql;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/// Brings tables to the newest version. Migrations only ever add, and what they add has defaults,
/// so that a process of an earlier version goes on with newer tables.
final class Migrations {
    /// The newest version: the number of the last file in each dialect's folder.
    static final int NEWEST = 1;

    static final String SCHEMA = "sidestep";

    private Migrations() {}

    static void sqlite(DataSource source) {
        configuration("sqlite").dataSource(source).load().migrate();
    }

    /// Two processes may do so at once: the second waits for the first.
    static void postgres(DataSource source) {
        configuration("postgres")
                .dataSource(source)
                .schemas(SCHEMA)
                .defaultSchema(SCHEMA)
                .load()
                .migrate();
    }

    private static FluentConfiguration configuration(String dialect) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .locations("classpath:dev/sidestep/store/sql/" + dialect);
    }
}

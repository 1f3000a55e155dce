package dev.sidestep.store;

import java.nio.file.Path;

/// Where state is kept.
public sealed interface StorePlace {
    /// In a file in this directory, which is made where it is missing, and used by one process at a time.
    record Embedded(Path directory) implements StorePlace {}

    /// In a PostgreSQL database, which several nodes may share.
    ///
    /// @param jdbcUrl without credentials, such as `jdbc:postgresql://db:5432/sidestep`
    /// @param user empty for none
    /// @param password empty for none; never printed
    record Postgres(String jdbcUrl, String user, String password) implements StorePlace {
        @Override
        public String toString() {
            return "Postgres[" + address() + ", user " + user + "]";
        }

        /// The URL without its parameters, which may hold what nobody should see.
        public String address() {
            int parameters = jdbcUrl.indexOf('?');
            return parameters < 0 ? jdbcUrl : jdbcUrl.substring(0, parameters);
        }
    }
}

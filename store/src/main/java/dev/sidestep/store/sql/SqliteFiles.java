package dev.sidestep.store.sql;

import dev.sidestep.store.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A directory with the file that SQLite keeps, and the files beside it. Guarded by the object
/// itself.
final class SqliteFiles implements AutoCloseable {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /// What stands beside a database. It goes first when the database is put aside: what it holds
    /// would be taken for a part of the next file.
    private static final List<String> COMPANIONS = List.of("-wal", "-shm", "-journal");

    /// What has fewer bytes is no database.
    private static final int LEAST = 512;

    private final Path directory;
    private @Nullable DirectoryLock lock;

    SqliteFiles(Path directory) {
        this.directory = directory;
    }

    Path database() {
        return directory.resolve("sidestep.db");
    }

    /// Makes the directory where it is missing, and takes it where it is not taken yet.
    ///
    /// @throws dev.sidestep.store.DirectoryInUseException where somebody else has it
    synchronized void hold() throws IOException {
        if (lock == null) {
            PrivateFiles.createDirectory(directory);
            lock = DirectoryLock.take(directory);
        }
        PrivateFiles.create(database());
    }

    /// True where the database lost nearly all that it had: SQLite would take it for a new one,
    /// and delete its log.
    boolean isEmptied() throws IOException {
        long size = Files.size(database());
        Path log = companion(database(), "-wal");
        return size < LEAST && (size > 0 || (Files.exists(log) && Files.size(log) > 0));
    }

    /// True where a file may be opened to see what can be read of it. To open an emptied one
    /// would delete its log.
    static boolean isReadable(Path database) throws IOException {
        return Files.exists(database) && Files.size(database) >= LEAST;
    }

    /// Moves the database aside, with what belongs to it.
    ///
    /// @return where it is now
    Path putAside(Instant now) throws IOException {
        Path aside = free("sidestep-" + STAMP.format(now));
        for (String suffix : COMPANIONS) {
            Path companion = companion(database(), suffix);
            if (Files.exists(companion)) {
                Files.move(companion, companion(aside, suffix));
            }
        }
        if (Files.exists(database())) {
            Files.move(database(), aside);
        }
        return aside;
    }

    private Path free(String name) {
        for (int number = 1; ; number++) {
            String suffix = number == 1 ? "" : "-" + number;
            Path path = directory.resolve(name + suffix + ".quarantine.db");
            if (!Files.exists(path) && COMPANIONS.stream().noneMatch(each -> Files.exists(companion(path, each)))) {
                return path;
            }
        }
    }

    private static Path companion(Path database, String suffix) {
        return database.resolveSibling(database.getFileName() + suffix);
    }

    @Override
    public synchronized void close() {
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }
}

package dev.sidestep.store.sql;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.sidestep.store.DirectoryInUseException;
import dev.sidestep.store.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps a directory for one process. The system releases it when the process dies, however it
/// does, so that whoever gets it knows that the one before is dead.
final class DirectoryLock implements AutoCloseable {
    static final String NAME = "sidestep.lock";

    /// What this process holds. It has to be known before the file is opened: to close a file
    /// releases all locks that the process has on it.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /// Takes a directory that exists.
    ///
    /// @throws DirectoryInUseException where another process has it, or another store of this one
    static DirectoryLock take(Path directory) throws IOException {
        Path real = directory.toRealPath();
        if (!HELD.add(real)) {
            throw inUse(directory, Long.toString(ProcessHandle.current().pid()));
        }
        try {
            return new DirectoryLock(real, lock(real, directory));
        } catch (IOException | RuntimeException failure) {
            HELD.remove(real);
            throw failure;
        }
    }

    private static FileChannel lock(Path real, Path shown) throws IOException {
        Path file = real.resolve(NAME);
        PrivateFiles.create(file);
        FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
        try {
            if (channel.tryLock() == null) {
                throw inUse(shown, read(channel));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return channel;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(20);
        channel.read(bytes, 0);
        return StandardCharsets.US_ASCII.decode(bytes.flip()).toString().replaceAll("[^0-9]", "");
    }

    private static DirectoryInUseException inUse(Path directory, String process) {
        return new DirectoryInUseException("another Sidestep (process " + (process.isEmpty() ? "unknown" : process)
                + ") keeps its state in " + directory
                + ": stop it, or give this one a directory of its own with gateway.data-dir");
    }

    @Override
    public void close() {
        try (channel) {
            HELD.remove(directory);
        } catch (IOException released) {
            // the system has released it
        }
    }
}

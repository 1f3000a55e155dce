package dev.sidestep.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/// Makes and writes files and directories that nobody but their owner can read, where the file system knows owners.
public final class PrivateFiles {
    private static final boolean IS_POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private static final Set<PosixFilePermission> OF_OTHERS =
            Set.copyOf(EnumSet.complementOf(EnumSet.copyOf(PosixFilePermissions.fromString("rwx------"))));

    private PrivateFiles() {}

    /// Makes an empty file where there is none. One that is there keeps the permissions that somebody gave it.
    public static void create(Path file) throws IOException {
        try {
            Files.createFile(file, only("rw-------"));
        } catch (FileAlreadyExistsException _) {
            // As it is.
        }
    }

    /// Makes a directory where there is none, with those above it.
    public static void createDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, only("rwx------"));
        }
    }

    /// Writes a new file, with the directories above it.
    ///
    /// @throws IOException where there is one already, too
    public static void createNew(Path file, byte[] content) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            createDirectory(directory);
        }
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), only("rw-------"))) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    /// Puts a content in the place of a file's at once: whoever reads it, and whoever finds it
    /// after a crash, finds the old one or the new one.
    public static void replace(Path file, byte[] content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        createNew(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// True where somebody else than the owner may do something with it.
    public static boolean isOpenToOthers(Path file) throws IOException {
        return IS_POSIX && Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains);
    }

    /// What went wrong, in words: a message is often no more than the file's name.
    public static String reason(IOException failure) {
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }

    private static FileAttribute<?>[] only(String permissions) {
        return IS_POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}

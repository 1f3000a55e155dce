package dev.sidestep.gateway.accounts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Optional;

/// A small file that is read and replaced as a whole: who reads it meanwhile sees the old content or the new one, and
/// never a part. A link stays, and what it leads to is replaced. Its exceptions say in words what is wrong.
final class WholeFile {
    /// What is read as a configuration is no larger.
    private static final int MOST_BYTES = 1 << 20;

    private final Path file;

    /// @throws IOException where there is none
    WholeFile(Path file) throws IOException {
        try {
            this.file = file.toRealPath();
        } catch (IOException failure) {
            throw new IOException("there is no such file any more", failure);
        }
    }

    byte[] read() throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            byte[] content = bytes.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw new IOException("it is larger than " + MOST_BYTES + " bytes");
            }
            return content;
        } catch (NoSuchFileException failure) {
            throw new IOException("there is no such file any more", failure);
        } catch (AccessDeniedException failure) {
            throw new IOException("it cannot be read: access is denied", failure);
        }
    }

    /// Replaces the content, with the same permissions and owner.
    ///
    /// @param before what it must still be
    /// @return false where it is something else by now, and stays that
    boolean replace(byte[] before, byte[] after) throws IOException {
        Path temporary = temporary();
        try {
            likeTheFile(temporary);
            write(temporary, after);
            if (!Arrays.equals(read(), before)) {
                return false;
            }
            moveTo(temporary);
            return true;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private Path temporary() throws IOException {
        if (isReadOnly()) {
            throw new IOException("it is read-only: let the gateway write it, or change it by hand");
        }
        try {
            return Files.createTempFile(file.getParent(), ".sidestep", ".yaml");
        } catch (FileSystemException failure) {
            throw new IOException(
                    "its folder is read-only: let the gateway write in it, or change the file by hand", failure);
        }
    }

    /// Also where the gateway's user could write it nevertheless: its owner wants it to stay.
    private boolean isReadOnly() throws IOException {
        Optional<PosixFileAttributes> attributes = attributes();
        return !Files.isWritable(file)
                || attributes.isPresent() && !attributes.get().permissions().contains(PosixFilePermission.OWNER_WRITE);
    }

    private Optional<PosixFileAttributes> attributes() throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return view == null ? Optional.empty() : Optional.of(view.readAttributes());
    }

    private void likeTheFile(Path temporary) throws IOException {
        Optional<PosixFileAttributes> wanted = attributes();
        if (wanted.isPresent()) {
            PosixFileAttributeView view = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
            view.setPermissions(wanted.get().permissions());
            own(view, wanted.get());
        }
    }

    private static void own(PosixFileAttributeView view, PosixFileAttributes wanted) throws IOException {
        PosixFileAttributes now = view.readAttributes();
        boolean isOwned = now.owner().equals(wanted.owner()) && now.group().equals(wanted.group());
        if (isOwned) {
            return;
        }
        try {
            view.setGroup(wanted.group());
            view.setOwner(wanted.owner());
            view.setPermissions(wanted.permissions());
        } catch (FileSystemException failure) {
            throw new IOException(
                    "it belongs to " + wanted.owner().getName() + ", and would belong to the gateway's user: "
                            + "change it by hand, or give it to that user",
                    failure);
        }
    }

    private static void write(Path temporary, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private void moveTo(Path temporary) throws IOException {
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException failure) {
            throw new IOException(
                    "it cannot be replaced, as where a container mounts the file alone: mount its folder", failure);
        }
    }
}

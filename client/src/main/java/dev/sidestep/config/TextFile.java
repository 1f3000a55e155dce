package dev.sidestep.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Reads small text files.
final class TextFile {
    private TextFile() {}

    /// The whole text. Reads no more than it must to see that a file is too large: a device or a
    /// pipe has no size to ask for.
    ///
    /// @throws IOException whose message says in words why it cannot be read
    static String read(Path file, int maxBytes) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            byte[] content = bytes.readNBytes(maxBytes + 1);
            if (content.length > maxBytes) {
                throw new IOException("it is larger than " + maxBytes + " bytes");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (NoSuchFileException failure) {
            throw new IOException("there is no such file", failure);
        } catch (AccessDeniedException failure) {
            throw new IOException("access is denied", failure);
        } catch (CharacterCodingException failure) {
            throw new IOException("it is not UTF-8", failure);
        }
    }
}

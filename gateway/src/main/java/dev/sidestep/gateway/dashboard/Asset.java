package dev.sidestep.gateway.dashboard;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/// A file of the dashboard, as it is sent. Immutable.
///
/// @param contentType with its character set
/// @param tag for `etag`, quoted: another one whenever the bytes are others
/// @param plain its bytes
/// @param zipped the same, compressed with gzip
public record Asset(String contentType, String tag, Buffer plain, Buffer zipped) {
    static Asset of(String contentType, byte[] bytes) {
        return new Asset(contentType, tagOf(bytes), Buffer.buffer(bytes), Buffer.buffer(zip(bytes)));
    }

    private static String tagOf(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(hash, 0, 12) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] zip(byte[] bytes) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream(bytes.length / 2);
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }
}

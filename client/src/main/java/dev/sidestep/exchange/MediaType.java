package dev.sidestep.exchange;

import dev.sidestep.wire.canonical.Media;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The types of files that models take, by what their first bytes are: servers often name another type than the file
/// has, and providers refuse a call that does.
enum MediaType {
    PNG("image/png", Media.Kind.IMAGE, "\u0089PNG\r\n\u001a\n", ""),
    JPEG("image/jpeg", Media.Kind.IMAGE, "\u00ff\u00d8\u00ff", ""),
    GIF("image/gif", Media.Kind.IMAGE, "GIF8", ""),
    WEBP("image/webp", Media.Kind.IMAGE, "RIFF", "WEBP"),
    PDF("application/pdf", Media.Kind.DOCUMENT, "%PDF-", "");

    /// Where the second mark of a container of chunks begins.
    private static final int SECOND_MARK = 8;

    private final String id;
    private final Media.Kind kind;
    private final String mark;
    private final String secondMark;

    MediaType(String id, Media.Kind kind, String mark, String secondMark) {
        this.id = id;
        this.kind = kind;
        this.mark = mark;
        this.secondMark = secondMark;
    }

    /// As in a `content-type`.
    String id() {
        return id;
    }

    /// What a server calls a file of such a kind; empty where it is none.
    static Optional<MediaType> told(Media.Kind kind, String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        String known = type.equals("image/jpg") ? JPEG.id : type;
        return Arrays.stream(values())
                .filter(each -> each.kind == kind && each.id.equals(known))
                .findFirst();
    }

    /// What a file of such a kind is; empty where it is none.
    static Optional<MediaType> of(Media.Kind kind, byte[] file) {
        return Arrays.stream(values())
                .filter(each -> each.kind == kind && each.begins(file))
                .findFirst();
    }

    private boolean begins(byte[] file) {
        return isAt(0, mark, file) && isAt(SECOND_MARK, secondMark, file);
    }

    private static boolean isAt(int from, String mark, byte[] file) {
        byte[] bytes = mark.getBytes(StandardCharsets.ISO_8859_1);
        return mark.isEmpty()
                || file.length >= from + bytes.length
                        && Arrays.equals(file, from, from + bytes.length, bytes, 0, bytes.length);
    }
}

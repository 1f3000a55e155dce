package dev.sidestep.wire.openai;

import dev.sidestep.wire.json.BodyField;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Replacements within a stretch of bytes, applied together. Not thread-safe. They may be told in any order, but must
/// not
/// overlap.
final class Splices {
    private record Splice(int from, int to, String text) {}

    private final byte[] bytes;
    private final int from;
    private final int to;
    private final List<Splice> splices = new ArrayList<>(0);

    /// @param bytes from `from` up to `to`
    Splices(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    void replace(BodyField field, String json) {
        replace(field.valueFrom(), field.valueTo(), json);
    }

    void replace(int from, int to, String text) {
        splices.add(new Splice(from, to, text));
    }

    void insert(int at, String text) {
        replace(at, at, text);
    }

    /// Takes fields out of an object, and with each the comma that would be too many.
    ///
    /// @param fields all of the object's, in order
    void remove(List<BodyField> fields, List<BodyField> removed) {
        int lastKept = fields.size() - 1;
        while (lastKept >= 0 && removed.contains(fields.get(lastKept))) {
            lastKept--;
        }
        for (int i = 0; i < lastKept; i++) {
            if (removed.contains(fields.get(i))) {
                replace(fields.get(i).nameFrom(), fields.get(i + 1).nameFrom(), "");
            }
        }
        if (lastKept < fields.size() - 1) {
            int start = lastKept < 0
                    ? fields.getFirst().nameFrom()
                    : fields.get(lastKept).valueTo();
            replace(start, fields.getLast().valueTo(), "");
        }
    }

    /// The bytes with the replacements; empty where there are none.
    Optional<byte[]> apply() {
        if (splices.isEmpty()) {
            return Optional.empty();
        }
        splices.sort(Comparator.comparingInt(Splice::from).thenComparingInt(Splice::to));
        ByteArrayOutputStream out = new ByteArrayOutputStream(to - from + 64);
        int read = from;
        for (Splice splice : splices) {
            out.write(bytes, read, splice.from() - read);
            out.writeBytes(splice.text().getBytes(StandardCharsets.UTF_8));
            read = splice.to();
        }
        out.write(bytes, read, to - read);
        return Optional.of(out.toByteArray());
    }
}

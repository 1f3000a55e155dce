package dev.sidestep.wire.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Edits to one body's top-level fields, applied together: every byte outside of them stays as it came.
///
/// Not thread-safe. A name that the body has more than once is edited at each place; one that it does not have is
/// ignored.
public final class BodyEdits {
    private final RequestBody body;
    private final List<BodyField> fields;
    private final boolean[] removed;
    private final byte[] @Nullable [] names;
    private final byte[] @Nullable [] values;
    private final StringBuilder inserted = new StringBuilder();
    private boolean changed;

    public BodyEdits(RequestBody body) {
        this.body = body;
        this.fields = body.fields();
        this.removed = new boolean[fields.size()];
        this.names = new byte[fields.size()][];
        this.values = new byte[fields.size()][];
    }

    /// Sets a field's value to a text.
    public BodyEdits text(String name, String text) {
        return json(name, Json.quoted(text));
    }

    /// Sets a field's value to raw JSON.
    public BodyEdits json(String name, String json) {
        return json(name, json.getBytes(StandardCharsets.UTF_8));
    }

    /// Sets a field's value to the bytes of raw JSON.
    public BodyEdits json(String name, byte[] value) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                set(values, i, value);
            }
        }
        return this;
    }

    /// Takes a field out.
    public BodyEdits remove(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                removed[i] = true;
                changed = true;
            }
        }
        return this;
    }

    /// Gives a field another name and leaves its value.
    public BodyEdits rename(String name, String newName) {
        byte[] quoted = Json.quoted(newName).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                set(names, i, quoted);
            }
        }
        return this;
    }

    /// Adds a field with a raw JSON value behind the last one. The caller knows that the body does not have it.
    public BodyEdits insert(String name, String json) {
        inserted.append(',').append(Json.quoted(name)).append(':').append(json);
        changed = true;
        return this;
    }

    /// The edited body: the original array itself where nothing changes, else a new one.
    public byte[] apply() {
        if (!changed) {
            return body.bytes();
        }
        List<Splice> splices = splices();
        byte[] from = body.bytes();
        int size = from.length;
        for (Splice splice : splices) {
            size += splice.bytes().length - (splice.to() - splice.from());
        }
        byte[] edited = new byte[size];
        int read = 0;
        int written = 0;
        for (Splice splice : splices) {
            int kept = splice.from() - read;
            System.arraycopy(from, read, edited, written, kept);
            System.arraycopy(splice.bytes(), 0, edited, written + kept, splice.bytes().length);
            written += kept + splice.bytes().length;
            read = splice.to();
        }
        System.arraycopy(from, read, edited, written, from.length - read);
        return edited;
    }

    /// Bytes that replace `from` up to `to` of the original.
    private record Splice(int from, int to, byte[] bytes) {}

    private List<Splice> splices() {
        List<Splice> splices = new ArrayList<>();
        int lastKept = fields.size() - 1;
        while (lastKept >= 0 && removed[lastKept]) {
            lastKept--;
        }
        for (int i = 0; i <= lastKept; i++) {
            BodyField field = fields.get(i);
            if (removed[i]) {
                // up to the next name, so that the comma behind it goes too
                splices.add(new Splice(field.nameFrom(), fields.get(i + 1).nameFrom(), new byte[0]));
                continue;
            }
            if (names[i] instanceof byte[] name) {
                splices.add(new Splice(field.nameFrom(), field.nameFrom() + nameLength(field), name));
            }
            if (values[i] instanceof byte[] value) {
                splices.add(new Splice(field.valueFrom(), field.valueTo(), value));
            }
        }
        splices.add(tail(lastKept));
        return splices;
    }

    /// What follows the last field that stays: the removed ones after it make room for the inserted ones.
    private Splice tail(int lastKept) {
        if (lastKept >= 0) {
            int end = fields.getLast().valueTo();
            return new Splice(
                    fields.get(lastKept).valueTo(), end, inserted.toString().getBytes(StandardCharsets.UTF_8));
        }
        String first = inserted.isEmpty() ? "" : inserted.substring(1);
        int from = fields.isEmpty() ? body.afterBrace() : fields.getFirst().nameFrom();
        int to = fields.isEmpty() ? from : fields.getLast().valueTo();
        return new Splice(from, to, first.getBytes(StandardCharsets.UTF_8));
    }

    /// Bytes of a field's name in the body with its quotes, which escapes may have made longer than the name itself.
    private int nameLength(BodyField field) {
        int colon = field.valueFrom() - 1;
        while (body.bytes()[colon] != ':') {
            colon--;
        }
        int end = colon - 1;
        while (body.bytes()[end] != '"') {
            end--;
        }
        return end + 1 - field.nameFrom();
    }

    private void set(byte[] @Nullable [] edits, int index, byte[] bytes) {
        edits[index] = bytes;
        changed = true;
    }
}

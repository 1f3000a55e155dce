package dev.sidestep.store.share;

import java.util.List;
import java.util.Map;

/// The fields of an object that somebody else wrote.
///
/// @param values strings, longs, lists and further `Fields`
record Fields(Map<String, Object> values) {
    /// The version of records and messages that this node writes, and the only one it reads.
    static final long VERSION = 1;

    void requireVersion() throws GarbageException {
        if (number("v", 0, Long.MAX_VALUE) != VERSION) {
            throw new GarbageException("another version");
        }
    }

    long number(String name, long least, long most) throws GarbageException {
        return Words.number(values.get(name), least, most);
    }

    String text(String name) throws GarbageException {
        return Words.text(values.get(name));
    }

    List<?> list(String name) throws GarbageException {
        if (values.get(name) instanceof List<?> list) {
            return list;
        }
        throw new GarbageException("no list " + name);
    }
}

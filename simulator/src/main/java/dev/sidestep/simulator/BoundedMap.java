package dev.sidestep.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/// A map that forgets what was not used for longest. Not thread-safe.
final class BoundedMap<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private static final int MAX_ENTRIES = 10_000; // where any key is accepted, keys must not fill the memory

    BoundedMap() {
        super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > MAX_ENTRIES;
    }
}

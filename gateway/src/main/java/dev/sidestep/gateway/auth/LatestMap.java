package dev.sidestep.gateway.auth;

import java.util.LinkedHashMap;
import java.util.Map;

/// A map that never has more than so many entries: of more, the one that was not looked at for longest goes.
/// Not thread-safe.
final class LatestMap<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;
    private static final int USUAL_CAPACITY = 16;
    private static final float USUAL_LOAD = 0.75f;

    private final int most;

    LatestMap(int most) {
        super(USUAL_CAPACITY, USUAL_LOAD, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}

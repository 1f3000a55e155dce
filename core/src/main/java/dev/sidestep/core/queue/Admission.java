package dev.sidestep.core.queue;

import java.util.HashMap;
import java.util.Map;

/// Who may still come in. Guarded by the room's lock.
///
/// A client that fills the room must not lock the others out, and nobody is thrown out. So a full
/// room still takes a client that holds less than its even share, up to twice the capacity in all.
final class Admission {
    private final Map<String, Integer> placesOfClient = new HashMap<>();
    private int capacity;
    private int places;

    Admission(int capacity) {
        setCapacity(capacity);
    }

    void setCapacity(int value) {
        if (value < 0) {
            throw new IllegalArgumentException("capacity must not be negative: " + value);
        }
        capacity = value;
    }

    boolean admits(String client) {
        if (places < capacity) {
            return true;
        }
        int own = placesOfClient.getOrDefault(client, 0);
        int clients = placesOfClient.size() + (own == 0 ? 1 : 0);
        return places < 2L * capacity && own < capacity / clients;
    }

    void enter(String client) {
        placesOfClient.merge(client, 1, Integer::sum);
        places++;
    }

    void leave(String client) {
        placesOfClient.computeIfPresent(client, (_, held) -> held == 1 ? null : held - 1);
        places--;
    }
}

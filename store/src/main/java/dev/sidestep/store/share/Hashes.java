package dev.sidestep.store.share;

import io.lettuce.core.MapScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// The hashes that last longer than their writers. Whatever the server refuses of them is told to the link.
final class Hashes {
    private static final Duration KEPT = Duration.ofHours(48);
    private static final int SLICE = 256;

    /// How many fields are read at most: more than all limits of a large configuration.
    private static final int MOST_FIELDS = 20_000;

    private final RedisLink link;
    private final Keys keys;

    Hashes(RedisLink link, Keys keys) {
        this.link = link;
        this.keys = keys;
    }

    /// What all of them hold; empty for one that cannot be read.
    CompletableFuture<Kept> read() {
        var cooldowns = all(keys.cooldowns());
        var quotas = all(keys.quotas());
        var cleared = all(keys.cleared());
        return CompletableFuture.allOf(cooldowns, quotas, cleared)
                .thenApply(_ -> new Kept(cooldowns.join(), quotas.join(), cleared.join()));
    }

    void put(String key, Map<String, String> values) {
        Slices.of(List.copyOf(values.entrySet()), SLICE).forEach(slice -> {
            Map<String, byte[]> fields = new HashMap<>();
            slice.forEach(entry -> fields.put(entry.getKey(), entry.getValue().getBytes(StandardCharsets.UTF_8)));
            link.send(redis -> redis.hset(key, fields));
        });
    }

    void remove(String key, Collection<String> fields) {
        Slices.of(List.copyOf(fields), SLICE)
                .forEach(slice -> link.send(redis -> redis.hdel(key, slice.toArray(String[]::new))));
    }

    /// Keeps everything for another while.
    void renew() {
        for (String key : List.of(keys.cooldowns(), keys.quotas(), keys.cleared(), keys.nodes())) {
            link.send(redis -> redis.expire(key, KEPT));
        }
    }

    private CompletableFuture<Map<String, byte[]>> all(String key) {
        Map<String, byte[]> fields = new HashMap<>();
        return more(key, ScanCursor.INITIAL, fields).handle((_, failure) -> {
            link.note(failure);
            return fields;
        });
    }

    private CompletableFuture<Void> more(String key, ScanCursor cursor, Map<String, byte[]> fields) {
        return link.<MapScanCursor<String, byte[]>>ask(redis -> redis.hscan(key, cursor, ScanArgs.Builder.limit(SLICE)))
                .thenCompose(slice -> {
                    fields.putAll(slice.getMap());
                    return slice.isFinished() || fields.size() >= MOST_FIELDS
                            ? CompletableFuture.completedFuture(null)
                            : more(key, slice, fields);
                });
    }
}

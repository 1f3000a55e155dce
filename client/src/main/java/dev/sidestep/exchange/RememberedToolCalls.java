package dev.sidestep.exchange;

import dev.sidestep.wire.format.ToolCallMemory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Remembers what belongs to tool calls until many others have been used since. Thread-safe: guarded by itself.
final class RememberedToolCalls implements ToolCallMemory {
    /// A conversation of an agent has some hundred tool calls, and their signatures some hundred bytes each.
    private static final int MOST = 20_000;
    /// A larger one than any signature; what is larger is not kept.
    private static final int MOST_CHARS = 64 << 10;
    /// All of it together.
    private static final long MOST_CHARS_IN_ALL = 32 << 20;

    private final LinkedHashMap<String, Kept> byId = new LinkedHashMap<>(16, 0.75f, true);
    private long chars;

    @Override
    public synchronized void keep(String id, Kept kept) {
        if (size(id, kept) > MOST_CHARS) {
            return;
        }
        Kept before = byId.put(id, kept);
        chars += size(id, kept) - (before == null ? 0 : size(id, before));
        while (byId.size() > MOST || chars > MOST_CHARS_IN_ALL) {
            Map.Entry<String, Kept> eldest = byId.pollFirstEntry();
            chars -= size(eldest.getKey(), eldest.getValue());
        }
    }

    @Override
    public synchronized Optional<Kept> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    private static int size(String id, Kept kept) {
        int opaque = kept.knownOpaque() == null ? 0 : kept.knownOpaque().data().length();
        return id.length() + kept.providerId().length() + opaque;
    }
}

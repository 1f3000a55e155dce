package dev.sidestep.wire.format;

import dev.sidestep.wire.canonical.Opaque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Remembers what belongs to a tool call and has no place in the client's wire format: the provider's own id of it, and
/// opaque state. Bounded: what is forgotten is a signature that the provider has to do without.
///
/// Implementations are thread-safe.
public interface ToolCallMemory {
    /// Remembers nothing.
    ToolCallMemory NONE = new ToolCallMemory() {
        @Override
        public void keep(String id, Kept kept) {}

        @Override
        public Optional<Kept> find(String id) {
            return Optional.empty();
        }
    };

    /// What belongs to a tool call.
    ///
    /// @param providerId the provider's id; empty where it gave none
    /// @param knownOpaque what the provider wants back with it, or null
    record Kept(String providerId, @Nullable Opaque knownOpaque) {}

    /// Remembers.
    ///
    /// @param id the tool call's, as the client knows it
    void keep(String id, Kept kept);

    /// What was kept for a tool call of the client's.
    Optional<Kept> find(String id);

    /// The provider's own id of a tool call of the client's; empty where it gave none, or none is remembered.
    default Optional<String> providerId(String id) {
        return find(id).map(Kept::providerId).filter(known -> !known.isEmpty());
    }

    /// What the provider wants back with a tool call of the client's, as far as it is remembered.
    default Optional<Opaque> opaque(String id) {
        return find(id).flatMap(kept -> Optional.ofNullable(kept.knownOpaque()));
    }
}

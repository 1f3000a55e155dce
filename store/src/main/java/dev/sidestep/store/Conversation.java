package dev.sidestep.store;

import java.util.List;

/// What a caller and an agent have said so far. Immutable.
///
/// @param key whose it is
/// @param turns how many questions were answered in all, those that are forgotten among them: of two versions the one
///     with more is the later
/// @param messages what is remembered of it, in order
public record Conversation(Key key, long turns, List<Message> messages) {
    public Conversation {
        messages = List.copyOf(messages);
    }

    /// Whose conversation it is: nobody else can go on with it.
    ///
    /// @param caller hash of the caller's key
    public record Key(String caller, String agent, String id) {}

    /// One message.
    ///
    /// @param role `user` or `assistant`
    public record Message(String role, String text) {}
}

package dev.sidestep.gateway;

import dev.sidestep.wire.openai.ChatBody.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// What agents and their callers have said so far. In memory only; the one that was used the longest
/// ago goes first. Thread-safe: guarded by its own lock, held for a few list operations.
final class Conversations {
    /// Together they stay within some 100 MB, at the bounds below.
    private static final int MOST_CONVERSATIONS = 1_000;

    /// Older messages are forgotten, a question and its answer at a time.
    private static final int MOST_MESSAGES = 100;

    /// Characters of a conversation; a long one would not fit into a model's window anyway.
    private static final int MOST_CHARACTERS = 50_000;

    private final LinkedHashMap<Key, List<Message>> conversations = new LinkedHashMap<>(16, 0.75f, true);

    /// Whose conversation it is: nobody else can go on with it.
    ///
    /// @param caller hash of the caller's key
    record Key(String caller, String agent, String id) {}

    /// What was said; empty for a new conversation.
    synchronized List<Message> messages(Key key) {
        return List.copyOf(conversations.getOrDefault(key, List.of()));
    }

    /// Adds a question and its answer.
    synchronized void add(Key key, String question, String answer) {
        List<Message> messages = new ArrayList<>(conversations.getOrDefault(key, List.of()));
        messages.add(new Message("user", question));
        messages.add(new Message("assistant", answer));
        while (messages.size() > MOST_MESSAGES || (characters(messages) > MOST_CHARACTERS && messages.size() > 2)) {
            messages.subList(0, 2).clear();
        }
        conversations.put(key, List.copyOf(messages));
        if (conversations.size() > MOST_CONVERSATIONS) {
            conversations.pollFirstEntry();
        }
    }

    private static int characters(List<Message> messages) {
        return messages.stream().mapToInt(message -> message.text().length()).sum();
    }
}

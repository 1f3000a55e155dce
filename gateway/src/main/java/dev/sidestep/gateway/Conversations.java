package dev.sidestep.gateway;

import dev.sidestep.store.Conversation;
import dev.sidestep.store.Conversation.Key;
import dev.sidestep.store.Conversation.Message;
import dev.sidestep.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// What agents and their callers have said so far. In memory, where the one that was used the longest ago goes first,
/// and in the store, where there is one: then a conversation goes on after a restart, and on another node.
/// Thread-safe: guarded by its own lock, held for a few list operations.
final class Conversations {
    /// Together they stay within some 100 MB, at the bounds below.
    private static final int MOST_CONVERSATIONS = 1_000;

    /// Older messages are forgotten, a question and its answer at a time.
    private static final int MOST_MESSAGES = 100;

    /// Characters of a conversation; a long one would not fit into a model's window anyway.
    private static final int MOST_CHARACTERS = 50_000;

    /// A store that does not answer in this time holds up no call any longer.
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

    /// More calls that wait for the store at once than any that is well keeps waiting.
    private static final int MOST_LOOKS = 1_000;

    private final LinkedHashMap<Key, Conversation> conversations = new LinkedHashMap<>(16, 0.75f, true);
    private final Optional<Store> store;
    private final AtomicInteger looks = new AtomicInteger();

    /// @param store where they outlive the process, if anywhere
    Conversations(Optional<Store> store) {
        this.store = store;
    }

    /// What was said, where it went on last: here, in an earlier process, or on another node. Completes on the event
    /// loop that asks, with what is known here where the store does not answer in time.
    Future<List<Message>> recall(Vertx vertx, Key key) {
        return store.map(kept -> look(vertx, kept, key)).orElseGet(() -> Future.succeededFuture(messages(key)));
    }

    private Future<List<Message>> look(Vertx vertx, Store kept, Key key) {
        List<Message> here = messages(key);
        if (!here.isEmpty() && !kept.status().isWell()) {
            // Nobody waits, call after call, for what would hardly say more.
            return Future.succeededFuture(here);
        }
        if (looks.incrementAndGet() > MOST_LOOKS) {
            looks.decrementAndGet();
            return Future.succeededFuture(here);
        }
        return vertx.executeBlocking(() -> saved(kept, key), false)
                .onComplete(_ -> looks.decrementAndGet())
                .timeout(LONGEST_LOOK.toMillis(), TimeUnit.MILLISECONDS)
                .transform(_ -> Future.succeededFuture(messages(key)));
    }

    private Optional<Conversation> saved(Store kept, Key key) {
        Optional<Conversation> saved = kept.conversation(key);
        saved.ifPresent(this::adopt);
        return saved;
    }

    /// What was said, as far as it is known here; empty for a new conversation.
    synchronized List<Message> messages(Key key) {
        Conversation known = conversations.get(key);
        return known == null ? List.of() : known.messages();
    }

    /// Adds a question and its answer.
    synchronized void add(Key key, String question, String answer) {
        Conversation known = conversations.get(key);
        List<Message> messages = new ArrayList<>(messages(key));
        messages.add(new Message("user", question));
        messages.add(new Message("assistant", answer));
        Conversation more = new Conversation(key, known == null ? 1 : known.turns() + 1, bounded(messages));
        put(more);
        store.ifPresent(kept -> kept.save(more));
    }

    /// Takes over what was saved, where it has gone further than what is known here.
    private synchronized void adopt(Conversation saved) {
        Conversation known = conversations.get(saved.key());
        if (known == null || saved.turns() > known.turns()) {
            put(new Conversation(saved.key(), saved.turns(), bounded(saved.messages())));
        }
    }

    private void put(Conversation conversation) {
        conversations.put(conversation.key(), conversation);
        if (conversations.size() > MOST_CONVERSATIONS) {
            conversations.pollFirstEntry();
        }
    }

    private static List<Message> bounded(List<Message> all) {
        List<Message> messages = new ArrayList<>(all);
        while (messages.size() > MOST_MESSAGES || (characters(messages) > MOST_CHARACTERS && messages.size() > 2)) {
            messages.subList(0, 2).clear();
        }
        return messages;
    }

    private static int characters(List<Message> messages) {
        return messages.stream().mapToInt(message -> message.text().length()).sum();
    }
}

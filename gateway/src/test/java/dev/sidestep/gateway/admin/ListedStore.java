package dev.sidestep.gateway.admin;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.state.CooldownRecord;
import dev.sidestep.core.state.QuotaRecord;
import dev.sidestep.store.Conversation;
import dev.sidestep.store.Store;
import dev.sidestep.store.StoreStatus;
import dev.sidestep.store.StoreUnavailableException;
import dev.sidestep.store.ledger.AttemptRow;
import dev.sidestep.store.ledger.CallDetail;
import dev.sidestep.store.ledger.CallQuery;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.Content;
import dev.sidestep.store.ledger.UsageQuery;
import dev.sidestep.store.ledger.UsageRow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/// A store that answers what a test told it, and remembers conversations only.
public final class ListedStore implements Store {
    private static final int MANY = 1_000_000;

    /// The calls that it has, the newest first.
    public final List<CallDetail> details = new CopyOnWriteArrayList<>();

    /// The usage that it has, whatever is asked for.
    public final List<UsageRow> usage = new CopyOnWriteArrayList<>();

    /// What was asked for so far.
    public final List<UsageQuery> asked = new CopyOnWriteArrayList<>();

    public final Map<Conversation.Key, Conversation> conversations = new ConcurrentHashMap<>();
    private final Semaphore answers = new Semaphore(MANY);
    private volatile String trouble = "";

    /// Lets no question be answered until [#goOn].
    public void hold() {
        answers.drainPermits();
    }

    public void goOn() {
        answers.release(MANY);
    }

    /// Fails from now on.
    public void fail(String why) {
        trouble = why;
    }

    /// How many questions wait to be answered.
    public int held() {
        return answers.getQueueLength();
    }

    private void reached() {
        answers.acquireUninterruptibly();
        if (!trouble.isEmpty()) {
            throw new StoreUnavailableException(trouble, new IllegalStateException(trouble));
        }
    }

    @Override
    public void record(CallRow call) {}

    @Override
    public void record(AttemptRow attempt) {}

    @Override
    public void record(Content content) {}

    @Override
    public void save(CooldownRecord cooldown) {}

    @Override
    public void forget(Set<LimitKey> keys) {}

    @Override
    public void save(List<QuotaRecord> quotas) {}

    @Override
    public void save(Conversation conversation) {
        conversations.put(conversation.key(), conversation);
    }

    @Override
    public Saved saved() {
        return Saved.NOTHING;
    }

    @Override
    public Optional<Conversation> conversation(Conversation.Key key) {
        answers.acquireUninterruptibly();
        return Optional.ofNullable(conversations.get(key));
    }

    @Override
    public List<CallRow> calls(CallQuery query) {
        reached();
        return details.stream()
                .map(CallDetail::call)
                .filter(call -> query.before().isEmpty() || call.id().compareTo(query.before()) < 0)
                .limit(query.most())
                .toList();
    }

    @Override
    public Map<String, List<AttemptRow>> attempts(List<String> calls) {
        reached();
        return details.stream()
                .filter(each -> calls.contains(each.call().id()))
                .collect(Collectors.toMap(each -> each.call().id(), CallDetail::attempts));
    }

    @Override
    public Optional<CallDetail> call(String id) {
        reached();
        return details.stream().filter(each -> each.call().id().equals(id)).findFirst();
    }

    @Override
    public List<UsageRow> usage(UsageQuery query) {
        reached();
        asked.add(query);
        return usage;
    }

    @Override
    public StoreStatus status() {
        return new StoreStatus(trouble.isEmpty(), trouble, 3, 250, 40, 2, 1);
    }

    @Override
    public boolean flush(Duration limit) {
        return true;
    }

    @Override
    public void close() {}
}

package dev.sidestep.gateway.ledger;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.state.CooldownRecord;
import dev.sidestep.core.state.QuotaRecord;
import dev.sidestep.store.Conversation;
import dev.sidestep.store.Store;
import dev.sidestep.store.StoreStatus;
import dev.sidestep.store.ledger.AttemptRow;
import dev.sidestep.store.ledger.CallDetail;
import dev.sidestep.store.ledger.CallQuery;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.Content;
import dev.sidestep.store.ledger.UsageQuery;
import dev.sidestep.store.ledger.UsageRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A store in memory that keeps the rows of calls and attempts, and notes when one is written that must not be.
/// Thread-safe.
public final class MemoryStore implements Store {
    private final Map<String, CallRow> calls = new TreeMap<>();
    private final Map<String, Map<Integer, AttemptRow>> attempts = new TreeMap<>();
    private final Map<String, Content> contents = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private final String lastCall;

    /// Of a process that begins anew.
    public MemoryStore() {
        this("");
    }

    /// @param lastCall the highest id that an earlier process gave out
    public MemoryStore(String lastCall) {
        this.lastCall = lastCall;
    }

    @Override
    public synchronized void record(CallRow call) {
        CallRow before = calls.put(call.id(), call);
        if (call.isOpen() ? before != null : before == null || !before.isOpen()) {
            faults.add("out of order: " + call + " after " + before);
        }
    }

    @Override
    public synchronized void record(AttemptRow attempt) {
        AttemptRow before =
                attempts.computeIfAbsent(attempt.call(), _ -> new TreeMap<>()).put(attempt.number(), attempt);
        boolean isOpen = attempt.outcome().equals(CallRow.OPEN);
        boolean wasOpen = before != null && before.outcome().equals(CallRow.OPEN);
        CallRow call = calls.get(attempt.call());
        if (isOpen ? before != null : !wasOpen) {
            faults.add("out of order: " + attempt + " after " + before);
        } else if (call == null || !call.isOpen()) {
            faults.add("outside of its call: " + attempt + " in " + call);
        }
    }

    @Override
    public synchronized void record(Content content) {
        if (contents.put(content.call(), content) != null) {
            faults.add("twice: content of " + content.call());
        }
    }

    /// What was written that must not be.
    public synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /// The calls, in the order of their ids.
    public synchronized List<CallRow> calls() {
        return List.copyOf(calls.values());
    }

    /// The attempts, in the order of the calls and of their numbers.
    public synchronized List<AttemptRow> attempts() {
        return attempts.values().stream()
                .flatMap(ofCall -> ofCall.values().stream())
                .toList();
    }

    /// What was said.
    public synchronized List<Content> contents() {
        return List.copyOf(contents.values());
    }

    @Override
    public synchronized Optional<CallDetail> call(String id) {
        return Optional.ofNullable(calls.get(id))
                .map(call -> new CallDetail(
                        call, List.copyOf(attempts.getOrDefault(id, Map.of()).values()), contents.get(id)));
    }

    @Override
    public synchronized Map<String, List<AttemptRow>> attempts(List<String> ids) {
        return attempts().stream()
                .filter(attempt -> ids.contains(attempt.call()))
                .collect(Collectors.groupingBy(AttemptRow::call));
    }

    @Override
    public synchronized List<CallRow> calls(CallQuery query) {
        return calls.values().stream()
                .sorted(Comparator.comparing(CallRow::id).reversed())
                .limit(query.most())
                .toList();
    }

    @Override
    public void save(CooldownRecord cooldown) {}

    @Override
    public void save(List<QuotaRecord> quotas) {}

    @Override
    public void save(Conversation conversation) {}

    @Override
    public void forget(Set<LimitKey> keys) {}

    @Override
    public Saved saved() {
        return new Saved(List.of(), List.of(), lastCall);
    }

    @Override
    public Optional<Conversation> conversation(Conversation.Key key) {
        return Optional.empty();
    }

    @Override
    public List<UsageRow> usage(UsageQuery query) {
        return List.of();
    }

    @Override
    public StoreStatus status() {
        return new StoreStatus(true, "", 0, 0, 0, 0, 0);
    }

    @Override
    public boolean flush(Duration limit) {
        return true;
    }

    @Override
    public void close() {}
}

package dev.sidestep.store.sql;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.state.CooldownId;
import dev.sidestep.core.state.QuotaId;
import dev.sidestep.core.state.QuotaRecord;
import dev.sidestep.store.Conversation;
import dev.sidestep.store.ledger.AttemptRow;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.Content;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// What is written in one transaction: of several changes of one row, the last. For one thread.
final class Batch {
    private final List<Change> changes = new ArrayList<>();
    private final List<CountDownLatch> waiting = new ArrayList<>();
    private final Map<String, CallRow> calls = new LinkedHashMap<>();
    private final Map<AttemptId, AttemptRow> attempts = new LinkedHashMap<>();
    private final Map<String, Content> contents = new LinkedHashMap<>();
    private final Set<LimitKey> forgotten = new LinkedHashSet<>();
    private final Map<CooldownId, SavedCooldown> cooldowns = new LinkedHashMap<>();
    private final Map<QuotaId, SavedQuota> quotas = new LinkedHashMap<>();
    private final Map<Conversation.Key, Change.Talked> conversations = new LinkedHashMap<>();
    private long weight;
    private long takenAt;

    private record AttemptId(String call, int number) {}

    void add(Change change) {
        if (change instanceof Change.Awaited(var written)) {
            waiting.add(written);
            return;
        }
        changes.add(change);
        weight += change.weight();
        merge(change);
    }

    private void merge(Change change) {
        switch (change) {
            case Change.Called(var call) -> calls.merge(call.id(), call, Batch::later);
            case Change.Attempted(var attempt) ->
                attempts.merge(new AttemptId(attempt.call(), attempt.number()), attempt, Batch::later);
            case Change.Said(var content) -> contents.put(content.call(), content);
            case Change.Cooled(var cooldown, long at) -> remember(SavedCooldown.of(cooldown, at));
            case Change.Forgotten(var keys) -> forget(keys);
            case Change.Counted(var counted, long at) -> counted.forEach(quota -> remember(quota, at));
            case Change.Talked talked ->
                conversations.merge(talked.conversation().key(), talked, Batch::later);
            case Change.Awaited _ -> {}
        }
    }

    /// What is under way never takes the place of what is over, in whatever order they come.
    private static CallRow later(CallRow before, CallRow now) {
        return now.isOpen() && !before.isOpen() ? before : now;
    }

    private static AttemptRow later(AttemptRow before, AttemptRow now) {
        return AttemptRows.isOpen(now) && !AttemptRows.isOpen(before) ? before : now;
    }

    private static Change.Talked later(Change.Talked before, Change.Talked now) {
        return now.conversation().turns() < before.conversation().turns() ? before : now;
    }

    void remember(SavedCooldown cooldown) {
        cooldowns.put(cooldown.id(), cooldown);
    }

    private void remember(QuotaRecord quota, long at) {
        remember(new SavedQuota(quota, at));
    }

    void remember(SavedQuota quota) {
        quotas.put(quota.id(), quota);
    }

    private void forget(Set<LimitKey> keys) {
        forgotten.addAll(keys);
        cooldowns.keySet().removeIf(id -> keys.contains(id.key()));
        quotas.keySet().removeIf(id -> keys.contains(id.key()));
    }

    /// What it was made of.
    List<Change> changes() {
        return changes;
    }

    /// Tells everybody who waits for it that it is written.
    void announce() {
        waiting.forEach(CountDownLatch::countDown);
    }

    boolean isEmpty() {
        return changes.isEmpty() && cooldowns.isEmpty() && quotas.isEmpty();
    }

    /// How many changes it was made of.
    int size() {
        return changes.size();
    }

    long weight() {
        return weight;
    }

    void takenAt(long nanos) {
        takenAt = nanos;
    }

    long takenAt() {
        return takenAt;
    }

    Collection<CallRow> calls() {
        return calls.values();
    }

    Collection<AttemptRow> attempts() {
        return attempts.values();
    }

    Collection<Content> contents() {
        return contents.values();
    }

    /// What is forgotten before the cooldowns and quotas below are saved.
    Set<LimitKey> forgotten() {
        return forgotten;
    }

    Collection<SavedCooldown> cooldowns() {
        return cooldowns.values();
    }

    Collection<SavedQuota> quotas() {
        return quotas.values();
    }

    Collection<Change.Talked> conversations() {
        return conversations.values();
    }
}

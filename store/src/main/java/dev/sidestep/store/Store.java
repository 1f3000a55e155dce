package dev.sidestep.store;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.state.CooldownRecord;
import dev.sidestep.core.state.QuotaRecord;
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

/// What outlives the process.
///
/// Whatever is recorded or saved returns at once and throws nothing: one thread of the store's own writes it, in
/// batches, within [#WINDOW] where the store is well. Where it is not, a bounded number of records waits until it is
/// again; beyond that they are lost, and counted. What is asked for is read from the disk or from over the network, and
/// must not be asked for on an event loop.
///
/// Thread-safe.
public interface Store extends AutoCloseable {
    /// What was recorded for longer than this is written: all that a crash may lose.
    Duration WINDOW = Duration.ofMillis(200);

    /// Records a call, in place of an earlier row of the same id.
    void record(CallRow call);

    /// Records an attempt, in place of an earlier row of the same call and number.
    void record(AttemptRow attempt);

    /// Records what a call said.
    void record(Content content);

    /// Saves a cooldown, in place of one of the same key, window and kind.
    void save(CooldownRecord cooldown);

    /// Forgets the cooldowns and the quotas of these keys.
    void forget(Set<LimitKey> keys);

    /// Saves quotas, each in place of one of the same key, unit and window.
    void save(List<QuotaRecord> quotas);

    /// Saves a conversation, in place of an earlier version.
    void save(Conversation conversation);

    /// What was saved by this or an earlier process and still counts. Empty where it cannot be read.
    Saved saved();

    /// The conversation, where there is one and it can be read.
    Optional<Conversation> conversation(Conversation.Key key);

    /// Calls, the newest first.
    ///
    /// @throws StoreUnavailableException where the ledger cannot be read
    List<CallRow> calls(CallQuery query);

    /// The attempts of each of these calls, in order. A call that made none is left out.
    ///
    /// @param calls the ids of at most 1,000 calls
    /// @throws StoreUnavailableException where the ledger cannot be read
    Map<String, List<AttemptRow>> attempts(List<String> calls);

    /// One call with its attempts.
    ///
    /// @throws StoreUnavailableException where the ledger cannot be read
    Optional<CallDetail> call(String id);

    /// Usage by group, in the order of the groups' values.
    ///
    /// @throws StoreUnavailableException where the ledger cannot be read
    List<UsageRow> usage(UsageQuery query);

    /// How it is doing. Costs nothing.
    StoreStatus status();

    /// Waits until everything that was recorded before is written.
    ///
    /// @return false where it took longer than the limit
    boolean flush(Duration limit);

    /// Writes what was recorded, and lets go of the file or the connections. Takes a few seconds at most.
    @Override
    void close();

    /// What a process knew that was here before.
    ///
    /// @param lastCall the highest id of a call in the ledger; empty where there is none
    record Saved(List<CooldownRecord> cooldowns, List<QuotaRecord> quotas, String lastCall) {
        /// Nothing was saved.
        public static final Saved NOTHING = new Saved(List.of(), List.of(), "");

        public Saved {
            cooldowns = List.copyOf(cooldowns);
            quotas = List.copyOf(quotas);
        }
    }
}

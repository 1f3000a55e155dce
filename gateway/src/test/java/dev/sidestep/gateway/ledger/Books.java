package dev.sidestep.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.simulator.Journal;
import dev.sidestep.simulator.JournalEntry;
import dev.sidestep.store.ledger.AttemptRow;
import dev.sidestep.store.ledger.CallDetail;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.TokenState;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// What holds of every ledger once its gateway is closed, whatever happened before.
public final class Books {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final MemoryStore store;

    /// The books of this store.
    public Books(MemoryStore store) {
        this.store = store;
    }

    /// Everything is over, was told once and in order, and each call has the attempts that it counts.
    public void assertClosed() {
        assertThat(store.faults()).isEmpty();
        assertThat(store.calls()).noneMatch(CallRow::isOpen);
        assertThat(store.attempts())
                .noneMatch(attempt -> attempt.tokenState() == TokenState.OPEN)
                .noneMatch(attempt -> attempt.outcome().equals(CallRow.OPEN));
        for (CallRow call : store.calls()) {
            CallDetail detail = store.call(call.id()).orElseThrow();
            assertThat(detail.attempts()).as("attempts of %s", call).hasSize(call.attempts());
            assertThat(detail.attempts())
                    .extracting(AttemptRow::number)
                    .containsExactlyElementsOf(numbers(call.attempts()));
        }
    }

    private static List<Integer> numbers(int count) {
        return IntStream.rangeClosed(1, count).boxed().toList();
    }

    /// As many requests came to the providers as attempts are said to have left for them.
    public void assertAgree(Journal journal) throws InterruptedException {
        long sent = store.attempts().stream().filter(AttemptRow::sent).count();
        journal.await(each -> calls(each) >= sent, SOON);
        assertThat(calls(journal)).isEqualTo(sent);
    }

    private static long calls(Journal journal) {
        return journal.count(Books::isCall);
    }

    /// Lists of models are asked for as well.
    private static boolean isCall(JournalEntry entry) {
        return entry.method().equals("POST");
    }
}

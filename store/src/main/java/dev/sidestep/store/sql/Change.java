package dev.sidestep.store.sql;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.state.CooldownRecord;
import dev.sidestep.core.state.QuotaRecord;
import dev.sidestep.store.Conversation;
import dev.sidestep.store.ledger.AttemptRow;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.Content;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// Something that waits to be written. Instants are milliseconds since 1970.
sealed interface Change {
    record Called(CallRow call) implements Change {}

    record Attempted(AttemptRow attempt) implements Change {}

    record Said(Content content) implements Change {}

    record Cooled(CooldownRecord cooldown, long at) implements Change {}

    record Forgotten(Set<LimitKey> keys) implements Change {}

    record Counted(List<QuotaRecord> quotas, long at) implements Change {}

    record Talked(Conversation conversation, long at) implements Change {}

    /// Nothing to be written: somebody waits for what was recorded before it.
    record Awaited(CountDownLatch written) implements Change {}

    /// How many characters of text it holds on to, where that may be many; 0 for what is small.
    default long weight() {
        return switch (this) {
            case Said(var content) ->
                content.request().length() + content.answer().length();
            case Talked(var conversation, var _) -> lengthOf(conversation);
            case Called _, Attempted _, Cooled _, Forgotten _, Counted _, Awaited _ -> 0;
        };
    }

    private static long lengthOf(Conversation conversation) {
        long length = 0;
        for (Conversation.Message message : conversation.messages()) {
            length += message.text().length();
        }
        return length;
    }
}

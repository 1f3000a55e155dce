package dev.sidestep.store.sql;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.state.CooldownRecord;
import dev.sidestep.core.state.QuotaRecord;
import dev.sidestep.store.Conversation;
import dev.sidestep.store.ledger.AttemptRow;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.Content;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Writes a batch. Writing it once more changes nothing, so that whoever does not know whether a
/// commit came through writes it again.
///
/// Rows that several nodes may write are written in the order of their keys: two nodes that do so
/// wait for each other at worst, and never in a circle.
final class BatchSql {
    /// So many conversations are remembered.
    static final int MOST_CONVERSATIONS = 1_000;

    private static final String SUM_OF_USAGE = Table.USAGE.sum();
    private static final String NEWER_CONVERSATION =
            Table.CONVERSATIONS.replacement() + " WHERE excluded.turns >= conversations.turns";
    private static final String FORGET_CONVERSATIONS = "DELETE FROM conversations WHERE used_at < (SELECT used_at"
            + " FROM conversations ORDER BY used_at DESC LIMIT 1 OFFSET " + (MOST_CONVERSATIONS - 1) + ")";
    private static final List<String> FORGET_KEYS = List.of(
            "DELETE FROM cooldowns WHERE scope = ? AND holder = ? AND model = ?",
            "DELETE FROM quotas WHERE scope = ? AND holder = ? AND model = ?");

    private BatchSql() {}

    /// Writes everything in the session's transaction.
    static void write(Batch batch, Session session) throws SQLException {
        Tally tally = new Tally();
        RowWriter<CallRow> calls = new RowWriter<>(Rows.CALLS, batch.calls(), session);
        RowWriter<AttemptRow> attempts = new RowWriter<>(Rows.ATTEMPTS, batch.attempts(), session);
        session.parties().write(session);
        calls.write(tally);
        attempts.write(tally);
        writeContents(batch.contents(), session);
        forget(batch.forgotten(), session);
        writeCooldowns(batch.cooldowns(), session);
        writeQuotas(batch.quotas(), session);
        writeConversations(batch.conversations(), session);
        add(tally, session);
    }

    private static void writeContents(Collection<Content> contents, Session session) throws SQLException {
        for (Content content : contents) {
            PreparedStatement statement = session.prepare(Table.CONTENTS.replacement());
            new Binding(statement).text(content.call()).text(content.request()).text(content.answer());
            statement.executeUpdate();
        }
    }

    private static void forget(Set<LimitKey> keys, Session session) throws SQLException {
        for (LimitKey key : sorted(keys, LimitKey::toString)) {
            for (String sql : FORGET_KEYS) {
                PreparedStatement statement = session.prepare(sql);
                bindKey(new Binding(statement), key);
                statement.executeUpdate();
            }
        }
    }

    private static void writeCooldowns(Collection<SavedCooldown> cooldowns, Session session) throws SQLException {
        for (SavedCooldown saved : sorted(cooldowns, value -> value.id().toString())) {
            PreparedStatement statement = session.prepare(Table.COOLDOWNS.replacement());
            CooldownRecord cooldown = saved.cooldown();
            bindKey(new Binding(statement), cooldown.key())
                    .text(cooldown.window().id())
                    .text(cooldown.kind().id())
                    .text(cooldown.target())
                    .number(saved.untilAt())
                    .number(cooldown.spanMillis())
                    .number(cooldown.level())
                    .text(cooldown.reason());
            statement.executeUpdate();
        }
    }

    private static void writeQuotas(Collection<SavedQuota> quotas, Session session) throws SQLException {
        for (SavedQuota saved : sorted(quotas, value -> value.id().toString())) {
            PreparedStatement statement = session.prepare(Table.QUOTAS.replacement());
            QuotaRecord quota = saved.quota();
            bindKey(new Binding(statement), quota.key())
                    .text(quota.unit().id())
                    .text(quota.window().id())
                    .number(quota.limit())
                    .number(quota.used())
                    .number(saved.savedAt())
                    .number(quota.resetMillis())
                    .text(quota.source().id());
            statement.executeUpdate();
        }
    }

    private static Binding bindKey(Binding binding, LimitKey key) throws SQLException {
        return binding.text(key.scope().id()).text(key.holder()).text(key.model());
    }

    private static void writeConversations(Collection<Change.Talked> conversations, Session session)
            throws SQLException {
        for (Change.Talked talked :
                sorted(conversations, value -> value.conversation().key().toString())) {
            PreparedStatement statement = session.prepare(NEWER_CONVERSATION);
            Conversation conversation = talked.conversation();
            Conversation.Key key = conversation.key();
            new Binding(statement)
                    .text(key.caller())
                    .text(key.agent())
                    .text(key.id())
                    .number(conversation.turns())
                    .text(Texts.messages(conversation.messages()))
                    .number(talked.at());
            statement.executeUpdate();
        }
        if (!conversations.isEmpty()) {
            session.prepare(FORGET_CONVERSATIONS).executeUpdate();
        }
    }

    /// Adds figures to those of their hours.
    static void add(Tally tally, Session session) throws SQLException {
        for (Map.Entry<Tally.Key, long[]> entry :
                sorted(tally.figures().entrySet(), value -> value.getKey().toString())) {
            PreparedStatement statement = session.prepare(SUM_OF_USAGE);
            Tally.Key key = entry.getKey();
            Binding binding = new Binding(statement)
                    .number(key.hour())
                    .text(key.place().provider())
                    .text(key.place().account())
                    .text(key.place().model())
                    .text(key.client());
            for (long figure : entry.getValue()) {
                binding.number(figure);
            }
            statement.executeUpdate();
        }
    }

    private static <T> List<T> sorted(Collection<T> values, Function<T, String> key) {
        List<T> sorted = new ArrayList<>(values);
        if (sorted.size() > 1) {
            sorted.sort(Comparator.comparing(key));
        }
        return sorted;
    }
}

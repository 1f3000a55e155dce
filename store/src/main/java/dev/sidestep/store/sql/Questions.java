package dev.sidestep.store.sql;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.quota.QuotaState;
import dev.sidestep.core.quota.Unit;
import dev.sidestep.core.state.CooldownRecord;
import dev.sidestep.core.state.QuotaRecord;
import dev.sidestep.store.Conversation;
import dev.sidestep.store.Store.Saved;
import dev.sidestep.store.ledger.AttemptRow;
import dev.sidestep.store.ledger.CallDetail;
import dev.sidestep.store.ledger.CallQuery;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.Content;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is asked of calls and of saved state, on a connection that reads.
final class Questions {
    /// So many calls at most are looked at for one answer.
    private static final int MOST_LOOKED_AT = 200_000;

    /// The innermost query is in the order of ids and bounded, and both databases take its rows one
    /// by one until they have enough. Parties are few: a call's is looked up among those that are
    /// asked for, and its names are read for what was found.
    private static final String CALLS = "SELECT " + Rows.CALLS.shown() + " FROM (SELECT * FROM"
            + " (SELECT * FROM calls WHERE id < ? ORDER BY id DESC LIMIT " + MOST_LOOKED_AT + ") AS newest"
            + " WHERE (? = '' OR party IN (SELECT party FROM parties"
            + " WHERE (? = '' OR model = ?) AND (? = '' OR account = ?) AND (? = '' OR client = ?)))"
            + " AND (? = '' OR outcome = ?) LIMIT ?) AS found LEFT JOIN parties USING (party) ORDER BY id DESC";

    /// Comes after every id.
    static final String AFTER_ALL = "\uFFFF";

    private static final Words<LimitScope> SCOPES = new Words<>(LimitScope.values(), LimitScope::id);
    private static final Words<Window> WINDOWS = new Words<>(Window.values(), Window::id);
    private static final Words<CooldownKind> KINDS = new Words<>(CooldownKind.values(), CooldownKind::id);
    private static final Words<Unit> UNITS = new Words<>(Unit.values(), Unit::id);
    private static final Words<QuotaState.Source> SOURCES =
            new Words<>(QuotaState.Source.values(), QuotaState.Source::id);

    private final Connection connection;

    /// How a row becomes what was asked for; empty where it means nothing here.
    @FunctionalInterface
    private interface Reading<T> {
        Optional<T> read(Cells cells) throws SQLException;
    }

    Questions(Connection connection) {
        this.connection = connection;
    }

    List<CallRow> calls(CallQuery query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CALLS)) {
            Binding binding = new Binding(statement).text(query.before().isEmpty() ? AFTER_ALL : query.before());
            binding.text(query.model() + query.account() + query.client());
            for (String filter : List.of(query.model(), query.account(), query.client(), query.outcome())) {
                binding.text(filter).text(filter);
            }
            binding.number(query.most());
            return all(statement, cells -> Optional.of(Rows.CALLS.read(cells)));
        }
    }

    Map<String, List<AttemptRow>> attempts(List<String> calls) throws SQLException {
        String places = String.join(", ", Collections.nCopies(calls.size(), "?"));
        String sql = Rows.ATTEMPTS.selection() + " WHERE call IN (" + places + ") ORDER BY call, number";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Binding binding = new Binding(statement);
            for (String call : calls) {
                binding.text(call);
            }
            return all(statement, cells -> Optional.of(Rows.ATTEMPTS.read(cells))).stream()
                    .collect(Collectors.groupingBy(AttemptRow::call));
        }
    }

    Optional<CallDetail> call(String id) throws SQLException {
        Optional<CallRow> call = first(Rows.CALLS.selection() + Table.CALLS.ofKey(), Rows.CALLS::read, id);
        return call.isEmpty() ? Optional.empty() : Optional.of(detail(call.get()));
    }

    private CallDetail detail(CallRow call) throws SQLException {
        String sql = Rows.ATTEMPTS.selection() + " WHERE call = ? ORDER BY number";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Binding(statement).text(call.id());
            return new CallDetail(
                    call, all(statement, cells -> Optional.of(Rows.ATTEMPTS.read(cells))), content(call.id()));
        }
    }

    private @Nullable Content content(String call) throws SQLException {
        return first(Table.CONTENTS.selection(), cells -> new Content(cells.text(), cells.text(), cells.text()), call)
                .orElse(null);
    }

    Optional<Conversation> conversation(Conversation.Key key) throws SQLException {
        return first(Table.CONVERSATIONS.selection(), Questions::conversation, key.caller(), key.agent(), key.id());
    }

    private static Conversation conversation(Cells cells) throws SQLException {
        Conversation.Key key = new Conversation.Key(cells.text(), cells.text(), cells.text());
        return new Conversation(key, cells.number(), Texts.messages(cells.text()));
    }

    /// What was saved and still counts at a moment by the wall clock.
    Saved saved(long now) throws SQLException {
        List<CooldownRecord> cooldowns = all(
                "SELECT " + Table.COOLDOWNS.columns() + " FROM cooldowns",
                cells -> cooldown(cells).flatMap(saved -> saved.at(now)));
        List<QuotaRecord> quotas = all(
                "SELECT " + Table.QUOTAS.columns() + " FROM quotas",
                cells -> quota(cells).flatMap(saved -> saved.at(now)));
        return new Saved(cooldowns, quotas, lastCall());
    }

    private String lastCall() throws SQLException {
        List<String> ids = all("SELECT max(id) FROM calls", cells -> Optional.of(cells.text()));
        return ids.isEmpty() ? "" : ids.getFirst();
    }

    private static Optional<LimitKey> key(Cells cells) throws SQLException {
        Optional<LimitScope> scope = SCOPES.find(cells.text());
        String holder = cells.text();
        String model = cells.text();
        return scope.map(known -> LimitKey.named(known, holder, model));
    }

    private static Optional<SavedCooldown> cooldown(Cells cells) throws SQLException {
        Optional<LimitKey> key = key(cells);
        Optional<Window> window = WINDOWS.find(cells.text());
        Optional<CooldownKind> kind = KINDS.find(cells.text());
        String target = cells.text();
        long until = cells.number();
        long span = cells.number();
        int level = (int) cells.number();
        String reason = cells.text();
        if (key.isEmpty() || window.isEmpty() || kind.isEmpty() || span < 0 || level < 0) {
            return Optional.empty();
        }
        return Optional.of(new SavedCooldown(
                new CooldownRecord(key.get(), window.get(), kind.get(), target, 0, span, level, reason), until));
    }

    private static Optional<SavedQuota> quota(Cells cells) throws SQLException {
        Optional<LimitKey> key = key(cells);
        Optional<Unit> unit = UNITS.find(cells.text());
        Optional<Window> window = WINDOWS.find(cells.text());
        long most = cells.number();
        long used = cells.number();
        long savedAt = cells.number();
        long reset = cells.number();
        Optional<QuotaState.Source> source = SOURCES.find(cells.text());
        if (key.isEmpty() || unit.isEmpty() || window.isEmpty() || source.isEmpty()) {
            return Optional.empty();
        }
        if (most < 1 || used < 0 || reset < 0) {
            return Optional.empty();
        }
        return Optional.of(new SavedQuota(
                new QuotaRecord(key.get(), unit.get(), window.get(), most, used, reset, source.get()), savedAt));
    }

    /// How a row becomes a value.
    @FunctionalInterface
    private interface Row<T> {
        T read(Cells cells) throws SQLException;
    }

    private <T> Optional<T> first(String sql, Row<T> row, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Binding binding = new Binding(statement);
            for (String parameter : parameters) {
                binding.text(parameter);
            }
            return all(statement, cells -> Optional.of(row.read(cells))).stream()
                    .findFirst();
        }
    }

    private <T> List<T> all(String sql, Reading<T> reading) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return all(statement, reading);
        }
    }

    private static <T> List<T> all(PreparedStatement statement, Reading<T> reading) throws SQLException {
        List<T> values = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                reading.read(new Cells(rows)).ifPresent(values::add);
            }
        }
        return values;
    }
}

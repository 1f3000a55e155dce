package dev.sidestep.store.sql;

import dev.sidestep.store.ledger.AttemptRow;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.Cost;
import dev.sidestep.store.ledger.Cost.UnitPrice;
import dev.sidestep.store.ledger.Place;
import dev.sidestep.store.ledger.Timing;
import dev.sidestep.store.ledger.TokenState;
import dev.sidestep.store.ledger.Tokens;
import java.sql.SQLException;

/// Attempts as rows of their table.
final class AttemptRows implements Rows<AttemptRow> {
    private static final Words<TokenState> TOKEN_STATES = new Words<>(TokenState.values(), TokenState::id);

    /// True while it is under way.
    static boolean isOpen(AttemptRow attempt) {
        return attempt.outcome().equals(CallRow.OPEN);
    }

    @Override
    public Table table() {
        return Table.ATTEMPTS;
    }

    @Override
    public boolean isUnderWay(AttemptRow attempt) {
        return isOpen(attempt);
    }

    @Override
    public boolean isUnknown(AttemptRow attempt) {
        return attempt.outcome().equals(CallRow.UNKNOWN);
    }

    @Override
    public String shown() {
        return "call, number, provider, account, model, client, move, outcome, detail, sent, started_at, waited,"
                + " duration, first_content, cooled_millis, token_state, input, output, cached, cache_written,"
                + " reasoning, input_price, output_price, cost_nano_usd, skipped";
    }

    @Override
    public Party party(AttemptRow attempt) {
        return new Party(attempt.place(), attempt.client(), attempt.cost().knownPrice());
    }

    @Override
    public void bindKey(Binding binding, AttemptRow attempt) throws SQLException {
        binding.text(attempt.call()).number(attempt.number());
    }

    @Override
    public void bind(Binding binding, AttemptRow attempt, long party) throws SQLException {
        Timing timing = attempt.timing();
        binding.text(attempt.call())
                .number(attempt.number())
                .number(party)
                .text(attempt.move())
                .text(attempt.outcome())
                .textOrNull(attempt.detail())
                .flag(attempt.sent())
                .number(timing.startedAt())
                .number(timing.waited())
                .number(timing.duration())
                .number(timing.firstContent())
                .number(attempt.cooledMillis());
        bindTokens(binding, attempt);
        binding.textOrNull(Texts.skipped(attempt.skipped()));
    }

    private static void bindTokens(Binding binding, AttemptRow attempt) throws SQLException {
        Tokens tokens = attempt.tokens();
        binding.text(attempt.tokenState().id())
                .number(tokens.input())
                .number(tokens.output())
                .number(tokens.cached())
                .number(tokens.cacheWritten())
                .number(tokens.reasoning())
                .number(attempt.cost().nanoUsd());
    }

    @Override
    public AttemptRow read(Cells cells) throws SQLException {
        String call = cells.text();
        int number = (int) cells.number();
        Place place = new Place(cells.text(), cells.text(), cells.text());
        return new AttemptRow(
                call,
                number,
                place,
                cells.text(),
                cells.text(),
                cells.text(),
                cells.text(),
                cells.flag(),
                new Timing(cells.number(), cells.number(), cells.number(), cells.number()),
                cells.number(),
                TOKEN_STATES.find(cells.text()).orElse(TokenState.UNKNOWN),
                new Tokens(cells.number(), cells.number(), cells.number(), cells.number(), cells.number()),
                cost(cells),
                Texts.skipped(cells.text()));
    }

    private static Cost cost(Cells cells) throws SQLException {
        long input = cells.number();
        boolean isUnpriced = cells.wasNull();
        long output = cells.number();
        return new Cost(isUnpriced ? null : new UnitPrice(input, output), cells.number());
    }

    @Override
    public AttemptRow abandoned(AttemptRow attempt) {
        return new AttemptRow(
                attempt.call(),
                attempt.number(),
                attempt.place(),
                attempt.client(),
                attempt.move(),
                CallRow.UNKNOWN,
                attempt.detail(),
                attempt.sent(),
                attempt.timing(),
                attempt.cooledMillis(),
                TokenState.UNKNOWN,
                attempt.tokens(),
                attempt.cost(),
                attempt.skipped());
    }

    @Override
    public void count(AttemptRow attempt, Tally tally, int sign) {
        tally.count(attempt, sign);
    }
}

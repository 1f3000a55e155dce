package dev.sidestep.store.sql;

import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.Place;
import dev.sidestep.store.ledger.Timing;
import java.sql.SQLException;

/// Calls as rows of their table.
final class CallRows implements Rows<CallRow> {
    @Override
    public Table table() {
        return Table.CALLS;
    }

    @Override
    public boolean isUnderWay(CallRow call) {
        return call.isOpen();
    }

    @Override
    public boolean isUnknown(CallRow call) {
        return call.outcome().equals(CallRow.UNKNOWN);
    }

    @Override
    public String shown() {
        return "id, client, kind, wire, wanted, streaming, outcome, detail, provider, account, model, attempts,"
                + " sidestepped, started_at, waited, duration, first_content, skipped";
    }

    @Override
    public Party party(CallRow call) {
        return new Party(call.place(), call.client(), null);
    }

    @Override
    public void bindKey(Binding binding, CallRow call) throws SQLException {
        binding.text(call.id());
    }

    @Override
    public void bind(Binding binding, CallRow call, long party) throws SQLException {
        Timing timing = call.timing();
        binding.text(call.id())
                .number(party)
                .text(call.kind())
                .text(call.wire())
                .text(call.wanted())
                .flag(call.streaming())
                .text(call.outcome())
                .textOrNull(call.detail())
                .number(call.attempts())
                .flag(call.sidestepped())
                .number(timing.startedAt())
                .number(timing.waited())
                .number(timing.duration())
                .number(timing.firstContent())
                .textOrNull(Texts.skipped(call.skipped()));
    }

    @Override
    public CallRow read(Cells cells) throws SQLException {
        return new CallRow(
                cells.text(),
                cells.text(),
                cells.text(),
                cells.text(),
                cells.text(),
                cells.flag(),
                cells.text(),
                cells.text(),
                new Place(cells.text(), cells.text(), cells.text()),
                (int) cells.number(),
                cells.flag(),
                new Timing(cells.number(), cells.number(), cells.number(), cells.number()),
                Texts.skipped(cells.text()));
    }

    @Override
    public CallRow abandoned(CallRow call) {
        return new CallRow(
                call.id(),
                call.client(),
                call.kind(),
                call.wire(),
                call.wanted(),
                call.streaming(),
                CallRow.UNKNOWN,
                call.detail(),
                call.place(),
                call.attempts(),
                call.sidestepped(),
                call.timing(),
                call.skipped());
    }

    @Override
    public void count(CallRow call, Tally tally, int sign) {
        tally.count(call, sign);
    }
}

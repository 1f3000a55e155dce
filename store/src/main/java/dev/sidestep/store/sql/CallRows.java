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
    public void bindKey(Binding binding, CallRow call) throws SQLException {
        binding.text(call.id());
    }

    @Override
    public void bind(Binding binding, CallRow call) throws SQLException {
        Place place = call.place();
        Timing timing = call.timing();
        binding.text(call.id())
                .text(call.client())
                .text(call.kind())
                .text(call.wire())
                .text(call.wanted())
                .flag(call.streaming())
                .text(call.outcome())
                .text(call.detail())
                .text(place.provider())
                .text(place.account())
                .text(place.model())
                .number(call.attempts())
                .flag(call.sidestepped())
                .number(timing.startedAt())
                .number(timing.waited())
                .number(timing.duration())
                .number(timing.firstContent())
                .text(Texts.skipped(call.skipped()));
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

package dev.sidestep.store.sql;

import dev.sidestep.store.ledger.AttemptRow;
import dev.sidestep.store.ledger.CallRow;
import java.sql.SQLException;

/// How what goes through states, open and then final, becomes rows of a table.
sealed interface Rows<R> permits CallRows, AttemptRows {
    Rows<CallRow> CALLS = new CallRows();
    Rows<AttemptRow> ATTEMPTS = new AttemptRows();

    Table table();

    /// True while nobody knows what it came to.
    boolean isUnderWay(R row);

    /// True where nobody ever will.
    boolean isUnknown(R row);

    void bindKey(Binding binding, R row) throws SQLException;

    /// Who called whom.
    Party party(R row);

    /// Fills in all columns, in the table's order.
    ///
    /// @param party the number of [#party(R)]
    void bind(Binding binding, R row, long party) throws SQLException;

    /// The columns that tell everything, among them those of the parties.
    String shown();

    /// A query of all rows, to be narrowed. Rows whose party was lost with a damaged file are
    /// shown as of nobody.
    default String selection() {
        return "SELECT " + shown() + " FROM " + table().name() + " LEFT JOIN parties USING (party)";
    }

    /// Reads the shown columns, in their order.
    R read(Cells cells) throws SQLException;

    /// The row as it is left when its process is gone.
    R abandoned(R open);

    /// Counts a final row as usage, or takes it back.
    ///
    /// @param sign 1 or -1
    void count(R row, Tally tally, int sign);
}

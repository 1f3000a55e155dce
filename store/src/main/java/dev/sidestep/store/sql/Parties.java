package dev.sidestep.store.sql;

import dev.sidestep.store.ledger.Cost.UnitPrice;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The numbers of the parties that a session has written. For one thread.
final class Parties {
    /// So many are known at most: more than there are targets and callers as a rule.
    private static final int MOST = 10_000;

    private static final String ADDITION = Table.PARTIES.addition();

    private final Map<Party, Long> known = new HashMap<>();
    private final SortedMap<Long, Party> missing = new TreeMap<>();

    /// The number of a party, which is written with the next [#write(Session)] where it was not yet.
    long number(Party party) {
        Long number = known.get(party);
        return number == null ? learn(party) : number;
    }

    /// The numbers of the parties of rows, in their order.
    <R> long[] numbers(Rows<R> rows, Collection<R> values) {
        long[] numbers = new long[values.size()];
        int next = 0;
        for (R value : values) {
            numbers[next++] = number(rows.party(value));
        }
        return numbers;
    }

    private long learn(Party party) {
        if (known.size() >= MOST) {
            known.clear();
        }
        long number = party.number();
        known.put(party, number);
        missing.put(number, party);
        return number;
    }

    /// Writes what is missing in the order of its numbers: nodes that write the same never wait
    /// for each other in a circle.
    void write(Session session) throws SQLException {
        for (Map.Entry<Long, Party> entry : missing.entrySet()) {
            PreparedStatement addition = session.prepare(ADDITION);
            bind(new Binding(addition).number(entry.getKey()), entry.getValue());
            addition.executeUpdate();
        }
        missing.clear();
    }

    private static void bind(Binding binding, Party party) throws SQLException {
        binding.text(party.place().provider())
                .text(party.place().account())
                .text(party.place().model())
                .text(party.client());
        UnitPrice price = party.knownPrice();
        if (price == null) {
            binding.none().none();
        } else {
            binding.number(price.inputNanoUsd()).number(price.outputNanoUsd());
        }
    }

    /// Knows nothing any more: what was written is taken back.
    void forget() {
        known.clear();
        missing.clear();
    }
}

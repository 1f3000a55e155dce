package dev.sidestep.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.store.ledger.Cost.UnitPrice;
import dev.sidestep.store.ledger.Place;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The numbers of parties.
class PartyTest {
    /// Another number would write every party again, beside the rows that have this one.
    @Test
    void numberIsTheSameInEveryVersion() {
        assertThat(new Party(new Place("openai", "main", "gpt-5"), "anna", null).number())
                .isEqualTo(7579848665904340071L);
    }

    @Test
    void eachNameCountsWhereItStands() {
        Stream<Party> parties = Stream.of(
                new Party(new Place("a", "b", "c"), "d", null),
                new Party(new Place("ab", "", "c"), "d", null),
                new Party(new Place("a", "bc", ""), "d", null),
                new Party(new Place("b", "a", "c"), "d", null),
                new Party(Place.NOWHERE, "", null),
                new Party(Place.NOWHERE, "", new UnitPrice(1, 23)),
                new Party(Place.NOWHERE, "", new UnitPrice(12, 3)));

        assertThat(parties.map(Party::number)).doesNotHaveDuplicates().allMatch(number -> number >= 0);
    }
}

package dev.sidestep.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.store.ledger.UsageQuery;
import dev.sidestep.store.ledger.UsageQuery.Group;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageRequestTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:30:00Z");

    private static UsageQuery query(Map<String, String> parameters) {
        return UsageRequest.read(parameters, "*/*", NOW).query();
    }

    @Test
    void byDefaultItIsTheLastThirtyDaysByModel() {
        assertThat(query(Map.of("", ""))).satisfies(query -> {
            assertThat(query.from()).isEqualTo("2026-10-23T09:30:00Z");
            assertThat(query.to()).isEqualTo(NOW);
            assertThat(query.groups()).containsExactly(Group.PROVIDER, Group.MODEL);
            assertThat(query.zone().normalized()).isEqualTo(ZoneOffset.UTC);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "from, 2026-11-21, 2026-11-20T23:00:00Z",
        "to, 2026-11-21, 2026-11-21T23:00:00Z",
        "from, 2026-11-21T08:00:00+01:00, 2026-11-21T07:00:00Z",
        "from, 2026-11-21T08:00:00 01:00, 2026-11-21T07:00:00Z",
        "from, 2026-11-21T08:00Z, 2026-11-21T08:00:00Z",
        "from, -24h, 2026-11-21T09:30:00Z",
        "to, -1h30m, 2026-11-22T08:00:00Z",
        "from, -999999999d, 1970-01-01T00:00:00Z"
    })
    void momentsAreReadAsPeopleWriteThem(String name, String text, String expected) {
        UsageQuery query = query(Map.of(name, text, "zone", "Europe/Paris"));

        assertThat(name.equals("from") ? query.from() : query.to()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "from; yesterday; from must be a date",
                "from; -soon; from must be a date",
                "from; +999999999-12-31; from must be a date",
                "to; 1969-01-01; to must be a date",
                "from; 2026-12-24; from must be before to",
                "zone; Mars; zone must be",
                "group_by; ''; group_by must be some of provider, account, model, client, day, hour",
                "group_by; day,day; each group once",
                "format; xml; format must be json or csv",
                "until; -7d; Expected no parameters but group_by, from, to, zone, format"
            })
    void whatIsWrongIsSaid(String name, String text, String message) {
        assertThatThrownBy(() -> query(Map.of(name, text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}

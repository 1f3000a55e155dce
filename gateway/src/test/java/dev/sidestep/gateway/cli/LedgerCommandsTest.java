package dev.sidestep.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.gateway.GatewayWithStore;
import dev.sidestep.gateway.admin.Ledgers;
import dev.sidestep.gateway.admin.ListedStore;
import dev.sidestep.store.ledger.UsageQuery.Group;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerCommandsTest {
    private final ListedStore store = new ListedStore();
    private final GatewayWithStore gateway = GatewayWithStore.start(store);
    private final Captured terminal = Captured.in(Path.of(""), Map.of());

    @AfterEach
    void close() {
        gateway.close();
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", gateway.url().toString()));
        return terminal.run(all.toArray(String[]::new));
    }

    @Test
    void usageIsATable() {
        store.usage.add(Ledgers.row("2026-11-22", "team-a", 10, 1_000_000_000));

        int code = run("usage", "--by", "day,client", "--from", "-7d", "--zone", "Europe/Paris");

        assertThat(code).as(terminal.err()).isZero();
        assertThat(terminal.out()).contains("DAY ", "CLIENT", "2026-11-22", "team-a", "$1.00", "████████ 100 %");
        assertThat(store.asked.getFirst().groups()).containsExactly(Group.DAY, Group.CLIENT);
        assertThat(store.asked.getFirst().zone()).hasToString("Europe/Paris");
    }

    @Test
    void usageCanBeReadByPrograms() {
        store.usage.add(Ledgers.row("groq", "large", 10, 1));

        assertThat(run("usage", "--csv")).isZero();
        assertThat(terminal.out()).startsWith("provider,model,calls,").endsWith(",0\r\n");
        assertThat(run("usage", "--json")).isZero();
        assertThat(terminal.out()).contains("\"rows\":[{\"provider\":\"groq\"");
        assertThat(run("usage", "--json", "--csv")).isEqualTo(2);
    }

    @Test
    void whereNothingIsYetItIsToldHowToBegin() {
        assertThat(run("usage")).isZero();
        assertThat(run("calls")).isZero();

        assertThat(terminal.out())
                .contains("Nothing was used from ", "No such calls", "curl " + gateway.url() + "/v1/chat/completions");
    }

    @Test
    void callsAreListedWithTheWayToMore() {
        store.details.addAll(List.of(Ledgers.sidestepped("c2"), Ledgers.sidestepped("c1")));

        assertThat(run("calls", "--limit", "1")).isZero();

        assertThat(terminal.out())
                .contains("c2", "answered", "large → openai/small")
                .contains("sidestep calls c2", "sidestep calls --before c2")
                .doesNotContain("c1");
    }

    @Test
    void callIsShownWithItsTrail() {
        store.details.add(Ledgers.sidestepped("c1"));

        assertThat(run("calls", "c1")).isZero();

        assertThat(terminal.out()).contains("Call c1: answered", "rate-limited after 90ms", "passed over");
    }

    @Test
    void whatTheGatewayRefusesIsSaidInItsWords() {
        assertThat(run("usage", "--by", "colour")).isEqualTo(1);
        assertThat(run("calls", "c9")).isEqualTo(1);

        assertThat(terminal.err())
                .contains("answered 400: group_by must be some of", "answered 404: There is no call 'c9'")
                .doesNotContain("{\"error\"");
    }
}

package dev.sidestep.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.queue.Occupancy;
import dev.sidestep.gateway.admin.TargetState;
import dev.sidestep.gateway.dashboard.Trouble.Severity;
import dev.sidestep.store.StoreStatus;
import dev.sidestep.store.share.ShareStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DiagnosisTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Occupancy NOBODY = new Occupancy(0, 0, 0);
    private static final Standing READY = ready("groq-free", "groq");
    private static final Standing OTHER = ready("openai", "openai");

    private static Standing ready(String account, String provider) {
        return new Standing(account, provider, "m", TargetState.READY, Set.of(), 0);
    }

    private static Standing away(String account, TargetState state, CooldownKind kind, long seconds) {
        String provider = account.startsWith("groq") ? "groq" : account;
        return new Standing(account, provider, "m", state, Set.of(kind), seconds * SECOND);
    }

    private static Standing cooling(String account, long seconds) {
        return away(account, TargetState.COOLING, CooldownKind.RATE_LIMIT, seconds);
    }

    private static Standing benched(String account, CooldownKind kind) {
        return away(account, TargetState.BENCHED, kind, 3_600);
    }

    private static Situation of(Standing... targets) {
        return new Situation(List.of(targets), NOBODY, Optional.empty(), Optional.empty(), 0);
    }

    private static Situation waiting(int calls, long seconds) {
        return new Situation(
                List.of(READY), new Occupancy(calls, 0, seconds * SECOND), Optional.empty(), Optional.empty(), 0);
    }

    private static Situation store(String trouble) {
        StoreStatus store = new StoreStatus(trouble.isEmpty(), trouble, 12, 0, 0, 0, 0);
        return new Situation(List.of(READY), NOBODY, Optional.of(store), Optional.empty(), 0);
    }

    private static Situation share(boolean isConnected, String trouble) {
        ShareStatus share = new ShareStatus(isConnected, trouble, 3, 0, 0, 0, 0, 0);
        return new Situation(List.of(READY), NOBODY, Optional.empty(), Optional.of(share), 0);
    }

    private record Row(Situation situation, Severity severity, String text, String page) {}

    static List<Row> table() {
        return List.of(
                new Row(of(), Severity.CRITICAL, "No account is configured, so no call can be answered.", "accounts"),
                new Row(of(READY), Severity.OK, "All 1 target of 1 account can answer.", "models"),
                new Row(of(READY, OTHER), Severity.OK, "All 2 targets of 2 accounts can answer.", "models"),
                new Row(
                        of(cooling("groq-free", 90), cooling("openai", 3_700)),
                        Severity.CRITICAL,
                        "All 2 targets of 2 accounts wait for a limit; the first is back in 1m 30s.",
                        "models"),
                new Row(
                        of(benched("groq-free", CooldownKind.UNAUTHORIZED)),
                        Severity.CRITICAL,
                        "None of the 1 target can answer: keys were refused, funds are used up, or models are gone.",
                        "accounts"),
                new Row(
                        of(benched("groq-free", CooldownKind.UNAUTHORIZED), OTHER),
                        Severity.WARNING,
                        "The key of groq-free was refused.",
                        "accounts"),
                new Row(
                        of(READY, benched("openai", CooldownKind.OUT_OF_FUNDS)),
                        Severity.WARNING,
                        "openai has used up the funds.",
                        "accounts"),
                new Row(
                        of(READY, away("openai", TargetState.UNHEALTHY, CooldownKind.UNHEALTHY, 20)),
                        Severity.WARNING,
                        "openai fails at all of 1 target; it is tried again in 20s.",
                        "models"),
                new Row(
                        waiting(12, 45),
                        Severity.WARNING,
                        "12 calls wait for a limit, the first for 45s already.",
                        "models"),
                new Row(waiting(12, 5), Severity.OK, "All 1 target of 1 account can answer.", "models"),
                new Row(
                        store("disk is full."),
                        Severity.WARNING,
                        "The store cannot be written (disk is full): 12 records wait; calls go on.",
                        "calls"),
                new Row(store(""), Severity.OK, "All 1 target of 1 account can answer.", "models"),
                new Row(
                        share(false, "connection refused"),
                        Severity.WARNING,
                        "This node is apart from the others (connection refused).",
                        "models"),
                new Row(share(true, ""), Severity.OK, "All 1 target of 1 account can answer.", "models"),
                new Row(
                        of(cooling("groq-free", 30), cooling("groq-free", 20), OTHER),
                        Severity.NOTICE,
                        "groq-free waits for its limits, with 2 targets; the first is back in 20s.",
                        "models"),
                new Row(
                        of(READY, benched("groq-free", CooldownKind.MODEL_UNAVAILABLE)),
                        Severity.NOTICE,
                        "m is not offered any more.",
                        "models"),
                new Row(
                        of(READY, cooling("groq-free", 1_366)),
                        Severity.OK,
                        "1 of 2 targets can answer; the first of the others is back in 22m 46s.",
                        "models"));
    }

    @ParameterizedTest
    @MethodSource("table")
    void oneSentenceSaysWhatIsWrong(Row row) {
        Trouble trouble = Diagnosis.of(row.situation());

        assertThat(trouble.text()).isEqualTo(row.text());
        assertThat(trouble.severity()).isEqualTo(row.severity());
        assertThat(trouble.page()).isEqualTo(row.page());
        assertThat(trouble.advice().isEmpty()).isEqualTo(row.severity() == Severity.OK);
    }

    @Test
    void whatStopsCallsIsToldBeforeWhatDoesNot() {
        StoreStatus failing = new StoreStatus(false, "", 1, 0, 0, 0, 0);
        Situation both =
                new Situation(List.of(cooling("groq-free", 5)), NOBODY, Optional.of(failing), Optional.empty(), 0);

        assertThat(Diagnosis.of(both).severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void manyNamesAreCounted() {
        Standing[] refused = {
            benched("a", CooldownKind.UNAUTHORIZED),
            benched("b", CooldownKind.UNAUTHORIZED),
            benched("c", CooldownKind.UNAUTHORIZED),
            benched("d", CooldownKind.UNAUTHORIZED),
            OTHER
        };

        assertThat(Diagnosis.of(of(refused)).text()).isEqualTo("The key of a, b, c and 1 more was refused.");
    }
}

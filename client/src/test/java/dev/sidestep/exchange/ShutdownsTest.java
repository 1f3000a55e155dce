package dev.sidestep.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Account;
import dev.sidestep.core.Counting;
import dev.sidestep.core.Lifecycle;
import dev.sidestep.core.Model;
import dev.sidestep.core.Provider;
import dev.sidestep.core.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Announced ends of models are told in time, and not all the time.
class ShutdownsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static Target target(String account, Lifecycle lifecycle) {
        Model unknown = Model.unknown("gpt-5");
        Model model = new Model("gpt-5", unknown.features(), 0, 0, null, lifecycle);
        Provider provider = new Provider("openai", "openai", "OpenAI", List.of(), Counting.UNKNOWN);
        return new Target(Account.of(account, provider, List.of(model)), model, 0);
    }

    private static Lifecycle ending(String day) {
        return new Lifecycle.Deprecated(LocalDate.parse(day));
    }

    @ParameterizedTest
    @CsvSource({"2026-12-11,true", "2026-12-22,true", "2026-12-23,false", "2026-11-22,true", "2026-01-01,true"})
    void anEndWithinThirtyDaysOrPastIsTold(String day, boolean isTold) {
        List<String> due = new Shutdowns().due(List.of(target("openai", ending(day))), NOW);

        assertThat(due).isEqualTo(isTold ? List.of("end of openai/gpt-5: " + day) : List.of());
    }

    @Test
    void modelsThatEndOnOneDayAreToldInOneLine() {
        Target gpt5 = target("openai", ending("2026-12-11"));
        Target o3 = new Target(
                gpt5.account(), new Model("o3", gpt5.model().features(), 0, 0, null, ending("2026-12-11")), 1);

        assertThat(new Shutdowns().due(List.of(gpt5, o3), NOW))
                .containsExactly("end of openai/gpt-5, openai/o3: 2026-12-11");
    }

    @Test
    void modelsWithoutAnAnnouncedEndAreNotTold() {
        List<Target> targets = List.of(
                target("a", Lifecycle.ACTIVE), target("b", new Lifecycle.Retired(LocalDate.parse("2026-01-01"))));

        assertThat(new Shutdowns().due(targets, NOW)).isEmpty();
    }

    @Test
    void aModelIsToldOnceADayForAllItsAccounts() {
        Shutdowns shutdowns = new Shutdowns();
        List<Target> targets =
                List.of(target("openai", ending("2026-12-11")), target("openai-team-b", ending("2026-12-11")));

        assertThat(shutdowns.due(targets, NOW)).hasSize(1);
        assertThat(shutdowns.due(targets, NOW.plus(Duration.ofHours(13)))).isEmpty();
        assertThat(shutdowns.due(targets, NOW.plus(Duration.ofHours(14)))).hasSize(1);
    }
}

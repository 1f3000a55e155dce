package dev.sidestep.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Account;
import dev.sidestep.core.Counting;
import dev.sidestep.core.Model;
import dev.sidestep.core.Provider;
import dev.sidestep.core.Target;
import dev.sidestep.core.selection.Skip;
import dev.sidestep.store.ledger.AttemptRow;
import dev.sidestep.store.ledger.Skipped;
import dev.sidestep.store.ledger.TokenState;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static long avoided(String why) {
        AttemptRow sample = Samples.attempt(1, 1, "answered", TokenState.SETTLED);
        AttemptRow attempt = new AttemptRow(
                sample.call(),
                sample.number(),
                sample.place(),
                sample.client(),
                sample.move(),
                sample.outcome(),
                sample.detail(),
                sample.sent(),
                sample.timing(),
                sample.cooledMillis(),
                sample.tokenState(),
                sample.tokens(),
                sample.cost(),
                List.of(new Skipped("b/gpt-5", why, "")));
        Tally tally = new Tally();
        tally.count(attempt, 1);
        return tally.figures().values().iterator().next()[Tally.AVOIDED];
    }

    @Test
    void targetThatOthersWaitForIsAvoidedForItsLimit() {
        Provider provider = new Provider("groq", "groq", "Groq", List.of(), Counting.UNKNOWN);
        Model model = Model.unknown("m");
        Target target = new Target(new Account("groq", provider, "groq", List.of(model), 1), model, 0);

        assertThat(avoided(new Skip.Queued(target).id())).isEqualTo(1);
    }

    @Test
    void onlyWhatIsLimitedAtTheMomentIsAvoided() {
        assertThat(List.of("cooling", "no-room")).allMatch(why -> avoided(why) == 1);
        assertThat(List.of("too-large", "unfit", "attempts-per-provider")).allMatch(why -> avoided(why) == 0);
    }
}

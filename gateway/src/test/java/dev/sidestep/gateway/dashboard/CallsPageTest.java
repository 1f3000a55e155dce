package dev.sidestep.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Where;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/// The pages of calls and of usage in a real browser, with simulated providers behind a real gateway.
class CallsPageTest extends PageTest {

    CallsPageTest(@TempDir Path folder) {
        super(folder, "");
        world.simulator()
                .limited(Where.model("groq", DashboardWorld.FIRST), Dimension.TOKENS_PER_DAY, Duration.ofMinutes(9));
    }

    @Test
    void callsComeByThemselvesAndAreThoseOfTheLedger() {
        browser.show(world.page("calls"));
        browser.awaitText("No calls yet");

        world.chat(DashboardWorld.FIRST, true);
        browser.find(".call-row .badge.tone-good");

        JsonNode call = world.json("/api/v1/calls?limit=1").path("calls").path(0);
        assertThat(browser.find(".call-row").getDomAttribute("data-call"))
                .isEqualTo(call.path("id").asText());
        assertThat(browser.find(".call-target").getText())
                .contains(call.path("target").asText());
        browser.assertClean(hosts());
    }

    @Test
    void openedCallTellsEachDecisionAndEscapeClosesIt() {
        world.chat(DashboardWorld.FIRST, false);
        world.chat(DashboardWorld.FIRST, false);
        browser.show(world.page("calls"));

        browser.find(".call-row").sendKeys(Keys.ENTER);
        browser.awaitText("What happened");
        assertThat(browser.text()).contains("Why this one:", "$SIDESTEP_KEY");
        browser.find(".passed summary").click();
        browser.awaitText("It was cooling: a rate limit had to be waited out");
        browser.assertClean(hosts());

        browser.find("[data-close]").sendKeys(Keys.ESCAPE);
        browser.await("document.querySelector('.call-panel') === null");
    }

    @Test
    void usageHasTheNumbersOfTheApi() {
        world.chat(DashboardWorld.FIRST, true);
        world.chat(DashboardWorld.SECOND, false);

        browser.show(world.page("usage"));
        browser.awaitText("Calls by hour");

        JsonNode total = world.json("/api/v1/usage").path("total");
        List<String> sums = browser.all(".usage-table tfoot td").stream()
                .map(cell -> cell.getText().replace(",", ""))
                .toList();
        assertThat(sums.get(0)).isEqualTo(total.path("calls").asText());
        assertThat(sums.get(7)).isEqualTo(total.path("input_tokens").asText());
        browser.assertClean(hosts());
    }
}

package dev.sidestep.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Where;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/// The page Now in a real browser, with calls that come while somebody looks.
class NowPageTest extends PageTest {

    NowPageTest(@TempDir Path folder) {
        super(folder, "");
    }

    private String today(String name) {
        return browser.all(".figures.inner .figure").stream()
                .filter(figure -> figure.findElement(org.openqa.selenium.By.tagName("dt"))
                        .getText()
                        .equals(name))
                .map(figure -> figure.findElement(org.openqa.selenium.By.className("figure-value"))
                        .getText())
                .findFirst()
                .orElse("nothing is called " + name);
    }

    @Test
    void figuresOfTheDayAreThoseOfTheLedger() {
        world.simulator()
                .limited(Where.model("groq", DashboardWorld.FIRST), Dimension.TOKENS_PER_DAY, Duration.ofMinutes(9));
        browser.show(world.page("now"));
        browser.awaitText("Today");

        for (int i = 0; i < 12; i++) {
            world.chat(i % 3 == 0 ? "gpt-4o" : DashboardWorld.FIRST, i % 2 == 0);
        }
        browser.await("document.querySelector('.figures.inner .figure-value').textContent === '12'");

        JsonNode total = world.json("/api/v1/usage").path("total");
        assertThat(today("Calls")).isEqualTo(total.path("calls").asText());
        assertThat(today("Sidestepped")).isEqualTo(total.path("sidestepped").asText());
        assertThat(today("429s met")).isEqualTo(total.path("rate_limited").asText());
        assertThat(today("429s avoided")).isEqualTo(total.path("avoided").asText());
        assertThat(today("Cost"))
                .startsWith("$"
                        + total.path("cost_usd").decimalValue().toPlainString().substring(0, 5));
    }

    @Test
    void eachCallIsATrailThatLeadsToItsPage() {
        world.simulator()
                .limited(Where.model("groq", DashboardWorld.FIRST), Dimension.TOKENS_PER_DAY, Duration.ofMinutes(9));
        browser.show(world.page("now"));
        browser.awaitText("No calls yet");

        world.chat(DashboardWorld.FIRST, true);
        WebElement call = browser.find(".strip-call");
        browser.await("document.querySelectorAll('.strip-call .trail-attempt').length === 2");

        String id = world.json("/api/v1/calls?limit=1")
                .path("calls")
                .path(0)
                .path("id")
                .asText();
        assertThat(call.getDomAttribute("href")).isEqualTo("#/calls/" + id);
        assertThat(call.getSize().getHeight()).isGreaterThan(20);
        browser.assertClean(hosts());
    }

    @Test
    void itSaysInOneSentenceWhatIsWrong() {
        browser.show(world.page("now"));
        int all = world.json("/api/v1/targets").path("targets").size();
        browser.awaitText("All " + all + " targets of 3 accounts can answer");

        world.simulator()
                .limited(Where.model("groq", DashboardWorld.FIRST), Dimension.TOKENS_PER_DAY, Duration.ofMinutes(9));
        world.chat(DashboardWorld.FIRST, false);

        browser.awaitText((all - 1) + " of " + all + " targets can answer");
    }
}

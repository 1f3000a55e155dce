package dev.sidestep.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.gateway.dashboard.Browser.Scheme;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Where;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/// The page Try in a real browser, with simulated providers behind a real gateway.
class TryPageTest extends PageTest {

    TryPageTest(@TempDir Path folder) {
        super(folder, "");
    }

    private void open(int width) {
        browser.look(width, 900, width < 600 ? Scheme.DARK : Scheme.LIGHT);
        browser.show(world.page("try"));
        browser.awaitText("Trouble to try");
    }

    private void send(String message) {
        browser.find("#message").sendKeys(message, Keys.ENTER);
    }

    private List<String> attempts() {
        return browser.all(".step-target .cut").stream()
                .map(WebElement::getText)
                .toList();
    }

    private JsonNode lastCall() {
        String id = world.json("/api/v1/calls?limit=1")
                .path("calls")
                .path(0)
                .path("id")
                .asText();
        return world.json("/api/v1/calls/" + id);
    }

    @Test
    void answerStreamsAndItsAttemptsAreThoseOfTheLedger() {
        world.simulator()
                .limited(Where.model("groq", DashboardWorld.FIRST), Dimension.TOKENS_PER_DAY, Duration.ofMinutes(9));
        open(1440);

        send("Is anybody there?");
        browser.awaitText("You said: Is anybody there?");
        browser.awaitText("Open the call");

        JsonNode call = lastCall();
        List<String> targets = new ArrayList<>();
        call.path("attempts").forEach(each -> targets.add(each.path("target").asText()));
        assertThat(call.path("client").asText()).isEqualTo("dashboard");
        assertThat(targets).hasSize(2);
        assertThat(attempts()).isEqualTo(targets);
        assertThat(browser.text()).contains("rate limited", "Not asked again for 9m 00s");
        browser.assertClean(List.of("127.0.0.1"));
    }

    @Test
    void personExhaustsAModelSeesItGoneRoundAndPutsItBack() {
        open(1440);

        browser.run(
                "document.querySelector('select[name=model]').value = arguments[0]", "groq/" + DashboardWorld.FIRST);
        browser.named("Exhaust").click();
        browser.awaitText(DashboardWorld.FIRST + " is exhausted");
        send("Hello");
        browser.awaitText("Sidestep remembers 1 cooldown");
        assertThat(attempts())
                .containsExactly("groq-free/" + DashboardWorld.FIRST, "groq-free/" + DashboardWorld.SECOND);
        browser.named("Put everything back").click();
        browser.named("Forget").click();
        browser.awaitText("Nothing: every provider does its best");

        assertThat(world.simulator().limited(System.nanoTime())).isEmpty();
        assertThat(world.json("/api/v1/rate-limit-status").path("total_cached").asInt())
                .isZero();
    }

    @Test
    void failureIsShownInItsOwnWordsWithEachAttempt() {
        world.simulator().inject(Where.anywhere(), Fault.status(400));
        open(1440);

        send("Hello");
        browser.find(".turns .problem");

        assertThat(browser.text()).contains("Simulated status 400");
        assertThat(attempts()).containsExactly("groq-free/" + DashboardWorld.FIRST);
    }

    @Test
    void onASmallScreenTheKeyboardIsEnough() {
        open(390);

        WebElement model = browser.find("#model");
        model.sendKeys(Keys.chord(Keys.CONTROL, "a"), "gpt-4o mini", Keys.ENTER);
        assertThat(model.getDomProperty("value")).isEqualTo("gpt-4o-mini");
        send("Hello");
        browser.awaitText("This is gpt-4o-mini at openai");
        browser.find("#language-0").sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);

        browser.awaitText("OpenAIOkHttpClient");
        assertThat(browser.text()).contains(".model(\"gpt-4o-mini\")", "SIDESTEP_KEY");
        browser.await("document.documentElement.scrollWidth <= 390");
        browser.assertClean(List.of("127.0.0.1"));
    }
}

package dev.sidestep.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Where;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/// The page Models in a real browser: what a person changes there is so, and stands in the file.
class ModelsPageTest extends PageTest {
    private static final String ROW = "[data-list='groq-free'][data-id='" + DashboardWorld.FIRST + "']";

    ModelsPageTest(@TempDir Path folder) {
        super(folder, "");
    }

    private void limitFirst(Duration span) {
        world.simulator().limited(Where.model("groq", DashboardWorld.FIRST), Dimension.TOKENS_PER_DAY, span);
    }

    private String stateOfFirst() {
        return String.valueOf(browser.run("return document.querySelector(arguments[0])?.dataset.state", ROW));
    }

    private void awaitState(String state) {
        browser.await("document.querySelector(\"" + ROW + "\")?.dataset.state === '" + state + "'");
    }

    @Test
    void exhaustedModelCoolsBeforeOurEyesAndComesBackByItself() {
        limitFirst(Duration.ofSeconds(4));
        browser.show(world.page("models"));
        awaitState("ready");

        world.chat(DashboardWorld.FIRST, false);
        awaitState("cooling");
        browser.awaitText("rate limit");

        browser.await("['recovering', 'ready'].includes(document.querySelector(\"" + ROW + "\").dataset.state)");
        browser.assertClean(hosts());
    }

    @Test
    void cooldownThatIsClearedIsGoneHereAndThere() {
        limitFirst(Duration.ofHours(3));
        world.chat(DashboardWorld.FIRST, false);
        browser.show(world.page("models"));
        awaitState("cooling");

        browser.find(ROW + " .target-actions .button:not(.only-icon)").click();
        awaitState("ready");

        assertThat(world.json("/api/v1/rate-limit-status").path("total_cached").asInt())
                .isZero();
    }

    @Test
    void orderThatTheKeyboardMakesStandsInTheFileAndItsCommentsStay() {
        String before = world.yaml();
        browser.show(world.page("models"));

        browser.find("[data-list='groq-free'][data-id='" + DashboardWorld.SECOND + "'] [data-grip]")
                .sendKeys(Keys.SPACE, Keys.ARROW_UP, Keys.SPACE);
        browser.await(
                "document.querySelector(\"[data-list='groq-free']\").dataset.id === '" + DashboardWorld.SECOND + "'");
        browser.awaitText("sidestep.yaml");

        assertThat(first(world.json("/api/v1/targets"))).isEqualTo("groq-free/" + DashboardWorld.SECOND);
        String pinned = "    pinned: [" + DashboardWorld.SECOND + "]\n";
        assertThat(world.yaml()).contains(pinned);
        assertThat(world.yaml().replace(pinned, "")).isEqualTo(before);
    }

    private static String first(JsonNode targets) {
        return targets.path("targets").path(0).path("target").asText();
    }

    @Test
    void modelThatIsDisabledIsNotAskedUntilItIsEnabled() {
        browser.show(world.page("models"));
        awaitState("ready");

        browser.find(ROW + " [aria-label^='Disable']").click();
        awaitState("disabled");
        world.chat(DashboardWorld.FIRST, false);
        assertThat(world.json("/api/v1/calls?limit=1")
                        .path("calls")
                        .path(0)
                        .path("model")
                        .asText())
                .isNotEqualTo(DashboardWorld.FIRST);

        browser.find(ROW + " .target-actions .button").click();
        awaitState("ready");
        assertThat(stateOfFirst()).isEqualTo("ready");
        assertThat(world.yaml()).doesNotContain("without");
    }

    @Test
    void searchLeavesWhatMatches() {
        browser.show(world.page("models"));
        awaitState("ready");

        browser.find("input[type=search]").sendKeys("claude");
        browser.await("document.querySelectorAll(\"[data-list='groq-free']\").length === 0");

        assertThat(browser.all("[data-list='anthropic'][data-id]")).hasSize(5);
    }
}

package dev.sidestep.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/// The dashboard's door in a real browser.
class SigningInPageTest extends PageTest {
    private static final String KEY = "sk-admin-of-the-test";

    SigningInPageTest(@TempDir Path folder) {
        super(folder, "  admin-keys: [" + KEY + "]\n");
        browser.show(world.page("try"));
    }

    private void show(String key) {
        browser.find("#key").sendKeys(key, Keys.ENTER);
    }

    @Test
    void wrongKeyIsToldAndTheRightOneOpensUntilItsPersonLeaves() {
        show("a-wrong-key");
        browser.awaitText("The key is wrong");

        show(KEY);
        browser.awaitText("Ask anything");
        browser.reload();
        browser.awaitText("Ask anything");
        browser.named("Sign out").click();

        browser.find("#key");
    }

    @Test
    void signedInPageMakesChangesAndHoldsNoKey() {
        browser.assertClean(List.of("127.0.0.1"));
        show(KEY);
        browser.awaitText("Trouble to try");

        browser.named("Exhaust").click();

        browser.awaitText("is exhausted");
        assertThat(browser.run(
                        "return document.documentElement.outerHTML + document.cookie + JSON.stringify(localStorage)"))
                .asString()
                .doesNotContain(KEY);
        assertThat(browser.complaints()).isEmpty();
    }
}

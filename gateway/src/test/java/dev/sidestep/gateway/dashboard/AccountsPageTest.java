package dev.sidestep.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page Accounts in a real browser: an account is added, tested, switched off and removed.
class AccountsPageTest extends PageTest {
    private static final String KEY = "sk-typed-into-the-form-4711";

    private final Path folder;

    AccountsPageTest(@TempDir Path folder) {
        super(folder, "");
        this.folder = folder;
    }

    private void add(String name) {
        browser.named("Add an account").click();
        browser.find("#add-search").sendKeys("Another provider");
        browser.named("Another provider").click();
        fill("name", name);
        fill("key", KEY);
        fill("base_url", world.provider("openai").toString());
        fill("models", "gpt-4o-mini");
        browser.find("dialog [type=submit]").click();
    }

    private void fill(String field, String text) {
        browser.run(
                "const field = document.querySelector(arguments[0]); field.closest('details')?.setAttribute('open', '');"
                        + "field.value = ''; field.focus()",
                "dialog [name=" + field + "]");
        browser.find("dialog [name=" + field + "]").sendKeys(text);
    }

    @Test
    void accountIsAddedAndTestedAndItsKeyIsNowhere() {
        browser.show(world.page("accounts"));
        browser.awaitText("groq-free");

        add("second-home");
        browser.awaitText("It works.");

        assertThat(world.awaitCall("account=second-home").path("outcome").asText())
                .isEqualTo("answered");
        assertThat(String.valueOf(browser.run("return document.documentElement.outerHTML")))
                .doesNotContain(KEY);
        assertThat(world.json("/api/v1/accounts").toString())
                .contains("second-home")
                .doesNotContain(KEY);
        assertThat(filesWithTheKey()).isEmpty();
        browser.assertClean(hosts());
    }

    private List<Path> filesWithTheKey() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> content(file).contains(KEY))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String content(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void accountOfTheFileIsSwitchedOffAndItsTestTellsTheTruth() {
        browser.show(world.page("accounts"));
        browser.named("Test openai").click();
        browser.awaitText("It works.");

        browser.find("[aria-label='Ask openai']").click();
        browser.await("!document.querySelector(\"[aria-label='Ask openai']\").checked");

        assertThat(world.yaml()).contains("disabled: true", "# The dear one comes last.");
        assertThat(world.json("/api/v1/targets").path("targets").findValuesAsText("account"))
                .doesNotContain("openai");
    }

    @Test
    void accountThatWasAddedHereIsRemovedAfterAQuestion() {
        browser.show(world.page("accounts"));
        add("for-a-day");
        browser.awaitText("It works.");
        browser.run("document.querySelectorAll('dialog').forEach((dialog) => dialog.close())");

        browser.named("Remove for-a-day").click();
        browser.find("dialog .danger").click();
        browser.await("![...document.querySelectorAll('h2')].some((heading) => heading.textContent === 'for-a-day')");

        assertThat(world.json("/api/v1/accounts").toString()).doesNotContain("for-a-day");
    }
}

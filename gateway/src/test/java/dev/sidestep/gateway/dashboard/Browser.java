package dev.sidestep.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/// The system's Chromium, without a window, as a person would use it. Tests that need it are left out where it is not
/// installed, unless the system property `sidestep.chromium` says that it has to be.
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final ObjectMapper JSON = new ObjectMapper();

    /// What must come within this time on any machine.
    private static final Duration SOON = Duration.ofSeconds(20);

    private final ChromeDriver driver;

    /// How the browser's person likes pages.
    enum Scheme {
        LIGHT,
        DARK;

        String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    static Browser open() {
        boolean isInstalled = Files.exists(CHROMIUM) && Files.exists(DRIVER);
        boolean isDemanded = Boolean.getBoolean("sidestep.chromium");
        assumeTrue(isInstalled || isDemanded, "Debian's chromium and chromium-driver are not installed");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions()
                .setBinary(CHROMIUM.toFile())
                .addArguments(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--hide-scrollbars",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--lang=en-US");
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .withSilent(true)
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    /// Opens an address, or goes to another page of the same.
    void show(URI address) {
        driver.get(address.toString());
    }

    void reload() {
        driver.navigate().refresh();
    }

    /// What the person sees of the page, in CSS pixels, and how dark.
    void look(int width, int height, Scheme scheme) {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        command(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", scheme.id()),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /// Whether the browser keeps files from one page to the next, as it does but for who comes for the first time.
    void keepFiles(boolean isKept) {
        command("Network.enable", Map.of());
        command("Network.setCacheDisabled", Map.of("cacheDisabled", !isKept));
    }

    private void command(String name, Map<String, Object> parameters) {
        driver.executeCdpCommand(name, parameters);
    }

    /// The element that the CSS selector finds, once it is there.
    WebElement find(String selector) {
        return wait("no " + selector, () -> all(selector).stream().findFirst());
    }

    /// All that it finds now.
    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /// The button or link that says this, once it is there.
    WebElement named(String text) {
        String literal = '"' + text + '"';
        By by = By.xpath("//*[self::button or self::a or @role='button' or self::summary][contains(normalize-space(.), "
                + literal + ") or @aria-label=" + literal + " or @title=" + literal + "]");
        return wait(
                "nothing to press says " + text,
                () -> driver.findElements(by).stream()
                        .filter(WebElement::isDisplayed)
                        .findFirst());
    }

    /// Waits until the page says this somewhere.
    void awaitText(String text) {
        wait("the page never said: " + text, () -> Optional.of(text).filter(words -> text().contains(words)));
    }

    /// Waits until what the script answers is true.
    void await(String script) {
        wait(
                "never true: " + script,
                () -> Optional.of(script).filter(each -> Boolean.TRUE.equals(driver.executeScript("return " + each))));
    }

    /// What the page says.
    String text() {
        return String.valueOf(driver.executeScript("return document.body.innerText"));
    }

    /// What a script answers.
    Object run(String script, Object... arguments) {
        return Objects.requireNonNullElse(driver.executeScript(script, arguments), "");
    }

    /// Asks again and again: each question goes to the browser and back, which takes long enough.
    private <T> T wait(String otherwise, Supplier<Optional<T>> condition) {
        long deadlineNanos = System.nanoTime() + SOON.toNanos();
        do {
            try {
                Optional<T> found = condition.get();
                if (found.isPresent()) {
                    return found.get();
                }
            } catch (StaleElementReferenceException _) {
                // The page changed under our eyes: look again.
            }
        } while (System.nanoTime() < deadlineNanos);
        throw new AssertionError(otherwise + "\nIt says:\n" + text());
    }

    /// What the page complained about in the browser's console, since this was last asked.
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    /// The hosts that were asked for anything, since this was last asked.
    Set<String> hosts() {
        Set<String> hosts = new LinkedHashSet<>();
        driver.manage().logs().get(LogType.PERFORMANCE).getAll().forEach(entry -> {
            JsonNode message = read(entry.getMessage()).path("message");
            if (message.path("method").asText().equals("Network.requestWillBeSent")) {
                URI url = URI.create(message.path("params")
                        .path("request")
                        .path("url")
                        .asText()
                        .split("[?#]", 2)[0]);
                if (url.getHost() != null) {
                    hosts.add(url.getHost());
                }
            }
        });
        return hosts;
    }

    /// What axe finds against WCAG A and AA, each as a line.
    List<String> violations() {
        driver.executeScript(axe());
        Object found = driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
                    .then((result) => done(JSON.stringify(result.violations)), (failure) => done(JSON.stringify([{id: String(failure)}])));
                """);
        List<String> lines = new ArrayList<>();
        read(String.valueOf(found)).forEach(violation -> {
            List<String> places = new ArrayList<>();
            violation
                    .path("nodes")
                    .forEach(node -> places.add(node.path("target") + " "
                            + node.path("failureSummary").asText()));
            lines.add(violation.path("id").asText() + ": "
                    + violation.path("help").asText() + " " + places);
        });
        return lines;
    }

    private static String axe() {
        try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(script, "axe.min.js").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The page as PNG.
    byte[] picture() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    /// Neither the console nor axe has anything to say, and nobody but this host was asked.
    void assertClean(Collection<String> ownHosts) {
        assertThat(violations()).isEmpty();
        assertThat(complaints()).isEmpty();
        assertThat(ownHosts).containsAll(hosts());
    }

    @Override
    public void close() {
        driver.quit();
    }
}

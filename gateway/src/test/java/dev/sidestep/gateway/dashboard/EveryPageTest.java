package dev.sidestep.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.gateway.dashboard.Browser.Scheme;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Pace;
import dev.sidestep.simulator.Where;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for each page, on a phone and on a desk, by day and by night. With the system property
/// `sidestep.pictures` set to a directory, each look is kept there.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryPageTest {
    private static final long MOST_BYTES = 200_000;
    /// The pages, each with what is there once it is filled.
    enum Page {
        NOW(".strip-call"),
        MODELS("[data-list='groq-free'][data-id]"),
        CALLS(".call-row"),
        USAGE(".usage-table tfoot"),
        ACCOUNTS(".account-limits"),
        TRY("#message");

        private final String filled;

        Page(String filled) {
            this.filled = filled;
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final List<String> OFTEN =
            List.of("auto", "gpt-4o", "claude-3-5-sonnet-20241022", DashboardWorld.FIRST, "gpt-4o-mini");
    private static final List<String> LIMITED = List.of(
            "llama-3.1-70b-versatile",
            "llama-3.1-8b-instant",
            "mixtral-8x7b-32768",
            "gemma2-9b-it",
            "llama3-70b-8192",
            "llama3-8b-8192",
            "llama-3.2-3b-preview",
            "gemma-7b-it");

    private final Optional<Path> pictures =
            Optional.ofNullable(System.getProperty("sidestep.pictures")).map(Path::of);
    private Browser browser;
    private DashboardWorld world;
    private int made;

    /// A page as somebody looks at it.
    record Look(Page page, int width, Scheme scheme) {
        String file() {
            return page.id() + "-" + width + "-" + scheme.id() + ".png";
        }

        int height() {
            return width < 600 ? 844 : 900;
        }
    }

    @BeforeAll
    void open(@TempDir Path folder) {
        browser = Browser.open();
        world = new DashboardWorld(folder, "");
        world.simulator()
                .limited(Where.model("groq", DashboardWorld.FIRST), Dimension.TOKENS_PER_DAY, Duration.ofMinutes(22));
        calls(40);
    }

    private void calls(int count) {
        for (int i = 0; i < count; i++) {
            call(made++);
        }
    }

    /// Calls of every kind: quick and slow ones, some that meet a limit, some that meet failures on their way.
    private void call(int number) {
        world.simulator().pace(new Pace(Duration.ofMillis(20 + 37L * number % 160), 0, 0));
        String model = OFTEN.get(number % OFTEN.size());
        if (number % 6 == 1) {
            world.simulator().inject(Where.model("openai", "gpt-4o"), Fault.status(500), 2);
        }
        if (number % 3 == 2) {
            model = LIMITED.get(number / 3 % LIMITED.size());
            world.simulator()
                    .limited(Where.model("groq", model), Dimension.TOKENS_PER_DAY, Duration.ofMinutes(5 + number));
        }
        world.chat(model, number % 2 == 0);
    }

    @AfterAll
    void close() {
        if (world != null) {
            world.close();
            browser.close();
        }
    }

    static List<Look> looks() {
        return Stream.of(Page.values())
                .flatMap(page -> List.of(390, 1440).stream()
                        .flatMap(width ->
                                List.of(Scheme.values()).stream().map(scheme -> new Look(page, width, scheme))))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("looks")
    void nobodyIsLeftOutAndNothingIsAskedElsewhere(Look look) throws IOException {
        browser.look(look.width(), look.height(), look.scheme());
        browser.show(world.page(look.page().id()));
        browser.reload();
        browser.find(look.page().filled);
        browser.await("document.querySelector('.heard.live') !== null");
        if (look.page() == Page.NOW) {
            world.forgetCooldowns(); // so that limits are met again, before our eyes
            calls(24);
        }

        browser.assertClean(List.of(world.url().getHost()));
        browser.await("document.documentElement.scrollWidth <= " + look.width());
        if (pictures.isPresent()) {
            Files.write(pictures.get().resolve(look.file()), browser.picture());
        }
    }

    /// Compressed bytes of everything that all pages need.
    @Test
    void allPagesTogetherAreLight() {
        browser.look(1440, 900, Scheme.LIGHT);
        Map<String, Long> bytes = new HashMap<>();
        browser.keepFiles(false);
        for (Page page : Page.values()) {
            browser.show(world.page(page.id()));
            browser.reload();
            browser.find(page.filled);
            files().forEach((file, size) -> bytes.merge(file, size, Math::max));
        }

        browser.keepFiles(true);
        assertThat(bytes).containsKey(world.url() + "/dashboard/chart/chart.js");
        assertThat(bytes.values().stream().mapToLong(each -> each).sum()).isBetween(MOST_BYTES / 2, MOST_BYTES);
    }

    private Map<String, Long> files() {
        Map<String, Long> files = new HashMap<>();
        Object listed = browser.run(
                "return ['resource', 'navigation'].flatMap((type) => performance.getEntriesByType(type))"
                        + ".filter((each) => !each.name.includes('/api/')).map((each) => [each.name, each.encodedBodySize])");
        ((List<?>) listed).forEach(each -> {
            List<?> pair = (List<?>) each;
            files.put(String.valueOf(pair.get(0)).split("#", 2)[0], ((Number) pair.get(1)).longValue());
        });
        return files;
    }
}

package dev.sidestep.gateway.dashboard;

import dev.sidestep.gateway.dashboard.Browser.Scheme;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// A page in a real browser, as wide as a desk's, with simulated providers behind a real gateway; new ones for each
/// test.
abstract class PageTest {
    final Browser browser = Browser.open();
    final DashboardWorld world;

    /// @param more lines of the configuration's section `gateway`, each with two spaces in front
    PageTest(Path folder, String more) {
        world = new DashboardWorld(folder, more);
        browser.look(1440, 900, Scheme.LIGHT);
    }

    @AfterEach
    void close() {
        browser.close();
        world.close();
    }

    /// Whom the pages may ask.
    final List<String> hosts() {
        return List.of(world.url().getHost());
    }
}

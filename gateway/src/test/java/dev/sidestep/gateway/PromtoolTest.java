package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sidestep.gateway.Promtool.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Prometheus itself says of the figures, the alerts and the example of a configuration. Left out where
/// promtool is not installed; `-Dsidestep.promtool=true` makes that a failure.
class PromtoolTest {
    private static final Path DEPLOY = Path.of("..", "deploy", "prometheus");

    @TempDir
    private Path directory;

    private Promtool promtool;

    @BeforeEach
    void find() {
        Optional<Promtool> found = Promtool.installed();
        assumeTrue(
                found.isPresent() || Promtool.isRequired(),
                "promtool is not installed: Debian has it in the package prometheus");
        promtool = found.orElseThrow();
    }

    private static void assertContent(Verdict verdict) {
        assertThat(verdict.exit()).as(verdict.text()).isZero();
    }

    @Test
    void figuresFollowTheRules() throws Exception {
        Verdict verdict = promtool.ask(directory, Traffic.run().scrape(), "check", "metrics");

        assertContent(verdict);
        assertThat(verdict.text()).isEmpty();
    }

    @Test
    void alertsAreSound() throws Exception {
        assertContent(promtool.ask(DEPLOY, "", "check", "rules", "alerts.yaml"));
    }

    @Test
    void alertsGoOffWhereTheyShould() throws Exception {
        assertContent(promtool.ask(DEPLOY, "", "test", "rules", "alerts_test.yaml"));
    }

    @Test
    void everyAlertIsTestedInStormAndInCalm() throws Exception {
        String tests = Files.readString(DEPLOY.resolve("alerts_test.yaml"));

        assertThat(Files.readAllLines(DEPLOY.resolve("alerts.yaml")))
                .filteredOn(line -> line.contains("- alert: "))
                .map(line -> line.substring(line.indexOf(": ") + 2))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(tests)
                        .contains("        alertname: " + name + "\n", "alertname: " + name + ", exp_alerts: []"));
    }

    @Test
    void exampleOfAConfigurationIsSound() throws Exception {
        try (Stream<Path> files = Files.list(DEPLOY)) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
        Files.writeString(directory.resolve("sidestep.key"), "a-key");

        assertContent(promtool.ask(directory, "", "check", "config", "prometheus.yaml"));
    }
}

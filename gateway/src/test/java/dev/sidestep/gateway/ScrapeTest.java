package dev.sidestep.gateway;

import static dev.sidestep.gateway.SimulatedWorld.FIRST;
import static dev.sidestep.gateway.SimulatedWorld.hello;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidestep.store.ledger.AttemptRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What a scrape tells after calls of every kind, and who relies on it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScrapeTest {
    private static final Path DOCUMENTATION = Path.of("..", "docs", "observability.md");
    private static final Path ALERTS = Path.of("..", "deploy", "prometheus", "alerts.yaml");
    private static final Path DASHBOARD = Path.of("..", "deploy", "grafana", "sidestep.json");
    private static final Pattern METRIC = Pattern.compile("\\b((?:sidestep|gen_ai|jvm|process)_\\w+)\\b");
    /// Where PromQL has the names of labels.
    private static final Pattern LABELS = Pattern.compile("\\{\\{.*?}}|\\{.*?}|by \\(.*?\\)");
    private static final double NANO = 1e-9;

    private Traffic.Told told;

    @BeforeAll
    void drive() throws Exception {
        told = Traffic.run();
    }

    private static Set<String> names(String pattern, String text) {
        return names(Pattern.compile(pattern, Pattern.MULTILINE), text);
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> asked(String promql) {
        return names(METRIC, LABELS.matcher(promql).replaceAll(" "));
    }

    private Set<String> samples() {
        return names("^(\\w+)[{ ]", told.scrape());
    }

    private double sum(String samples) {
        return Pattern.compile("^" + samples + "(?:\\{.*})? (\\S+)$", Pattern.MULTILINE)
                .matcher(told.scrape())
                .results()
                .mapToDouble(match -> Double.parseDouble(match.group(1)))
                .sum();
    }

    @Test
    @DisplayName("every metric stands in the documentation, and no other")
    void documented() throws Exception {
        String firstColumns = Files.readAllLines(DOCUMENTATION).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf('|', 1)))
                .collect(Collectors.joining("\n"));

        assertThat(names("`((?:sidestep|gen_ai|process)_\\w+)`", firstColumns))
                .isEqualTo(names("^# TYPE ((?:sidestep|gen_ai|process)_\\w+) ", told.scrape()));
    }

    @Test
    void alertsAskForWhatThereIs() throws Exception {
        String expressions = Pattern.compile("expr: \\|(.*?) for:", Pattern.DOTALL)
                .matcher(Files.readString(ALERTS))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.joining());

        assertThat(asked(expressions)).hasSizeGreaterThan(15).isSubsetOf(samples());
    }

    @Test
    void alertsAdviseToLookAtWhatThereIs() throws Exception {
        Set<String> known = names("^# TYPE (\\w+) ", told.scrape());
        known.addAll(samples());

        assertThat(asked(Files.readString(ALERTS))).isSubsetOf(known);
    }

    @Test
    void dashboardAsksForWhatThereIs() throws Exception {
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        String queries = String.join("\n", dashboard.findValuesAsText("expr"));

        assertThat(asked(queries)).hasSizeGreaterThan(30).isSubsetOf(samples());
    }

    @Test
    void dashboardNamesNoHostAndNoDataSource() throws Exception {
        String text = Files.readString(DASHBOARD);

        assertThat(text).doesNotContain("://").doesNotContain("localhost");
        assertThat(names("\"type\": \"prometheus\",\\s+\"uid\": \"(.*?)\"", text))
                .containsExactly("${datasource}");
    }

    @Test
    @DisplayName("ask H3: there are as many calls and attempts as in the ledger")
    void countsAreTheLedgers() {
        assertThat(sum("sidestep_calls_total")).isEqualTo(told.calls().size());
        assertThat(sum("sidestep_attempts_total")).isEqualTo(told.attempts().size());
        assertThat(sum("gen_ai_client_operation_duration_seconds_count"))
                .isEqualTo(told.attempts().size());
    }

    @Test
    @DisplayName("ask F10: money and tokens are the ledger's, and what has no price is not taken for free")
    void moneyIsTheLedgers() {
        long nanoUsd = told.attempts().stream()
                .filter(row -> row.tokenState().isKnown())
                .mapToLong(row -> row.cost().nanoUsd())
                .sum();
        long input = told.attempts().stream()
                .filter(row -> row.tokenState().isKnown())
                .map(AttemptRow::tokens)
                .mapToLong(tokens -> tokens.input())
                .sum();

        assertThat(sum("sidestep_cost_usd_total")).isCloseTo(nanoUsd * NANO, Offset.offset(NANO));
        assertThat(sum("gen_ai_client_token_usage_sum\\{.*gen_ai_token_type=\"input\"\\}"))
                .isEqualTo(input);
        assertThat(told.scrape())
                .contains("sidestep_attempts_unpriced_total{account=\"openai\",model=\"of-no-price\"")
                .doesNotContain("sidestep_cost_usd_total{account=\"openai\",model=\"of-no-price\"");
    }

    @Test
    void everyEndpointAndKindOfTokenIsTold() {
        assertThat(names("^sidestep_calls_total\\{endpoint=\"(\\w+)\"", told.scrape()))
                .containsExactly("agent", "chat", "embeddings", "messages", "responses");
        assertThat(names("^sidestep_token_parts_total\\{.*part=\"(\\w+)\"", told.scrape()))
                .containsExactly("cached", "reasoning");
        assertThat(sum("sidestep_parameters_dropped_total")).isOne();
        assertThat(sum("sidestep_calls_total\\{.*outcome=\"broken\".*\\}")).isOne();
        assertThat(sum("gen_ai_server_time_to_first_token_seconds_count")).isEqualTo(2);
    }

    @Test
    @DisplayName("fault 86: what callers write makes no series")
    void attackOnLabels() throws Exception {
        try (SimulatedWorld world = new SimulatedWorld()) {
            ask(world, "nothing", "nobody");
            Set<String> before = series(world.scrape());

            for (int i = 0; i < 50; i++) {
                ask(world, UUID.randomUUID().toString(), UUID.randomUUID().toString());
            }

            assertThat(series(world.scrape())).isEqualTo(before);
        }
    }

    private static void ask(SimulatedWorld world, String name, String user) throws Exception {
        String body = "{\"user\":\"" + user + "\",\"metadata\":{\"a\":\"" + user + "\"},"
                + hello(FIRST).substring(1);
        world.post("/v1/chat/completions", body, "x-sidestep-conversation", user, "user-agent", user);
        world.post("/v1/chat/completions", hello(name));
        world.post("/v1/chat/completions", hello("groq-free/" + name));
        world.post("/v1/embeddings", "{\"model\":\"" + name + "\",\"input\":\"Hello\"}");
        world.post("/api/v1/agents/" + name + "/chat", "{\"message\":\"Hello\"}");
        world.post("/" + name, "{}");
        world.get("/v1/models/" + name);
    }

    /// The series that tell of calls, without their values.
    private static Set<String> series(String scrape) {
        return names("^((?:sidestep|gen_ai)_.*) \\S+$", scrape);
    }
}

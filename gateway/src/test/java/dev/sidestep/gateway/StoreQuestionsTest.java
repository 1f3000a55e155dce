package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidestep.gateway.admin.Ledgers;
import dev.sidestep.gateway.admin.ListedStore;
import dev.sidestep.store.ledger.UsageQuery.Group;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreQuestionsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ListedStore store = new ListedStore();
    private final GatewayWithStore gateway = GatewayWithStore.start(store);

    @AfterEach
    void close() {
        store.goOn();
        gateway.close();
    }

    @Test
    void usageIsToldByGroup() throws Exception {
        store.usage.add(Ledgers.row("groq", "large", 10, 1_500_000_001));

        HttpResponse<String> answer = gateway.get("/api/v1/usage?from=2026-11-01&to=2026-11-21&zone=Europe/Paris");

        assertThat(answer.body())
                .startsWith("{\"from\":\"2026-10-31T23:00:00Z\",\"to\":\"2026-11-21T23:00:00Z\",\"zone\":"
                        + "\"Europe/Paris\",\"group_by\":[\"provider\",\"model\"],"
                        + "\"rows\":[{\"provider\":\"groq\",\"model\":\"large\",\"calls\":10,\"answered\":9,")
                .contains("\"cost_usd\":1.500000001,\"estimated\":1");
        assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
    }

    @Test
    void groupsComeInTheOrderThatIsAskedFor() throws Exception {
        store.usage.add(Ledgers.row("2026-11-22", "team-a", 1, 0));

        assertThat(gateway.get("/api/v1/usage?group_by=day,client").body())
                .contains("\"rows\":[{\"day\":\"2026-11-22\",\"client\":\"team-a\",");
        assertThat(store.asked.getFirst().groups()).containsExactly(Group.DAY, Group.CLIENT);
    }

    @Test
    void spreadsheetsGetCsv() throws Exception {
        store.usage.add(Ledgers.row("groq", "large", 10, 0));

        HttpResponse<String> named = gateway.get("/api/v1/usage?format=csv");
        HttpResponse<String> accepted = gateway.get("/api/v1/usage", "accept", "text/csv");

        assertThat(named.body()).startsWith("provider,model,calls,").isEqualTo(accepted.body());
        assertThat(named.headers().firstValue("content-type").orElseThrow()).startsWith("text/csv");
        assertThat(named.headers().firstValue("content-disposition")).hasValue("attachment; filename=\"usage.csv\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/usage?group_by=colour, group_by must be some of",
        "/api/v1/usage?form=2026-11-01, Expected no parameters but",
        "/api/v1/calls?limit=1001, limit must be",
        "/api/v1/calls?with=all, with must be trail",
        "/api/v1/calls?modle=x, Expected no parameters but"
    })
    void badParametersAreRefused(String path, String message) throws Exception {
        HttpResponse<String> answer = gateway.get(path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(message, "\"code\":\"invalid_parameter\"");
    }

    @Test
    void callsAreListedPageByPage() throws Exception {
        store.details.addAll(List.of(Ledgers.sidestepped("c2"), Ledgers.sidestepped("c1")));

        assertThat(gateway.get("/api/v1/calls?limit=1").body())
                .startsWith("{\"calls\":[{\"id\":\"c2\",\"at\":\"2026-11-22T09:00:00.250Z\",\"client\":\"team-a\"")
                .endsWith("\"next\":\"c2\"}");
        assertThat(gateway.get("/api/v1/calls?limit=2&before=c2").body())
                .startsWith("{\"calls\":[{\"id\":\"c1\"")
                .endsWith("\"next\":null}");
    }

    @Test
    void callsAreListedWithTheirTrailsWhereThatIsAskedFor() throws Exception {
        store.details.add(Ledgers.sidestepped("c1"));

        assertThat(gateway.get("/api/v1/calls?with=trail").body())
                .contains(
                        "\"trail\":[{\"number\":1,\"target\":\"groq-free/large\",\"provider\":\"groq\",\"move\":\"start\","
                                + "\"outcome\":\"rate-limited\",\"start_ms\":0,",
                        "\"outcome\":\"succeeded\",\"start_ms\":102,\"waited_ms\":12,\"duration_ms\":378,"
                                + "\"first_content_ms\":208,\"skipped\":1}]",
                        "\"tokens\":{\"input\":100,\"output\":50,\"estimated\":1,\"unknown\":0}",
                        "\"cost\":{\"usd\":0.000045,\"unknown_usd\":0,\"unpriced\":0}");
        assertThat(gateway.get("/api/v1/calls").body()).doesNotContain("trail");
    }

    @Test
    void examplesOfTheDocumentationHaveTheFieldsOfRealAnswers() throws Exception {
        store.usage.add(Ledgers.row("groq", "large", 10, 1));
        store.details.add(Ledgers.sidestepped("c1"));
        List<JsonNode> examples = new ArrayList<>();
        Matcher blocks = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", "http-api.md")));
        while (blocks.find()) {
            examples.add(JSON.readTree(blocks.group(1)));
        }

        for (String path : List.of("usage", "calls", "calls?with=trail", "calls/c1")) {
            JsonNode real = JSON.readTree(gateway.get("/api/v1/" + path).body());
            assertThat(examples.stream().map(StoreQuestionsTest::shape)).contains(shape(real));
        }
        JsonNode store = JSON.readTree(gateway.get("/api/v1/state").body()).path("store");
        assertThat(examples.stream().map(example -> shape(example.path("store"))))
                .contains(shape(store));
    }

    /// The names of all fields; of a list, those of its first element.
    private static Object shape(JsonNode node) {
        if (node.isArray()) {
            return node.isEmpty() ? List.of() : List.of(shape(node.get(0)));
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        node.properties().forEach(field -> fields.put(field.getKey(), shape(field.getValue())));
        return fields;
    }

    @Test
    void callIsToldWithItsTrail() throws Exception {
        store.details.add(Ledgers.sidestepped("c1"));

        assertThat(gateway.get("/api/v1/calls/c1").body())
                .contains("\"target\":\"groq-free/large\"", "\"outcome\":\"rate-limited\"", "\"move\":\"provider\"");
        HttpResponse<String> unknown = gateway.get("/api/v1/calls/c9");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("call_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/usage", "/api/v1/calls", "/api/v1/calls/x"})
    void withoutAStoreItIsToldHowToGetOne(String path) throws Exception {
        try (GatewayWithStore without = GatewayWithStore.without()) {
            HttpResponse<String> answer = without.get(path);

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("no_store", "gateway.store");
        }
    }

    @Test
    void storeThatCannotBeReadIs503() throws Exception {
        store.fail("the disk is gone");

        HttpResponse<String> answer = gateway.get("/api/v1/usage");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        assertThat(answer.body()).contains("the disk is gone", "store_unavailable");
    }

    @Test
    void onlyAFewAskAtOnceAndCallsGoOn() throws Exception {
        store.hold();
        List<CompletableFuture<Integer>> waiting = new ArrayList<>();
        for (int i = 0; i < Queries.MOST; i++) {
            waiting.add(CompletableFuture.supplyAsync(this::status));
        }
        assertThat(Bench.await(() -> store.held() == Queries.MOST)).isTrue();

        assertThat(status()).isEqualTo(503);
        assertThat(gateway.post("/v1/chat/completions", Bench.HELLO).statusCode())
                .isEqualTo(200);
        store.goOn();
        assertThat(waiting).extracting(CompletableFuture::join).containsOnly(200);
        assertThat(status()).isEqualTo(200);
    }

    private int status() {
        try {
            return gateway.get("/api/v1/usage").statusCode();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void healthTellsInAWordHowTheStoreIs() throws Exception {
        assertThat(gateway.get("/health").body()).isEqualTo("{\"status\":\"up\",\"store\":\"ok\"}");

        store.fail("/secret/path: no space left");

        HttpResponse<String> failing = gateway.get("/health");
        assertThat(failing.statusCode()).isEqualTo(200);
        assertThat(failing.body()).isEqualTo("{\"status\":\"up\",\"store\":\"failing\"}");
        assertThat(gateway.get("/api/v1/state").body())
                .isEqualTo(
                        "{\"store\":{\"status\":\"failing\",\"trouble\":\"/secret/path: no space left\",\"queued\":3,"
                                + "\"lag_ms\":250,\"written\":40,\"lost\":2,\"quarantined_files\":1},\"share\":null}");
    }

    @Test
    void healthSaysNoMoreThanUpWithoutAStore() throws Exception {
        try (GatewayWithStore without = GatewayWithStore.without()) {
            assertThat(without.get("/health").body()).isEqualTo("{\"status\":\"up\"}");
            assertThat(without.get("/metrics").body()).doesNotContain("sidestep_store", "sidestep_ledger");
        }
    }

    @Test
    void metricsTellHowTheStoreIs() throws Exception {
        assertThat(gateway.get("/metrics").body())
                .contains("sidestep_store_up 1.0", "sidestep_ledger_queue 3.0", "sidestep_ledger_lag_seconds 0.25")
                .contains("sidestep_ledger_written_total 40.0", "sidestep_ledger_lost_total 2.0")
                .contains("sidestep_store_quarantined_files 1.0");
    }
}

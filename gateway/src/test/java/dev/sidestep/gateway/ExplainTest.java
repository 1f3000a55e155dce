package dev.sidestep.gateway;

import static dev.sidestep.gateway.SimulatedWorld.FIRST;
import static dev.sidestep.gateway.SimulatedWorld.SECOND;
import static dev.sidestep.gateway.SimulatedWorld.hello;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidestep.config.AccountQuotas;
import dev.sidestep.config.Knobs;
import dev.sidestep.core.Window;
import dev.sidestep.core.quota.QuotaLimit;
import dev.sidestep.core.quota.Unit;
import dev.sidestep.core.selection.Order;
import dev.sidestep.exchange.RateLimits;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Where;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What the gateway tells of a call's plan, and of its targets.
class ExplainTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofSeconds(1366);

    @RegisterExtension
    private final SimulatedWorld world = new SimulatedWorld();

    private void open(long requests, long tokens) {
        List<QuotaLimit> limits = List.of(
                new QuotaLimit(Unit.REQUESTS, Window.MINUTE, requests),
                new QuotaLimit(Unit.TOKENS, Window.MINUTE, tokens));
        world.open(
                world.account("groq-free")
                        .models(List.of(FIRST, SECOND))
                        .quotas(new AccountQuotas(limits, Map.of(), List.of(), List.of())),
                world.account("openai").models(List.of("gpt-4o", "text-embedding-3-small")));
    }

    private void openWithOneLimited() throws Exception {
        open(30, 6_000);
        world.simulator().limited(Where.model("groq", FIRST), Dimension.TOKENS_PER_DAY, LONG);
        world.chat(hello(FIRST));
    }

    private JsonNode explain(String body, String... headers) throws Exception {
        return JSON.readTree(world.post("/api/v1/explain", body, headers).body());
    }

    private static JsonNode named(JsonNode list, String target) {
        for (JsonNode each : list) {
            if (each.path("target").asText().equals(target)) {
                return each;
            }
        }
        throw new AssertionError("no " + target + " in " + list);
    }

    @Test
    @DisplayName("explain tells why each target stands where it stands, what it has room for, and how it does")
    void order() throws Exception {
        openWithOneLimited();

        JsonNode plan = explain(hello(FIRST));

        JsonNode second = plan.path("order").path(0);
        assertThat(second.path("target").asText()).isEqualTo("groq-free/" + SECOND);
        assertThat(second.path("place").asInt()).isEqualTo(1);
        assertThat(second.path("because").asText()).isEqualTo("next-model");
        assertThat(second.path("state").asText()).isEqualTo("ready");
        assertThat(second.path("estimate").path("input_tokens").asLong()).isPositive();
        assertThat(second.path("estimate").path("output_tokens").asLong()).isPositive();
        assertThat(second.path("misfits")).isEmpty();
        JsonNode tokens = second.path("quotas").path(1);
        assertThat(tokens.path("unit").asText() + " " + tokens.path("window").asText())
                .isEqualTo("tokens minute");
        assertThat(tokens.path("limit").asLong()).isEqualTo(6_000);
        assertThat(tokens.path("remaining").asLong()).isBetween(1L, 5_999L);
        assertThat(tokens.path("reset_seconds").asLong()).isBetween(1L, 60L);
        assertThat(tokens.path("source").asText()).isEqualTo("configured");
        assertThat(second.path("health").path("attempts").asInt()).isEqualTo(1);
        assertThat(second.path("health").path("failures").asInt()).isZero();
        assertThat(named(plan.path("order"), "openai/gpt-4o").path("because").asText())
                .isEqualTo("next-provider");
    }

    @Test
    @DisplayName("explain tells what holds the other targets back, and until when")
    void skipped() throws Exception {
        openWithOneLimited();

        JsonNode plan = explain(hello(FIRST));

        JsonNode cooling = named(plan.path("skipped"), "groq-free/" + FIRST);
        assertThat(cooling.path("why").asText()).isEqualTo("cooling");
        assertThat(cooling.path("state").asText()).isEqualTo("cooling");
        assertThat(cooling.path("remaining_seconds").asLong()).isBetween(1_300L, 1_366L);
        assertThat(Instant.parse(cooling.path("until").asText()))
                .isAfter(Instant.now().plusSeconds(1_300));
        JsonNode record = cooling.path("cooldowns").path(0);
        assertThat(record.path("key").asText()).isEqualTo("groq_" + FIRST);
        assertThat(record.path("kind").asText()).isEqualTo("rate-limit");
        assertThat(record.path("scope").asText()).isEqualTo("model");
        assertThat(record.path("window").asText()).isEqualTo("day");
        assertThat(record.path("level").asInt()).isZero();
        assertThat(record.path("probe_seconds").asLong()).isBetween(250L, 300L);
        assertThat(record.path("reason").asText()).contains("tokens per day");
        JsonNode unfit = named(plan.path("skipped"), "openai/text-embedding-3-small");
        assertThat(unfit.path("why").asText()).isEqualTo("unfit");
        assertThat(unfit.path("misfits").path(0).asText()).isEqualTo("no chat");
    }

    @Test
    @DisplayName("ask B14: explain prints the policy that counts, with what the call's own headers lower")
    void policy() throws Exception {
        openWithOneLimited();

        JsonNode plan = explain(hello(FIRST), "x-sidestep-max-attempts", "3", "x-sidestep-deadline", "90s");

        assertThat(plan.path("policy").path("max-attempts").asInt()).isEqualTo(3);
        assertThat(plan.path("policy").path("deadline").asText()).isEqualTo("1m30s");
        assertThat(plan.path("policy").path("default-cooldown").asText()).isEqualTo("5m");
        assertThat(plan.path("policy").path("health").path("failures").asInt()).isEqualTo(3);
        JsonNode ofTarget = plan.path("order").path(0).path("policy");
        assertThat(ofTarget.path("attempts-per-provider").asText()).isEqualTo("all");
        assertThat(ofTarget.path("quota-group").asText()).isEqualTo("groq-free");
        assertThat(ofTarget.path("counting").path("minute").asText()).isEqualTo("continuous");
        assertThat(ofTarget.path("counting").path("reserves-output").asBoolean())
                .isTrue();
    }

    @Test
    @DisplayName("explain tells the limit that has no room, and when it has")
    void noRoom() throws Exception {
        open(1, 6_000);
        world.chat(hello(FIRST));

        JsonNode full = named(explain(hello(FIRST)).path("skipped"), "groq-free/" + FIRST);

        assertThat(full.path("why").asText()).isEqualTo("no-room");
        assertThat(full.path("state").asText()).isEqualTo("no-room");
        assertThat(full.path("quota").path("unit").asText()).isEqualTo("requests");
        assertThat(full.path("quota").path("remaining").asLong()).isZero();
        assertThat(full.path("remaining_seconds").asLong()).isBetween(30L, 60L);
        assertThat(full.path("until").asText()).endsWith("Z");
    }

    @Test
    @DisplayName("explain tells a call that is larger than a limit from one that has to wait")
    void tooLarge() throws Exception {
        open(30, 600);

        JsonNode large = named(
                explain(hello(FIRST).replace("Hello", "Hello ".repeat(2_000))).path("skipped"), "groq-free/" + FIRST);

        assertThat(large.path("why").asText()).isEqualTo("too-large");
        assertThat(large.path("quota").path("limit").asLong()).isEqualTo(600);
        assertThat(large.path("state").asText()).isEqualTo("ready");
        assertThat(large.path("estimate").path("input_tokens").asLong()).isGreaterThan(600);
    }

    @Test
    @DisplayName("explain tells who listed a target: the call, or nobody but its name")
    void because() throws Exception {
        open(30, 6_000);

        JsonNode asked = explain(hello(FIRST));
        JsonNode listed = explain("{\"models\":[\"gpt-4o\"],\"fallbacks\":[\"" + FIRST + "\"],"
                + hello("auto").substring(1));
        JsonNode nobody =
                explain("{\"fallbacks\":[\"" + FIRST + "\"]," + hello("nothing").substring(1));

        assertThat(asked.path("order").path(0).path("because").asText()).isEqualTo("asked-for");
        assertThat(explain(hello("auto")).path("order").path(0).path("because").asText())
                .isEqualTo("first-listed");
        assertThat(listed.path("order").path(1).path("because").asText()).isEqualTo("listed-by-the-call");
        assertThat(nobody.path("order").path(0).path("because").asText()).isEqualTo("listed-by-the-call");
    }

    @Test
    @DisplayName("explain tells a target that is first because it knows the conversation")
    void conversation() throws Exception {
        openWithOneLimited();
        String[] header = {"x-sidestep-conversation", "c"};
        world.post("/v1/chat/completions", hello(FIRST), header);
        new RateLimits(world.gateway().dispatcher()).clearAll();

        JsonNode first = explain(hello(FIRST), header).path("order").path(0);

        assertThat(first.path("target").asText()).isEqualTo("groq-free/" + SECOND);
        assertThat(first.path("because").asText()).isEqualTo("conversation");
        assertThat(explain(hello(FIRST)).path("order").path(0).path("because").asText())
                .isEqualTo("asked-for");
    }

    @Test
    @DisplayName("explain tells what the operator's order puts first, and what comes last since it is unhealthy")
    void orderAndHealth() throws Exception {
        world.with(Knobs.builder().order(Order.CHEAPEST));
        open(30, 6_000);
        world.simulator().inject(Where.model("groq", FIRST), Fault.html(502));
        for (int i = 0; i < 2; i++) {
            world.chat(hello(FIRST));
        }

        JsonNode order = explain(hello(FIRST)).path("order");

        assertThat(order.path(0).path("because").asText()).isEqualTo("cheapest");
        JsonNode last = named(order, "groq-free/" + FIRST);
        assertThat(last.path("because").asText()).isEqualTo("last-resort");
        assertThat(last.path("state").asText()).isEqualTo("unhealthy");
        assertThat(last.path("place").asInt()).isEqualTo(order.size());
    }

    @Test
    @DisplayName("explain takes nothing from any limit, and sends nothing")
    void changesNothing() throws Exception {
        open(1, 6_000);

        JsonNode once = explain(hello(FIRST));
        JsonNode again = explain(hello(FIRST));

        assertThat(again.path("order").path(0).path("target").asText())
                .isEqualTo(once.path("order").path(0).path("target").asText());
        assertThat(again.path("order")
                        .path(0)
                        .path("quotas")
                        .path(0)
                        .path("remaining")
                        .asLong())
                .isEqualTo(1);
        assertThat(world.gateway().dispatcher().known().quotas().openReservations())
                .isZero();
        assertThat(world.journal().count()).isZero();
    }

    @Test
    @DisplayName("explain refuses what is no call")
    void noCall() throws Exception {
        assertThat(world.post("/api/v1/explain", "{").statusCode()).isEqualTo(400);
        assertThat(world.post("/api/v1/explain", hello(FIRST), "x-sidestep-deadline", "soon")
                        .statusCode())
                .isEqualTo(400);
        assertThat(explain(hello("nothing")).path("order")).isEmpty();
    }

    @Test
    @DisplayName("every configured target is told with its state, its limits and its health")
    void targets() throws Exception {
        openWithOneLimited();

        JsonNode document = JSON.readTree(world.get("/api/v1/targets").body());

        JsonNode all = document.path("targets");
        assertThat(all).hasSize(4);
        JsonNode cooling = named(all, "groq-free/" + FIRST);
        assertThat(cooling.path("quota_group").asText()).isEqualTo("groq-free");
        assertThat(cooling.path("state").asText()).isEqualTo("cooling");
        assertThat(cooling.path("state_seconds").asLong()).isBetween(1_300L, 1_366L);
        assertThat(cooling.path("cooldowns").path(0).path("reason").asText()).contains("tokens per day");
        assertThat(named(all, "groq-free/" + SECOND).path("quotas")).hasSize(2);
        assertThat(named(all, "openai/gpt-4o").path("state").asText()).isEqualTo("ready");
        assertThat(document.path("waiting").path("interactive").asInt(-1)).isZero();
        assertThat(document.path("waiting").path("longest_seconds").asInt(-1)).isZero();
    }

    @Test
    @DisplayName("explain says where a pin is why a target stands where it stands")
    void pinnedTargets() throws Exception {
        world.open(world.account("groq-free")
                .models(List.of("a", FIRST, "b", SECOND))
                .pinned(List.of(SECOND, FIRST)));

        JsonNode order = explain(hello("auto")).path("order");

        assertThat(order.findValuesAsText("model")).containsExactly(SECOND, FIRST, "a", "b");
        assertThat(order.findValuesAsText("because")).containsExactly("pinned", "pinned", "next-model", "next-model");
        assertThat(explain(hello("b")).path("order").findValuesAsText("because"))
                .containsExactly("asked-for", "next-model", "pinned", "next-model");
    }

    @Test
    @DisplayName("a target is told with what its model can do and costs, and what is not asked is told apart")
    void modelFacts() throws Exception {
        world.open(world.account("groq-free")
                .models(List.of(FIRST, SECOND, "new-model"))
                .pinned(List.of(SECOND))
                .without(List.of("new-model")));

        JsonNode document = JSON.readTree(world.get("/api/v1/targets").body());

        JsonNode first = document.path("targets").path(0);
        assertThat(first.path("model").asText() + " " + first.path("pinned").asInt())
                .isEqualTo(SECOND + " 1");
        assertThat(document.path("targets").path(1).path("pinned").isNull()).isTrue();
        assertThat(first.path("price").path("input_usd_per_million").asText()).isEqualTo("0.59");
        assertThat(first.path("features")).map(JsonNode::asText).contains("chat", "tools");
        assertThat(first.path("context_window").asLong()).isEqualTo(8_192);
        assertThat(document.path("disabled").toString())
                .isEqualTo("[{\"target\":\"groq-free/new-model\",\"account\":\"groq-free\",\"provider\":\"groq\","
                        + "\"model\":\"new-model\",\"why\":\"without\"}]");
    }

    @Test
    @DisplayName("the examples in the documentation have the fields of real answers")
    void documented() throws Exception {
        openWithOneLimited();
        List<JsonNode> examples = new ArrayList<>();
        String text = Files.readString(Path.of("..", "docs", "http-api.md"));
        Matcher blocks = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL).matcher(text);
        while (blocks.find()) {
            examples.add(JSON.readTree(blocks.group(1)));
        }
        JsonNode targets = JSON.readTree(world.get("/api/v1/targets").body());

        assertThat(shape(with("model_lists", examples))).isEqualTo(shape(targets));
        assertThat(shape(with("skipped", examples))).isEqualTo(shape(explain(hello(FIRST))));
    }

    private static JsonNode with(String field, List<JsonNode> examples) {
        return examples.stream().filter(each -> each.has(field)).findFirst().orElseThrow();
    }

    /// The names of all fields; of a list, those of its first element.
    private static Object shape(JsonNode node) {
        if (node.isArray()) {
            return node.isEmpty() ? List.of() : List.of(shape(node.get(0)));
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        node.properties().forEach(field -> fields.put(field.getKey(), shape(field.getValue())));
        fields.remove("first_content_ms"); // only of streams
        return fields;
    }

    @Test
    @DisplayName("ask B18: when everything is out, the error tells why each target is, and when one is back")
    void everythingIsOut() throws Exception {
        openWithOneLimited();
        world.simulator().limited(Where.anywhere(), Dimension.TOKENS_PER_DAY, LONG);

        var answer = world.chat(hello(FIRST));

        assertThat(answer.statusCode()).isEqualTo(429);
        JsonNode error = JSON.readTree(answer.body()).path("error");
        assertThat(named(error.path("skipped"), "groq-free/" + FIRST)
                        .path("why")
                        .asText())
                .isEqualTo("cooling");
        assertThat(named(error.path("skipped"), "openai/text-embedding-3-small")
                        .path("why")
                        .asText())
                .isEqualTo("unfit");
        assertThat(named(error.path("attempts"), "openai/gpt-4o")
                        .path("outcome")
                        .asText())
                .isEqualTo("rate-limited");
        assertThat(error.path("skipped").size() + error.path("attempts").size()).isEqualTo(4);
        assertThat(answer.headers().firstValue("retry-after"))
                .hasValue(error.path("retry_after_seconds").asText());
        assertThat(answer.body()).doesNotContain("test-groq-free", "test-openai");
    }

    @Test
    @DisplayName(
            "ask B20: keys that are refused and accounts without money are 502, not 429, also for calls that try nothing")
    void credentials() throws Exception {
        world.open(world.account("groq-free"), world.account("openai"));
        world.simulator()
                .inject(Where.provider("groq"), Fault.json(401, "{\"error\":{\"message\":\"Invalid API Key\"}}"));
        world.simulator()
                .inject(
                        Where.provider("openai"),
                        Fault.json(
                                429,
                                "{\"error\":{\"message\":\"You exceeded your current quota\",\"code\":\"insufficient_quota\"}}"));

        for (int i = 0; i < 2; i++) {
            var answer = world.chat(hello("auto"));
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("\"code\":\"upstream_credentials_exhausted\"");
        }
        assertThat(JSON.readTree(world.get("/api/v1/targets").body())
                        .path("targets")
                        .findValuesAsText("state"))
                .containsOnly("benched");
    }
}

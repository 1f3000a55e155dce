package dev.sidestep.gateway;

import static dev.sidestep.gateway.SimulatedWorld.FIRST;
import static dev.sidestep.gateway.SimulatedWorld.SECOND;
import static dev.sidestep.gateway.SimulatedWorld.hello;
import static dev.sidestep.gateway.SimulatedWorld.streamedHello;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.config.AccountQuotas;
import dev.sidestep.core.Window;
import dev.sidestep.core.quota.QuotaLimit;
import dev.sidestep.core.quota.Unit;
import dev.sidestep.exchange.RateLimits;
import dev.sidestep.gateway.config.Agent;
import dev.sidestep.gateway.config.StateConfig;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Where;
import dev.sidestep.store.Retention;
import dev.sidestep.store.ledger.AttemptRow;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.share.ShareAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Calls of every kind through a gateway with a store that would share its limits, and whatever befalls calls.
final class Traffic {
    private static final String EMBEDDINGS = "text-embedding-3-small";
    private static final String CLAUDE = "claude-3-5-haiku-20241022";
    private static final String WITH_PARTS = """
            {"id":"x","object":"chat.completion","created":1,"model":"gpt-4o-mini","choices":[{"index":0,
            "message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],
            "usage":{"prompt_tokens":50,"completion_tokens":20,"total_tokens":70,
            "prompt_tokens_details":{"cached_tokens":40},"completion_tokens_details":{"reasoning_tokens":10}}}""";

    private final SimulatedWorld world;

    private Traffic(SimulatedWorld world) {
        this.world = world;
    }

    /// What a gateway tells of all of it, and what it recorded.
    record Told(String scrape, List<CallRow> calls, List<AttemptRow> attempts) {}

    /// Has it all happen.
    static Told run() throws Exception {
        try (SimulatedWorld world = new SimulatedWorld()) {
            new Traffic(world).happen();
            System.gc();
            assertThat(Bench.await(() -> world.scrape().contains("jvm_gc_pause_seconds_sum")))
                    .isTrue();
            return new Told(world.scrape(), world.store().calls(), world.store().attempts());
        }
    }

    private void happen() throws Exception {
        open();
        succeed();
        meetLimits();
        fail();
        waitForTheReset();
    }

    private void open() {
        // Nobody is there: this node stays alone, and says so.
        ShareAddress nobody = ShareAddress.parse("redis://127.0.0.1:1");
        StateConfig state = new StateConfig(null, nobody, Retention.STANDARD, false);
        List<QuotaLimit> limits = List.of(new QuotaLimit(Unit.REQUESTS, Window.DAY, 1_000));
        world.with(more -> more.agent(Agent.of("helper", "You help.")).state(state))
                .open(
                        world.account("groq-free")
                                .models(List.of(FIRST, SECOND))
                                .quotas(new AccountQuotas(limits, Map.of(), List.of(), List.of())),
                        world.account("groq-paid").models(List.of(FIRST)),
                        world.account("anthropic").models(List.of(CLAUDE)),
                        world.account("openai").models(List.of("gpt-4o-mini", EMBEDDINGS, "of-no-price")));
    }

    private void succeed() throws Exception {
        world.chat(hello(FIRST));
        world.chat(streamedHello(FIRST));
        world.chat("{\"seed\":1," + hello("anthropic/" + CLAUDE).substring(1));
        world.post("/v1/messages", "{\"max_tokens\":50," + hello(FIRST).substring(1));
        world.post("/v1/responses", "{\"model\":\"" + FIRST + "\",\"input\":\"Hello\"}");
        world.post("/v1/embeddings", "{\"model\":\"" + EMBEDDINGS + "\",\"input\":\"Hello\"}");
        world.post("/api/v1/agents/helper/chat", "{\"message\":\"Hello\"}");
        once(Fault.json(200, WITH_PARTS));
        world.chat(hello("openai/of-no-price"));
        once(Fault.json(200, WITH_PARTS));
        world.chat(hello("openai/gpt-4o-mini"));
    }

    private void once(Fault fault) {
        world.simulator().inject(Where.provider("openai"), fault, 1);
    }

    private void meetLimits() throws Exception {
        world.simulator().limited(Where.model("groq", FIRST), Dimension.REQUESTS_PER_DAY, Duration.ofHours(1));
        world.chat(hello(FIRST));
        world.chat(hello(FIRST));
        world.simulator().limited(Where.model("groq", SECOND), Dimension.REQUESTS_PER_DAY, Duration.ofHours(1));
        world.chat(hello("auto"));
    }

    private void fail() throws Exception {
        once(Fault.html(502));
        world.chat(hello("openai/gpt-4o-mini"));
        once(Fault.json(418, "{\"nonsense\":true}"));
        world.chat(hello("openai/gpt-4o-mini"));
        once(Fault.resetAfterContent(1));
        world.chat(streamedHello("openai/gpt-4o-mini"));
        world.chat(hello("nothing-of-this-name"));
    }

    private void waitForTheReset() throws Exception {
        new RateLimits(world.gateway().dispatcher()).clearAll();
        world.simulator().clearLimited();
        world.simulator().limited(Where.anywhere(), Dimension.REQUESTS_PER_MINUTE, Duration.ofSeconds(1));
        world.chat(hello(FIRST));
    }
}

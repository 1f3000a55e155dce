package dev.sidestep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.call.CallListener;
import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.Catalogue;
import dev.sidestep.config.Knobs;
import dev.sidestep.config.Secret;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.core.Ticker;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Journal;
import dev.sidestep.simulator.Pace;
import dev.sidestep.simulator.SimulatorServer;
import dev.sidestep.simulator.SimulatorSpec;
import dev.sidestep.simulator.Where;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A library with two targets: the first meets faults, the second is the way out. A new one for each test, over one
/// simulated provider.
final class TwoTargets implements AfterEachCallback {
    static final String FIRST = "llama-3.3-70b-versatile";
    static final String SECOND = "gpt-4o";

    /// Long enough for a healthy answer on a busy machine, short enough to be waited for.
    static final Duration SHORT = Duration.ofSeconds(1);

    /// What must come within this time on any machine.
    static final Duration SOON = Duration.ofSeconds(15);

    private final SimulatorServer server;
    private Sidestep sidestep;
    private Ticker ticker = Ticker.system();
    private InstantSource wallClock = InstantSource.system();

    TwoTargets() {
        server = SimulatorServer.start(SimulatorSpec.standard(), 0);
        server.simulator().enforceLimits(false);
        server.simulator().pace(Pace.INSTANT);
        sidestep = at(server.baseUrl("groq"), Knobs.defaults());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        sidestep.close();
        server.close();
    }

    /// Changes the knobs.
    TwoTargets with(Knobs.Builder knobs) {
        return firstAt(server.baseUrl("groq"), knobs);
    }

    /// Counts time with this ticker from the next change of knobs on.
    TwoTargets counting(Ticker with) {
        ticker = with;
        return this;
    }

    /// The same, with this wall clock.
    TwoTargets counting(Ticker with, InstantSource wall) {
        wallClock = wall;
        return counting(with);
    }

    /// Has the first target somewhere else.
    TwoTargets firstAt(URI url, Knobs.Builder knobs) {
        sidestep.close();
        sidestep = at(url, knobs.build());
        return this;
    }

    /// One more library over the same two targets, to be closed by the caller.
    Sidestep another(CallListener listener) {
        return another(Knobs.builder(), listener);
    }

    /// The same with these knobs.
    Sidestep another(Knobs.Builder knobs, CallListener listener) {
        return builder(server.baseUrl("groq"), knobs.build()).listener(listener).build();
    }

    private Sidestep at(URI first, Knobs knobs) {
        return builder(first, knobs).build();
    }

    private Sidestep.Builder builder(URI first, Knobs knobs) {
        SidestepConfig config = SidestepConfig.builder()
                .catalogue(Catalogue.classic())
                .knobs(knobs)
                .account(account("groq", first, FIRST))
                .account(account("openai", server.baseUrl("openai"), SECOND))
                .build();
        return Sidestep.builder().config(config).clocks(ticker, wallClock);
    }

    private static AccountConfig account(String name, URI url, String model) {
        return AccountConfig.builder(name)
                .key(Secret.of("test-" + name))
                .baseUrl(url)
                .models(List.of(model))
                .build();
    }

    /// Knobs without same-target retries, for faults that are waited for.
    static Knobs.Builder once() {
        return Knobs.builder().sameTargetRetries(0);
    }

    /// Lets the first target fail like this from now on.
    TwoTargets faulty(Fault fault) {
        server.simulator().inject(Where.model("groq", FIRST), fault);
        return this;
    }

    /// Lets the first target fail like this so many times.
    TwoTargets faulty(Fault fault, int times) {
        server.simulator().inject(Where.model("groq", FIRST), fault, times);
        return this;
    }

    Sidestep sidestep() {
        return sidestep;
    }

    SimulatorServer server() {
        return server;
    }

    Journal journal() {
        return server.journal();
    }

    ChatCompletion chat() {
        return sidestep.chat(ChatRequest.of(FIRST).user("Hello, how are you today?"));
    }

    StreamedAnswer stream() {
        return StreamedAnswer.of(sidestep, ChatRequest.of(FIRST).user("Hello, how are you today?"));
    }

    int requestsToFirst() {
        return journal().count("groq", FIRST);
    }

    int requestsToSecond() {
        return journal().count("openai", SECOND);
    }

    /// The call went round the first target after so many requests there; nothing is left open, nothing cools.
    void assertSteppedAround(ChatCompletion answer, int requestsToFirst) throws InterruptedException {
        assertThat(answer.target()).isEqualTo("openai/" + SECOND);
        assertThat(answer.text()).contains("Hello, how are you today?");
        assertThat(answer.attempts()).hasSize(requestsToFirst + 1);
        assertCounts(requestsToFirst);
    }

    /// The same of a streamed answer, of which not a byte came from the first target.
    void assertSteppedAround(StreamedAnswer answer, int requestsToFirst) throws InterruptedException {
        assertThat(answer.end()).isEqualTo(StreamedAnswer.COMPLETE);
        assertThat(answer.text()).contains("Hello, how are you today?");
        assertThat(answer.chunks()).allMatch(chunk -> chunk.target().equals("openai/" + SECOND));
        assertCounts(requestsToFirst);
    }

    /// The same where the first target is not one of the simulated ones, with the outcomes of its attempts.
    void assertSteppedAroundUnseen(ChatCompletion answer, String... outcomes) throws InterruptedException {
        assertThat(answer.target()).isEqualTo("openai/" + SECOND);
        assertThat(answer.attempts())
                .extracting(attempt -> attempt.outcome().id())
                .startsWith(outcomes);
        assertThat(answer.attempts()).hasSize(outcomes.length + 1);
        assertCounts(0);
    }

    private void assertCounts(int requestsToFirst) throws InterruptedException {
        assertThat(requestsToFirst()).isEqualTo(requestsToFirst);
        assertThat(requestsToSecond()).isEqualTo(1);
        assertNothingOpen();
        assertNothingCools();
    }

    /// No request is held open at the provider.
    void assertNothingOpen() throws InterruptedException {
        assertThat(journal().awaitOpenRequests(0, SOON)).isTrue();
    }

    void assertNothingCools() {
        assertThat(sidestep.status().entries()).isEmpty();
    }
}

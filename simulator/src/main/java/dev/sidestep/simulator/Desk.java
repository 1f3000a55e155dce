package dev.sidestep.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// Where every valid request meets faults and quotas, whatever wire it came on. Thread-safe.
final class Desk {
    private static final String JSON = "application/json";
    private static final String EVENTS = "text/event-stream; charset=utf-8";

    private final Simulator simulator;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong answers = new AtomicLong();

    Desk(Simulator simulator) {
        this.simulator = simulator;
    }

    /// A valid request for a model.
    ///
    /// @param words what faults say on its wire
    record Visit(Exchange exchange, Ask ask, boolean streaming, FaultWords words) {}

    /// An answer to an admitted request, and the tokens that it really took.
    record Content(List<Step> steps, long usedTokens) {}

    /// An answer as a wire writes it: whole, or as pieces of a stream of which the first holds no content yet.
    interface Written {
        Utterance utterance();

        String whole();

        List<String> events();

        /// Prompt and answer together.
        long totalTokens();
    }

    /// A name for an answer that no other has.
    String nextAnswer() {
        return "sim" + answers.incrementAndGet();
    }

    /// What a model says to a question on this provider.
    Utterance utterance(Exchange exchange, Question question) {
        var script =
                simulator.nextSpeech(exchange.account(), exchange.provider().name(), question.model());
        int wanted = simulator.spec().pace().answerTokens();
        return script.map(speech -> Utterance.spoken(speech, question))
                .orElseGet(() -> Utterance.to(question, exchange.provider().name(), wanted));
    }

    /// The one place where a valid request meets faults and quotas.
    SimulatedAnswer decide(Visit visit, Function<Map<String, String>, Content> content) {
        var exchange = visit.exchange();
        var ask = visit.ask();
        var account = exchange.account();
        var queued = simulator.nextFault(account, ask.provider(), ask.model());
        if (queued.isPresent() && Faults.replaces(queued.get().fault())) {
            simulator.spend(queued.get());
            var fault = queued.get().fault();
            return new SimulatedAnswer(
                    account.name(),
                    ask.model(),
                    visit.streaming(),
                    Optional.of(fault),
                    Faults.apply(fault, List.of(), visit.words()),
                    Optional.empty(),
                    0);
        }
        return switch (simulator.admit(ask, exchange.nowNanos())) {
            case Admission.Denied denied -> denied(visit, denied);
            case Admission.Admitted(var reservation, var quotas) -> {
                var headers =
                        headers(exchange.voice(), exchange.quotaHeaders(quotas), visit.streaming() ? EVENTS : JSON);
                var normal = content.apply(headers);
                queued.ifPresent(simulator::spend);
                var fault = queued.map(Simulator.QueuedFault::fault);
                var steps = fault.map(f -> Faults.apply(f, normal.steps(), visit.words()))
                        .orElse(normal.steps());
                yield new SimulatedAnswer(
                        account.name(),
                        ask.model(),
                        visit.streaming(),
                        fault,
                        steps,
                        Optional.of(reservation),
                        normal.usedTokens());
            }
        };
    }

    /// An answer at the simulator's pace.
    SimulatedAnswer say(Visit visit, Function<Map<String, String>, Written> write) {
        return decide(visit, headers -> {
            var written = write.apply(headers);
            var steps = visit.streaming() ? streamed(written, headers) : whole(written, headers);
            return new Content(steps, written.totalTokens());
        });
    }

    /// An answer that takes nothing and cannot go wrong, such as a list of models.
    SimulatedAnswer tell(Exchange exchange, String json) {
        var steps = Faults.answer(200, headers(exchange.voice(), Map.of(), JSON), bytes(json));
        return new SimulatedAnswer(exchange.account().name(), "", false, Optional.empty(), steps, Optional.empty(), 0);
    }

    /// A refusal of a request that is wrong.
    SimulatedAnswer invalid(Exchange exchange, String model, RefusedRequest refused) {
        var quotas =
                simulator.quotas(exchange.provider().name(), exchange.account().name(), model, exchange.nowNanos());
        var refusal = exchange.voice().invalid(refused).withHeaders(exchange.quotaHeaders(quotas));
        return refuse(exchange.voice(), exchange.account().name(), model, false, refusal);
    }

    SimulatedAnswer unknownPath(Exchange exchange) {
        var refusal = exchange.voice().unknownPath(exchange.request());
        return refuse(exchange.voice(), exchange.account().name(), "", false, refusal);
    }

    /// A refusal of somebody unknown.
    SimulatedAnswer refuse(Voice voice, Refusal refusal) {
        return refuse(voice, "", "", false, refusal);
    }

    private SimulatedAnswer denied(Visit visit, Admission.Denied denied) {
        var exchange = visit.exchange();
        var model = visit.ask().model();
        var refusal = exchange.voice().denied(exchange.telling(), model, denied);
        var told = denied instanceof Admission.Limited limited
                ? refusal.withHeaders(exchange.quotaHeaders(limited.quotas()))
                : refusal;
        return refuse(exchange.voice(), exchange.account().name(), model, visit.streaming(), told);
    }

    private SimulatedAnswer refuse(Voice voice, String account, String model, boolean streaming, Refusal refusal) {
        var headers = headers(voice, refusal.headers(), JSON);
        var steps = Faults.answer(refusal.status(), headers, bytes(voice.body(refusal, headers)));
        return new SimulatedAnswer(account, model, streaming, Optional.empty(), steps, Optional.empty(), 0);
    }

    private List<Step> whole(Written written, Map<String, String> headers) {
        var pace = simulator.spec().pace();
        var steps = new ArrayList<Step>();
        pause(
                steps,
                pace.firstTokenNanos() + pace.tokenNanos() * written.utterance().tokens());
        steps.addAll(Faults.answer(200, headers, bytes(written.whole())));
        return steps;
    }

    private List<Step> streamed(Written written, Map<String, String> headers) {
        var pace = simulator.spec().pace();
        var steps = new ArrayList<Step>();
        pause(steps, pace.firstTokenNanos());
        steps.add(new Step.Head(200, List.copyOf(headers.entrySet()), Step.Head.CHUNKED));
        for (var event : written.events()) {
            steps.add(Step.Send.of(event));
            pause(steps, pace.tokenNanos());
        }
        if (pace.tokenNanos() > 0) {
            steps.removeLast(); // nothing follows the last event
        }
        steps.add(new Step.End());
        return steps;
    }

    private static void pause(List<Step> steps, long nanos) {
        if (nanos > 0) {
            steps.add(new Step.Pause(Duration.ofNanos(nanos)));
        }
    }

    private Map<String, String> headers(Voice voice, Map<String, String> more, String contentType) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("content-type", contentType);
        headers.putAll(voice.headers(requests.incrementAndGet()));
        headers.putAll(more);
        return headers;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

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

/// Answers requests as OpenAI-compatible providers do: decides what is to be sent, and sends nothing. No I/O, no clock,
/// so it also runs in virtual time. Thread-safe.
public final class OpenAiFace {
    private final Simulator simulator;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong answers = new AtomicLong();

    /// A face of the simulator's providers; it takes from their quotas, and uses up their faults.
    public OpenAiFace(Simulator simulator) {
        this.simulator = simulator;
    }

    /// What a provider sends, and when. Whoever plays it settles the answer's reservation at its end. Throws
    /// [IllegalArgumentException] when there is no such provider.
    ///
    /// @param nowNanos monotonic
    /// @param epochSeconds wall time, for `created`
    public SimulatedAnswer answer(SimulatedRequest request, long nowNanos, long epochSeconds) {
        var provider = simulator
                .spec()
                .provider(request.provider())
                .orElseThrow(() -> new IllegalArgumentException("no such provider: " + request.provider()));
        var key = bearer(request);
        if (key.isEmpty()) {
            return refused("", "", Refusal.missingKey(provider.dialect()));
        }
        var account = simulator.authenticate(provider, key);
        if (account.isEmpty()) {
            return refused("", "", Refusal.unknownKey(provider.dialect(), key));
        }
        var exchange = new Exchange(provider, request, account.get(), nowNanos, epochSeconds);
        return switch (request.method() + " " + request.path()) {
            case "POST /chat/completions" -> chat(exchange);
            case "POST /embeddings" -> embeddings(exchange);
            case "GET /models" -> models(exchange);
            default -> unknownPath(exchange);
        };
    }

    /// One request with all that is known about it before its body is read.
    private record Exchange(
            ProviderSpec provider, SimulatedRequest request, Account account, long nowNanos, long epochSeconds) {
        Dialect dialect() {
            return provider.dialect();
        }

        Telling telling() {
            return provider.rules().telling();
        }

        Map<String, String> quotaHeaders(List<Quota> quotas) {
            return telling().hasHeaders() ? QuotaHeaders.of(dialect(), quotas) : Map.of();
        }

        Ask ask(String model, long promptTokens, long maxTokens) {
            return new Ask(provider.name(), account.name(), model, promptTokens, maxTokens);
        }
    }

    /// An answer to an admitted request, and the tokens that it really took.
    private record Content(List<Step> steps, long usedTokens) {}

    private SimulatedAnswer chat(Exchange exchange) {
        String model = "";
        try {
            var body = ChatReader.object(exchange.request().body());
            model = ChatReader.model(body);
            var call = ChatReader.read(body, exchange.dialect());
            requireFit(exchange.provider(), call);
            var ask = exchange.ask(call.model(), call.promptTokens(), call.maxTokens());
            return decide(exchange, ask, call.stream(), headers -> chatContent(exchange, call, headers));
        } catch (RefusedRequest refused) {
            return invalid(exchange, model, refused);
        }
    }

    private SimulatedAnswer embeddings(Exchange exchange) {
        String model = "";
        try {
            var body = ChatReader.object(exchange.request().body());
            model = ChatReader.model(body);
            var call = EmbeddingCall.read(body);
            return decide(
                    exchange,
                    exchange.ask(model, call.tokens(), 0),
                    false,
                    headers -> new Content(
                            Faults.answer(200, headers, call.answer().getBytes(StandardCharsets.UTF_8)),
                            call.tokens()));
        } catch (RefusedRequest refused) {
            return invalid(exchange, model, refused);
        }
    }

    private SimulatedAnswer models(Exchange exchange) {
        var body = ModelList.of(exchange.provider()).getBytes(StandardCharsets.UTF_8);
        var steps = Faults.answer(200, headers(exchange.dialect(), Map.of(), "application/json"), body);
        return new SimulatedAnswer(exchange.account().name(), "", false, Optional.empty(), steps, Optional.empty(), 0);
    }

    private SimulatedAnswer unknownPath(Exchange exchange) {
        var request = exchange.request();
        return refused(
                exchange.account().name(),
                "",
                Refusal.unknownPath(exchange.dialect(), request.method(), request.path()));
    }

    /// The one place where a valid request meets faults and quotas.
    private SimulatedAnswer decide(
            Exchange exchange, Ask ask, boolean streaming, Function<Map<String, String>, Content> content) {
        var account = exchange.account();
        var queued = simulator.nextFault(account, ask.provider(), ask.model());
        if (queued.isPresent() && Faults.replaces(queued.get().fault())) {
            simulator.spend(queued.get());
            var fault = queued.get().fault();
            return new SimulatedAnswer(
                    account.name(),
                    ask.model(),
                    streaming,
                    Optional.of(fault),
                    Faults.apply(fault, List.of()),
                    Optional.empty(),
                    0);
        }
        var admission = simulator.admit(ask, exchange.nowNanos());
        if (!(admission instanceof Admission.Admitted(var reservation, var quotas))) {
            return refused(account.name(), ask.model(), refusal(exchange, ask.model(), admission), streaming);
        }
        var quotaHeaders = exchange.quotaHeaders(quotas);
        var type = streaming ? "text/event-stream; charset=utf-8" : "application/json";
        var normal = content.apply(headers(exchange.dialect(), quotaHeaders, type));
        queued.ifPresent(simulator::spend);
        var fault = queued.map(Simulator.QueuedFault::fault);
        var steps = fault.map(f -> Faults.apply(f, normal.steps())).orElse(normal.steps());
        return new SimulatedAnswer(
                account.name(), ask.model(), streaming, fault, steps, Optional.of(reservation), normal.usedTokens());
    }

    private static Refusal refusal(Exchange exchange, String model, Admission admission) {
        var dialect = exchange.dialect();
        return switch (admission) {
            case Admission.Admitted _ -> throw new IllegalArgumentException("an admitted request is not refused");
            case Admission.Limited limited -> Refusal.of(dialect, exchange.telling(), model, limited);
            case Admission.TooLarge large -> Refusal.of(dialect, model, large);
            case Admission.ContextExceeded exceeded -> Refusal.of(dialect, exceeded);
            case Admission.OutputTooLong tooLong -> Refusal.of(dialect, tooLong);
            case Admission.UnknownModel unknown -> Refusal.of(dialect, unknown);
            case Admission.Decommissioned gone -> Refusal.of(dialect, gone);
        };
    }

    private Content chatContent(Exchange exchange, ChatCall call, Map<String, String> headers) {
        var pace = simulator.spec().pace();
        var answer = ChatAnswer.to(call, exchange.provider().name(), pace.answerTokens());
        var id = "sim" + answers.incrementAndGet();
        var writer = new ChatWriter(exchange.dialect(), call, answer, id, exchange.epochSeconds());
        var steps = call.stream() ? streamed(writer, pace, headers) : whole(writer, pace, headers);
        return new Content(steps, writer.totalTokens());
    }

    private static List<Step> whole(ChatWriter writer, Pace pace, Map<String, String> headers) {
        var steps = new ArrayList<Step>();
        pause(
                steps,
                pace.firstTokenNanos() + pace.tokenNanos() * writer.answer().tokens());
        steps.addAll(Faults.answer(200, headers, writer.whole().getBytes(StandardCharsets.UTF_8)));
        return steps;
    }

    private static List<Step> streamed(ChatWriter writer, Pace pace, Map<String, String> headers) {
        var steps = new ArrayList<Step>();
        pause(steps, pace.firstTokenNanos());
        steps.add(new Step.Head(200, List.copyOf(headers.entrySet()), Step.Head.CHUNKED));
        for (var chunk : writer.chunks()) {
            steps.add(Step.Send.of("data: " + chunk + "\n\n"));
            pause(steps, pace.tokenNanos());
        }
        steps.add(Step.Send.of("data: [DONE]\n\n"));
        steps.add(new Step.End());
        return steps;
    }

    private static void pause(List<Step> steps, long nanos) {
        if (nanos > 0) {
            steps.add(new Step.Pause(Duration.ofNanos(nanos)));
        }
    }

    private static void requireFit(ProviderSpec provider, ChatCall call) {
        if (provider.onlyEmbeds(call.model())) {
            throw new RefusedRequest(
                    404,
                    "This is not a chat model and thus not supported in the v1/chat/completions endpoint.",
                    "invalid_request_error",
                    "model",
                    null);
        }
        boolean sees = provider.model(call.model()).map(ModelSpec::vision).orElse(true);
        if (call.hasImages() && !sees) {
            throw provider.dialect() == Dialect.GROQ
                    ? RefusedRequest.of("messages[0].content must be a string", "messages", null)
                    : RefusedRequest.of(
                            "Invalid content type. image_url is only supported by certain models.",
                            "messages.[0].content.[0].type",
                            null);
        }
    }

    private SimulatedAnswer invalid(Exchange exchange, String model, RefusedRequest refused) {
        var quotas =
                simulator.quotas(exchange.provider().name(), exchange.account().name(), model, exchange.nowNanos());
        var refusal = Refusal.of(exchange.dialect(), refused);
        return refused(exchange.account().name(), model, refusal.withHeaders(exchange.quotaHeaders(quotas)));
    }

    private SimulatedAnswer refused(String account, String model, Refusal refusal) {
        return refused(account, model, refusal, false);
    }

    private SimulatedAnswer refused(String account, String model, Refusal refusal, boolean streaming) {
        var told = refusal.withHeaders(headers(refusal.dialect(), Map.of(), "application/json"));
        return new SimulatedAnswer(account, model, streaming, Optional.empty(), told.steps(), Optional.empty(), 0);
    }

    private Map<String, String> headers(Dialect dialect, Map<String, String> quotas, String contentType) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("content-type", contentType);
        headers.put("x-request-id", "req_sim" + requests.incrementAndGet());
        if (dialect == Dialect.OPENAI) {
            headers.put("openai-version", "2020-10-01");
        }
        headers.putAll(quotas);
        return headers;
    }

    private static String bearer(SimulatedRequest request) {
        var authorization = request.headers().getOrDefault("authorization", "");
        boolean bearer = authorization.regionMatches(true, 0, "Bearer ", 0, 7);
        return bearer ? authorization.substring(7).strip() : "";
    }
}

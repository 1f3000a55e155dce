package dev.sidestep.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Where;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;

/// The demo's stories, told through the gateway's HTTP surface and counted at the simulated
/// providers. Not thread-safe.
final class Stories implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15); // a story takes less than one
    private static final Duration MODEL_WAIT = Duration.ofMillis(22 * 60_000 + 46_848);
    private static final Duration GROQ_WAIT = Duration.ofMinutes(18);
    private static final Duration OPENAI_WAIT = Duration.ofMinutes(15);
    private static final Duration ANTHROPIC_WAIT = Duration.ofMinutes(4);
    private static final Duration GEMINI_WAIT = Duration.ofMinutes(20);
    private static final int GROQ_MODELS = 17;
    private static final int OPENAI_MODELS = 7;
    private static final int ANTHROPIC_MODELS = 5;
    private static final int GEMINI_MODELS = 2;

    private final Terminal terminal;
    private final Simulation simulation;
    private final URI gateway;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private int calls;
    private int answered;
    private int sidestepped;

    /// What a call should come to.
    ///
    /// @param status HTTP status of the answer
    /// @param target who answers, or nothing where nobody does
    /// @param upstreamRequests how many requests reach the providers
    private record Ending(int status, String target, int upstreamRequests) {}

    Stories(Terminal terminal, Simulation simulation, URI gateway) {
        this.terminal = terminal;
        this.simulation = simulation;
        this.gateway = gateway;
    }

    /// Plays all four.
    ///
    /// @return whether each ended as it should
    boolean play() throws IOException, InterruptedException {
        terminal.print(terminal.paint(Paint.TITLE, "Sidestep, with simulated providers: no keys, no network"));
        boolean one = oneModelIsLimited();
        boolean two = everyGroqModelIsLimited();
        boolean three = openAiIsLimitedAsWell();
        boolean four = everythingIsLimited();
        return one && two && three && four;
    }

    private boolean oneModelIsLimited() throws IOException, InterruptedException {
        title("1. One model has used up its tokens of the day: the next one answers");
        simulation
                .server()
                .simulator()
                .limited(Where.model("groq", Simulation.LIMITED_MODEL), Dimension.TOKENS_PER_DAY, MODEL_WAIT);
        boolean first = ask(Simulation.LIMITED_MODEL, new Ending(200, "groq-free/llama-3.3-70b-specdec", 2));
        terminal.print("   And again: the limited model is left alone until its reset");
        return ask(Simulation.LIMITED_MODEL, new Ending(200, "groq-free/llama-3.3-70b-specdec", 1)) && first;
    }

    private boolean everyGroqModelIsLimited() throws IOException, InterruptedException {
        title("2. All " + GROQ_MODELS + " Groq models are limited: OpenAI answers");
        forgetCooldowns();
        simulation.server().simulator().limited(Where.provider("groq"), Dimension.TOKENS_PER_DAY, GROQ_WAIT);
        return ask(Simulation.LIMITED_MODEL, new Ending(200, "openai/gpt-4o", GROQ_MODELS + 1));
    }

    private boolean openAiIsLimitedAsWell() throws IOException, InterruptedException {
        title("3. OpenAI is limited as well: Anthropic answers, in another wire format that the caller never sees");
        simulation.server().simulator().limited(Where.provider("openai"), Dimension.REQUESTS_PER_DAY, OPENAI_WAIT);
        return ask("auto", new Ending(200, "anthropic/claude-3-5-sonnet-20241022", OPENAI_MODELS + 1));
    }

    private boolean everythingIsLimited() throws IOException, InterruptedException {
        title("4. Anthropic and Gemini, too: an honest answer, and when to come back");
        simulation
                .server()
                .simulator()
                .limited(Where.provider("anthropic"), Dimension.TOKENS_PER_MINUTE, ANTHROPIC_WAIT);
        simulation.server().simulator().limited(Where.provider("gemini"), Dimension.REQUESTS_PER_DAY, GEMINI_WAIT);
        return ask("auto", new Ending(429, "", ANTHROPIC_MODELS + GEMINI_MODELS));
    }

    private boolean ask(String model, Ending expected) throws IOException, InterruptedException {
        terminal.print(terminal.paint(Paint.FAINT, "   POST /v1/chat/completions  \"model\": \"" + model + "\""));
        int before = upstreamRequests();
        long startNanos = System.nanoTime();
        HttpResponse<String> response = client.send(chat(model), BodyHandlers.ofString());
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        Ending ending = new Ending(
                response.statusCode(),
                response.headers().firstValue("x-sidestep-target").orElse(""),
                upstreamRequests() - before);
        tell(response, ending, seconds);
        count(ending);
        if (!ending.equals(expected)) {
            terminal.print(terminal.paint(Paint.BAD, "   ✗ expected " + expected + ", but it was " + ending));
        }
        return ending.equals(expected);
    }

    private void count(Ending ending) {
        calls++;
        if (ending.status() == 200) {
            answered++;
            sidestepped += ending.upstreamRequests() - 1;
        }
    }

    private void tell(HttpResponse<String> response, Ending ending, double seconds) {
        JsonNode body = RunningGateway.read(response.body());
        if (ending.status() == 200) {
            terminal.print("   “" + body.at("/choices/0/message/content").asText() + "”");
        } else {
            body.at("/error/message").asText().lines().forEach(line -> terminal.print("   │ " + line));
        }
        String retryAfter = response.headers()
                .firstValue("retry-after")
                .map(value -> ", Retry-After: " + value + " s")
                .orElse("");
        terminal.print(terminal.paint(
                Paint.FAINT,
                String.format(
                        Locale.ROOT,
                        "   %d in %.2f s, %s%s",
                        ending.status(),
                        seconds,
                        Accounts.counted(ending.upstreamRequests(), "upstream request"),
                        retryAfter)));
    }

    /// Prints what it came to, and what to do next.
    void sum(long tookNanos) {
        terminal.print("");
        terminal.print(terminal.paint(Paint.TITLE, "In all")
                + String.format(
                        Locale.ROOT,
                        ": %d calls, %d answered, %d upstream requests, %d limits sidestepped, %.1f s",
                        calls,
                        answered,
                        upstreamRequests(),
                        sidestepped,
                        tookNanos / 1e9));
        terminal.print("""

                Next, with keys of your own (each of these that is set becomes an account):
                  export GROQ_API_KEY=...  OPENAI_API_KEY=...  ANTHROPIC_API_KEY=...  GEMINI_API_KEY=...
                  ./sidestep chat "Hello"       one call, told as it happens
                  ./sidestep serve              a gateway; point any OpenAI or Anthropic SDK at it
                  ./sidestep usage              what its calls took and cost, by model
                Without keys:
                  ./sidestep serve --simulate""");
    }

    private HttpRequest chat(String model) {
        String body = "{\"model\": \"" + model
                + "\", \"messages\": [{\"role\": \"user\", \"content\": \"How do I get round an obstacle?\"}]}";
        return HttpRequest.newBuilder(gateway.resolve("/v1/chat/completions"))
                .header("content-type", "application/json")
                // Gemini tells a minute even of a limit of the day: nobody watches that long.
                .header("x-sidestep-deadline", "10s")
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private void forgetCooldowns() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/api/v1/rate-limit-status"))
                .timeout(PATIENCE)
                .DELETE()
                .build();
        client.send(request, BodyHandlers.discarding());
    }

    private int upstreamRequests() {
        return simulation.server().journal().count();
    }

    private void title(String text) {
        terminal.print("");
        terminal.print(terminal.paint(Paint.TITLE, text));
    }

    @Override
    public void close() {
        client.close();
    }
}

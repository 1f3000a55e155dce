package dev.sidestep.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--url` and `--key`: a gateway that runs somewhere, and how it is asked.
final class RunningGateway {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60); // a long ledger takes a while to read

    private static final int MOST_ERROR_BYTES = 64 * 1024;

    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:8080",
            description = "Where the gateway is; by default ${DEFAULT-VALUE}.")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--key",
            description = "An admin's key of the gateway; by default $$SIDESTEP_ADMIN_KEY, else $$SIDESTEP_KEY.")
    private @Nullable String key;

    /// Sends a request without a body and answers what came.
    String ask(Terminal terminal, String method, String path) {
        HttpRequest request = request(terminal, path)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(PATIENCE)
                .build();
        try (HttpClient client = client()) {
            return accept(send(client, request, BodyHandlers.ofString()));
        }
    }

    /// Opens an event stream; who takes it closes it, and the client after it.
    InputStream listen(Terminal terminal, HttpClient client, String path) {
        HttpRequest request =
                request(terminal, path).header("accept", "text/event-stream").build();
        HttpResponse<InputStream> response = send(client, request, BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw refused(response.statusCode(), text(response.body()));
        }
        return response.body();
    }

    /// A client that gives up where nothing accepts the connection.
    static HttpClient client() {
        return HttpClient.newBuilder().connectTimeout(CONNECTING).build();
    }

    private HttpRequest.Builder request(Terminal terminal, String path) {
        String credential = key != null ? key : usualKey(terminal.environment());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base() + path));
        if (!credential.isBlank()) {
            request.header("authorization", "Bearer " + credential);
        }
        return request;
    }

    private <T> HttpResponse<T> send(HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return client.send(request, body);
        } catch (ConnectException _) {
            throw new CommandFailedException(
                    "Nothing listens at " + url + ". Start a gateway with: sidestep serve, or tell where it is: --url");
        } catch (IOException failure) {
            throw new CommandFailedException("No answer from " + url + ": " + failure.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted");
        }
    }

    private static String usualKey(Map<String, String> environment) {
        String admins = environment.getOrDefault("SIDESTEP_ADMIN_KEY", "");
        return admins.isBlank() ? environment.getOrDefault("SIDESTEP_KEY", "") : admins;
    }

    /// Reads an answer of [#ask].
    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException _) {
            throw new CommandFailedException("What answered is no Sidestep gateway: it did not send JSON.");
        }
    }

    private String accept(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw refused(response.statusCode(), response.body());
        }
        return response.body();
    }

    private CommandFailedException refused(int status, String body) {
        return new CommandFailedException(
                status == 401
                        ? "The gateway wants an admin's key: set SIDESTEP_ADMIN_KEY to one of its gateway.admin-keys (where it"
                                + " has none, SIDESTEP_KEY to one of its gateway.api-keys), or give --key"
                        : "The gateway at " + url + " answered " + status + ": " + message(body));
    }

    private static String text(InputStream body) {
        try (body) {
            return new String(body.readNBytes(MOST_ERROR_BYTES), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            return String.valueOf(failure.getMessage());
        }
    }

    /// What an error says to people, or all of it where it is none of ours.
    private static String message(String body) {
        try {
            return JSON.readTree(body).path("error").path("message").asText(body);
        } catch (JsonProcessingException _) {
            return body;
        }
    }

    /// Tells how a call is made, so that there is something to show.
    void teachFirstCall(Terminal terminal) {
        terminal.print("""
                Calls appear here once they are over. To make one:
                  curl %s/v1/chat/completions -H 'Content-Type: application/json' \\
                    -d '{"model": "auto", "messages": [{"role": "user", "content": "Hello"}]}'\
                """.formatted(base()));
    }

    /// Its address, without a slash at the end.
    String base() {
        return url.toString().replaceAll("/+$", "");
    }
}

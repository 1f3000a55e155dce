package dev.sidestep.exchange;

import dev.sidestep.config.Secret;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.models.ModelLists;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Where an account's requests go, and with which credential. The credential is bound to this host:
/// redirects are not followed. Immutable.
public final class Endpoint {
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    /// Shorter keys are place holders, such as those of a local server, and may be words of a text.
    private static final int SHORTEST_SECRET = 8;

    private static final String MASK = "***";

    private final String host;
    private final int port;
    private final boolean ssl;
    private final String pathPrefix;
    private final Optional<Secret> key;
    private final Map<String, Secret> headers;
    private final List<WireFormat> wires;

    /// @param baseUrl up to and without the last slash, such as `https://api.groq.com/openai/v1`
    /// @param key sent as each wire format wants it, where there is one
    /// @param headers sent with every request
    /// @param wires the formats that it speaks, the usual one first; at least one
    public Endpoint(URI baseUrl, Optional<Secret> key, Map<String, Secret> headers, List<WireFormat> wires) {
        this.ssl = "https".equalsIgnoreCase(baseUrl.getScheme());
        this.host = baseUrl.getHost();
        int named = baseUrl.getPort();
        this.port = named >= 0 ? named : ssl ? HTTPS_PORT : HTTP_PORT;
        String path = baseUrl.getRawPath();
        this.pathPrefix = path == null || path.equals("/") ? "" : path.replaceAll("/+$", "");
        this.key = key;
        this.headers = Map.copyOf(headers);
        this.wires = List.copyOf(wires);
    }

    /// The request that posts to a path of this endpoint. Its headers are made here and nowhere
    /// else: nothing that a client sent, and nothing meant for another target, is among them.
    RequestOptions post(Hop hop, String accept) {
        RequestOptions options = request(HttpMethod.POST, hop.path())
                .putHeader("content-type", "application/json")
                .putHeader("accept", accept);
        hop.headers().forEach(options::putHeader);
        return authorized(options, hop.wire());
    }

    /// The request that asks for a page of the provider's list of models, in the endpoint's usual wire format.
    ///
    /// @param from where the page begins; empty for the first
    RequestOptions models(String from) {
        WireFormat wire = wires.getFirst();
        RequestOptions options = request(HttpMethod.GET, ModelLists.path(wire, from))
                .setFollowRedirects(false)
                .putHeader("accept", "application/json");
        ModelLists.headers(wire).forEach(options::putHeader);
        return authorized(options, wire);
    }

    private RequestOptions request(HttpMethod method, String path) {
        return new RequestOptions()
                .setMethod(method)
                .setHost(host)
                .setPort(port)
                .setSsl(ssl)
                .setURI(pathPrefix + path)
                .putHeader("user-agent", "sidestep");
    }

    private RequestOptions authorized(RequestOptions options, WireFormat wire) {
        headers.forEach((name, value) -> options.putHeader(name, value.reveal()));
        key.ifPresent(secret -> credential(wire, secret.reveal(), options));
        return options;
    }

    private static void credential(WireFormat wire, String key, RequestOptions options) {
        switch (wire) {
            case OPENAI, RESPONSES -> options.putHeader("authorization", "Bearer " + key);
            case ANTHROPIC -> options.putHeader("x-api-key", key);
            case GEMINI -> options.putHeader("x-goog-api-key", key);
        }
    }

    /// The host that is asked.
    public String host() {
        return host;
    }

    /// The port at which it is asked.
    public int port() {
        return port;
    }

    /// The formats that it speaks, the usual one first.
    List<WireFormat> wires() {
        return wires;
    }

    /// A provider's words without the credentials that were sent to it, which some repeat.
    String masked(String words) {
        return Stream.concat(key.stream(), headers.values().stream())
                .map(Secret::reveal)
                .filter(secret -> secret.length() >= SHORTEST_SECRET)
                .reduce(words, (text, secret) -> text.replace(secret, MASK));
    }

    /// An answer's bytes without them.
    byte[] masked(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        return masked(text).getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Whether both send the same credential to the same place, in the same words.
    @Override
    public boolean equals(Object other) {
        return other instanceof Endpoint that
                && toString().equals(that.toString())
                && key.equals(that.key)
                && headers.equals(that.headers)
                && wires.equals(that.wires);
    }

    @Override
    public int hashCode() {
        return Objects.hash(toString(), key, headers, wires);
    }

    @Override
    public String toString() {
        return (ssl ? "https://" : "http://") + host + ":" + port + pathPrefix;
    }
}

package dev.sidestep.gateway;

import dev.sidestep.gateway.dashboard.Asset;
import dev.sidestep.gateway.dashboard.Assets;
import dev.sidestep.wire.format.ApiError;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import java.util.Optional;

/// The dashboard's files over HTTP. They hold no data: what the pages show, they ask for.
final class Pages {
    /// Nothing but our own files runs, styles or is asked; no other page may frame ours.
    private static final Map<String, String> POLICY = Map.of(
            "content-security-policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "x-content-type-options",
            "nosniff",
            "referrer-policy",
            "no-referrer",
            "cross-origin-opener-policy",
            "same-origin",
            "cross-origin-resource-policy",
            "same-origin");

    private Pages() {}

    /// The dashboard for browsers; what there is to ask for everyone else.
    static void welcome(Request request, byte[] body) {
        String accept = Optional.ofNullable(request.http().getHeader(HttpHeaders.ACCEPT))
                .orElse("");
        request.response().putHeader(HttpHeaders.VARY, "accept, accept-encoding");
        if (accept.contains("text/html")) {
            answer(request, Assets.INDEX);
        } else {
            Questions.welcome(request, body);
        }
    }

    static void file(Request request, byte[] body) {
        request.response().putHeader(HttpHeaders.VARY, "accept-encoding");
        answer(request, request.variable(0));
    }

    private static void answer(Request request, String path) {
        Assets assets = request.service().assets();
        Optional<Asset> known = assets.known(path);
        if (known.isPresent()) {
            send(request, known.get());
            return;
        }
        request.vertx()
                .executeBlocking(() -> assets.read(path), false)
                .onSuccess(found -> found.ifPresentOrElse(each -> send(request, each), () -> nothing(request)))
                .onFailure(request::failed);
    }

    private static void nothing(Request request) {
        request.refuse(404, ApiError.of("The dashboard has no such file", "invalid_request_error", "not_found"));
    }

    private static void send(Request request, Asset asset) {
        MultiMap headers = request.response().headers();
        POLICY.forEach(headers::set);
        // Asked again each time, and sent again only where it is another one: a new version is seen at once.
        headers.set(HttpHeaders.CACHE_CONTROL, "no-cache").set(HttpHeaders.ETAG, asset.tag());
        if (asset.tag().equals(request.http().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            request.tellId();
            request.response().setStatusCode(304).end();
        } else if (takesGzip(request)) {
            headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
            request.answer(200, asset.contentType(), asset.zipped());
        } else {
            request.answer(200, asset.contentType(), asset.plain());
        }
    }

    private static boolean takesGzip(Request request) {
        String accepted = Optional.ofNullable(request.http().getHeader(HttpHeaders.ACCEPT_ENCODING))
                .orElse("");
        return accepted.contains("gzip") && !accepted.contains("gzip;q=0");
    }
}

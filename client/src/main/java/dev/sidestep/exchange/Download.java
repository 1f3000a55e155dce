package dev.sidestep.exchange;

import dev.sidestep.wire.canonical.Media;
import dev.sidestep.wire.canonical.Source;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One image or document on its way here. It tells once what came of it, unless it is cancelled. Lives on its loop.
final class Download {
    static final int MOST_REDIRECTS = 3;
    /// No provider takes a larger file in a request.
    static final int MOST_BYTES = 20 * 1024 * 1024;

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int OK = 200;
    private static final long NO_TIMER = -1;

    private final MediaFetcher fetcher;
    private final Media.Address address;
    private final Listener listener;
    private final Buffer body = Buffer.buffer();
    private @Nullable HttpClientRequest request;
    private long timer = NO_TIMER;
    private int redirects;
    private boolean isOver;

    /// Who waits for it.
    interface Listener {
        /// So many bytes more are here.
        ///
        /// @return false where they are too many
        boolean takes(int bytes);

        /// The file is here.
        void arrived(Source.Inline file);

        /// The file cannot be had.
        ///
        /// @param why in words without anything of the address
        void failed(String why);
    }

    Download(MediaFetcher fetcher, Media.Address address, Listener listener) {
        this.fetcher = fetcher;
        this.address = address;
        this.listener = listener;
    }

    /// @param most how long it may take
    void start(Duration most) {
        timer = fetcher.after(most.compareTo(LONGEST) < 0 ? most : LONGEST, () -> fail("did not come in time"));
        ask(WebAddress.of(address.url()));
    }

    /// Stops it, and tells nobody.
    void cancel() {
        if (!isOver) {
            isOver = true;
            fetcher.cancel(timer);
            hangUp();
        }
    }

    private void ask(Optional<WebAddress> where) {
        if (where.isEmpty()) {
            fail("is not at a public https address");
            return;
        }
        fetcher.request(where.get(), accepted()).onComplete(opened -> {
            if (opened.failed()) {
                fail(reason(opened.cause()));
                return;
            }
            request = opened.result();
            if (isOver) {
                hangUp();
                return;
            }
            request.send().onComplete(answered -> {
                if (answered.succeeded()) {
                    received(where.get(), answered.result());
                } else {
                    fail(reason(answered.cause()));
                }
            });
        });
    }

    private String accepted() {
        return switch (address.kind()) {
            case IMAGE -> "image/png, image/jpeg, image/gif, image/webp";
            case DOCUMENT -> MediaType.PDF.id();
        };
    }

    /// What is not public is as unknown as what is nowhere: nobody is to learn the names of this network.
    private static String reason(Throwable thrown) {
        return thrown instanceof UnknownHostException
                ? "is not at a public https address"
                : "could not be fetched: no connection";
    }

    private void received(WebAddress from, HttpClientResponse answer) {
        // Whoever hangs up on an answer is told so by an exception, which would fill the log.
        answer.exceptionHandler(_ -> {});
        if (isOver) {
            return;
        }
        if (REDIRECTS.contains(answer.statusCode())) {
            redirect(from, answer);
            return;
        }
        Optional<String> fault = fault(answer);
        if (fault.isPresent()) {
            fail(fault.get());
            return;
        }
        answer.exceptionHandler(_ -> fail("could not be fetched: the connection broke"));
        answer.handler(this::take);
        answer.endHandler(_ -> {
            request = null;
            complete();
        });
    }

    private void redirect(WebAddress from, HttpClientResponse answer) {
        hangUp();
        if (redirects == MOST_REDIRECTS) {
            fail("could not be fetched: more than " + MOST_REDIRECTS + " redirects");
            return;
        }
        redirects++;
        String location = answer.getHeader(HttpHeaders.LOCATION);
        ask(location == null ? Optional.empty() : from.redirected(location));
    }

    /// What is wrong with an answer by its head.
    private Optional<String> fault(HttpClientResponse answer) {
        if (answer.statusCode() != OK) {
            return Optional.of("could not be fetched: status " + answer.statusCode());
        }
        String type = answer.getHeader(HttpHeaders.CONTENT_TYPE);
        String encoding = answer.getHeader(HttpHeaders.CONTENT_ENCODING);
        boolean isPlain = encoding == null || encoding.strip().equalsIgnoreCase("identity");
        // An encoding was not asked for: such a body may be a bomb.
        boolean isAsked =
                isPlain && type != null && MediaType.told(address.kind(), type).isPresent();
        return isAsked ? Optional.empty() : Optional.of(otherThanAsked());
    }

    private String otherThanAsked() {
        return switch (address.kind()) {
            case IMAGE -> "is no PNG, JPEG, GIF or WebP";
            case DOCUMENT -> "is no PDF";
        };
    }

    private void take(Buffer chunk) {
        if (isOver) {
            return;
        }
        if (body.length() + chunk.length() > MOST_BYTES || !listener.takes(chunk.length())) {
            fail("is too large");
            return;
        }
        body.appendBuffer(chunk);
    }

    private void complete() {
        if (isOver) {
            return;
        }
        byte[] bytes = body.getBytes();
        Optional<MediaType> type = MediaType.of(address.kind(), bytes);
        if (type.isEmpty()) {
            fail(otherThanAsked());
            return;
        }
        cancel();
        listener.arrived(new Source.Inline(type.get().id(), Base64.getEncoder().encodeToString(bytes)));
    }

    private void fail(String why) {
        if (!isOver) {
            cancel();
            listener.failed(why);
        }
    }

    private void hangUp() {
        if (request != null) {
            request.reset();
        }
    }
}

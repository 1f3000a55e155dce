package dev.sidestep.exchange;

import dev.sidestep.core.Outcome;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.HttpClosedException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/// What failures of the transport mean.
final class Transport {
    private Transport() {}

    /// The outcome of an attempt that ended in an exception instead of an answer.
    static Outcome outcomeOf(Throwable thrown) {
        return switch (thrown) {
            case ConnectTimeoutException _ -> new Outcome.TimedOut("connect");
            case ConnectException _ -> new Outcome.Unreachable("connection refused", true);
            case UnknownHostException _ -> new Outcome.Unreachable("unknown host", true);
            case SSLException _ -> new Outcome.Unreachable("TLS", true);
            case HttpClosedException _ -> new Outcome.Unreachable("connection closed");
            case IllegalArgumentException _, IllegalStateException _ -> new Outcome.Faulted("protocol");
            default -> new Outcome.Unreachable("connection broken");
        };
    }

    /// The failure in a few words, without addresses of ours.
    static String textOf(Throwable thrown) {
        String message = thrown.getMessage();
        String kind = thrown.getClass().getSimpleName();
        return message == null || message.isBlank()
                ? kind
                : message.lines().findFirst().orElse(kind);
    }
}

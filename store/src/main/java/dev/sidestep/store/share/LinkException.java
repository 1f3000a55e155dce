package dev.sidestep.store.share;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The server cannot be talked to. The message is for people, and holds nothing of the address but what the server
/// itself says. Has no stack.
final class LinkException extends Exception {
    private static final long serialVersionUID = 1;
    private static final int MOST_CAUSES = 8;
    private static final int MOST_OF_A_TEXT = 200;

    LinkException(String trouble) {
        super(trouble, null, false, false);
    }

    static LinkException of(Throwable cause) {
        return new LinkException(troubleOf(cause));
    }

    /// What went wrong, for people.
    static String troubleOf(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int i = 0; cause != null && i < MOST_CAUSES; i++, cause = cause.getCause()) {
            switch (cause) {
                case RedisCommandExecutionException e -> {
                    return "the server said: " + Words.shortened(String.valueOf(e.getMessage()), MOST_OF_A_TEXT);
                }
                case RedisCommandTimeoutException _, TimeoutException _ -> {
                    return "the server does not answer in time";
                }
                case ConnectException _ -> {
                    return "the server cannot be connected to";
                }
                case UnknownHostException _ -> {
                    return "the server's name cannot be resolved";
                }
                default -> {}
            }
        }
        return "the connection failed (" + failure.getClass().getSimpleName() + ")";
    }
}

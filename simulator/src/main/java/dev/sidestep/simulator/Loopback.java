package dev.sidestep.simulator;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Where simulated servers listen, and how their start and end are waited for.
final class Loopback {
    static final String HOST = "127.0.0.1";

    private static final long PATIENCE_SECONDS = 30; // a port is bound at once or not at all

    private Loopback() {}

    /// Blocks; throws [IllegalStateException] with the reason when it fails.
    static void await(Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(String.valueOf(e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer within " + PATIENCE_SECONDS + " s", e);
        }
    }
}

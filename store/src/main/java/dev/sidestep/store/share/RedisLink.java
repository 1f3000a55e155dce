package dev.sidestep.store.share;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A pair of connections, one to speak and one to hear, that lasts until the first thing goes wrong with either.
/// Commands return at once. Thread-safe.
final class RedisLink implements AutoCloseable {
    private final StatefulRedisConnection<String, byte[]> mouth;
    private final StatefulRedisPubSubConnection<String, byte[]> ear;
    private final Bell bell;
    private final Consumer<String> refused;
    private final AtomicReference<@Nullable String> knownTrouble = new AtomicReference<>();

    /// @param bell rung when the link is lost
    /// @param refused told what the server refuses, for people; the link goes on
    RedisLink(
            StatefulRedisConnection<String, byte[]> mouth,
            StatefulRedisPubSubConnection<String, byte[]> ear,
            Bell bell,
            Consumer<String> refused) {
        this.mouth = mouth;
        this.ear = ear;
        this.bell = bell;
        this.refused = refused;
        RedisConnectionStateListener ends = new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
                lose("the server ended the connection");
            }
        };
        mouth.addListener(ends);
        ear.addListener(ends);
    }

    /// Sends a command whose answer somebody awaits.
    <T> CompletableFuture<T> ask(Function<RedisAsyncCommands<String, byte[]>, ? extends CompletionStage<T>> command) {
        try {
            return command.apply(mouth.async()).toCompletableFuture();
        } catch (RedisException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /// Sends a command of which only failures matter.
    void send(Function<RedisAsyncCommands<String, byte[]>, ? extends CompletionStage<?>> command) {
        try {
            command.apply(mouth.async()).whenComplete((_, failure) -> note(failure));
        } catch (RedisException e) {
            note(e);
        }
    }

    /// Hears a channel from now on. The listener is called on a thread of the connection and must not throw.
    CompletableFuture<Void> hear(String channel, Consumer<byte[]> listener) {
        ear.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String from, byte[] text) {
                listener.accept(text);
            }
        });
        return ear.async().subscribe(channel).toCompletableFuture();
    }

    /// What an answer says, waited for no longer than the limit.
    static <T> T await(CompletionStage<T> answer, long limitNanos) throws LinkException {
        try {
            return answer.toCompletableFuture().get(limitNanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw LinkException.of(e);
        } catch (TimeoutException e) {
            throw LinkException.of(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new LinkException("this node ends");
        }
    }

    /// Notes what a command came to: a refusal is told, anything else means that the link is lost.
    void note(@Nullable Throwable failure) {
        if (failure == null) {
            return;
        }
        if (isRefusal(failure)) {
            refused.accept(LinkException.troubleOf(failure));
        } else {
            lose(LinkException.troubleOf(failure));
        }
    }

    /// Why the link is lost; null while it is not.
    @Nullable
    String knownTrouble() {
        return knownTrouble.get();
    }

    /// Lets go of both connections, without waiting for it.
    @Override
    public void close() {
        knownTrouble.compareAndSet(null, "this node ended the connection");
        mouth.closeAsync();
        ear.closeAsync();
    }

    /// Notes that the link is lost, and why: the first reason counts.
    void lose(String trouble) {
        if (knownTrouble.compareAndSet(null, trouble)) {
            bell.ring();
        }
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof RedisCommandExecutionException
                || failure.getCause() instanceof RedisCommandExecutionException;
    }
}

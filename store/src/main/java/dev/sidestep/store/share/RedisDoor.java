package dev.sidestep.store.share;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Opens links to one server, and owns the few threads that they run on. Nothing reconnects by itself, queues for
/// better times, or waits longer than [#LIMIT].
final class RedisDoor implements AutoCloseable {
    /// How long a command may take.
    static final Duration LIMIT = Duration.ofMillis(500);

    private static final long OPEN_NANOS = TimeUnit.MILLISECONDS.toNanos(900);
    private static final long CLOSE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int MOST_UNDER_WAY = 8_192;
    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private final RedisURI uri;
    private final HashedWheelTimer timer;
    private final ClientResources resources;
    private final RedisClient client;

    RedisDoor(ShareAddress address) {
        this.uri = uriOf(address);
        this.timer =
                new HashedWheelTimer(new DefaultThreadFactory("sidestep-share-timer", true), 10, TimeUnit.MILLISECONDS);
        this.resources = ClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .threadFactoryProvider(pool -> new DefaultThreadFactory("sidestep-share-" + pool, true))
                .timer(timer)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .build();
        this.client = RedisClient.create(resources, uri);
        client.setOptions(options());
    }

    /// A new link, or the reason why there is none, within a second.
    RedisLink open(Bell bell, Consumer<String> refused) throws LinkException {
        var mouth = client.connectAsync(CODEC, uri).toCompletableFuture();
        var ear = client.connectPubSubAsync(CODEC, uri).toCompletableFuture();
        try {
            RedisLink.await(CompletableFuture.allOf(mouth, ear), OPEN_NANOS);
            return new RedisLink(mouth.join(), ear.join(), bell, refused);
        } catch (LinkException e) {
            // What opens after all has nobody left who wants it.
            mouth.thenAccept(StatefulConnection::closeAsync);
            ear.thenAccept(StatefulConnection::closeAsync);
            throw e;
        }
    }

    /// Ends the connections and then the threads, whether or not the server takes part in it.
    @Override
    public void close() {
        try {
            RedisLink.await(client.shutdownAsync(0, 100, TimeUnit.MILLISECONDS), CLOSE_NANOS);
        } catch (LinkException _) {
            // The threads end below, and the connections with them.
        }
        resources.shutdown(0, 100, TimeUnit.MILLISECONDS);
        timer.stop();
    }

    private static ClientOptions options() {
        return ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .protocolVersion(ProtocolVersion.RESP2)
                .requestQueueSize(MOST_UNDER_WAY)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(LIMIT)
                        .tcpNoDelay(true)
                        .build())
                .timeoutOptions(TimeoutOptions.enabled(LIMIT))
                .build();
    }

    private static RedisURI uriOf(ShareAddress address) {
        RedisURI.Builder uri = RedisURI.builder()
                .withHost(address.host())
                .withPort(address.port())
                .withSsl(address.isTls())
                .withDatabase(address.database())
                .withTimeout(LIMIT);
        if (!address.user().isEmpty()) {
            uri.withAuthentication(address.user(), address.password().toCharArray());
        } else if (!address.password().isEmpty()) {
            uri.withPassword(address.password().toCharArray());
        }
        return uri.build();
    }
}

package dev.sidestep.gateway;

import dev.sidestep.config.ConfigException;
import dev.sidestep.gateway.accounts.NotInForceException;
import dev.sidestep.gateway.config.GatewayConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at a configuration file once a second, and puts it in force when it has changed. Its files
/// are read on a worker thread, one look at a time. Thread-safe.
final class ConfigWatch {
    private static final Logger log = LoggerFactory.getLogger("sidestep");

    /// Polled, since file events get lost on network mounts and in containers' bind mounts.
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Gateway gateway;
    private final Path file;
    private final Function<Path, GatewayConfig> reader;
    private @Nullable Version inForce;
    private @Nullable Version seen;

    /// What tells one state of the file from another.
    private record Version(
            FileTime modified, long size, @Nullable Object fileKey) {}

    /// @param reader of the file; throws a [ConfigException] where it has mistakes
    ConfigWatch(Vertx vertx, Gateway gateway, Path file, Function<Path, GatewayConfig> reader) {
        this.vertx = vertx;
        this.gateway = gateway;
        this.file = file;
        this.reader = reader;
    }

    synchronized void start() {
        inForce = version();
        seen = inForce;
        lookLater();
    }

    private void lookLater() {
        vertx.setTimer(
                INTERVAL.toMillis(),
                _ -> vertx.<Void>executeBlocking(() -> {
                            look();
                            return null;
                        })
                        .onComplete(_ -> lookLater()));
    }

    /// A file that changes is read when it has stayed the same from one look to the next: an editor
    /// may be half way through.
    synchronized void look() {
        Version now = version();
        boolean isSettled = now != null && now.equals(seen);
        seen = now;
        if (isSettled && !Objects.equals(now, inForce)) {
            inForce = now;
            reload();
        }
    }

    /// Makes a change of the file that is complete once it returns, and puts it in force at once.
    ///
    /// @param change throws where it changes nothing
    /// @throws NotInForceException where the changed file is refused
    synchronized void write(Runnable change) {
        change.run();
        inForce = version();
        seen = inForce;
        List<String> refusal = reload();
        if (!refusal.isEmpty()) {
            throw new NotInForceException("It is written, but not in force: " + String.join("; ", refusal));
        }
    }

    /// Puts the file in force.
    ///
    /// @return why it is refused, in lines that are logged; none where it is not
    private List<String> reload() {
        List<String> refusal = refusal();
        if (!refusal.isEmpty()) {
            log.error("the changed configuration is refused, and the one in force stays:");
            refusal.forEach(line -> log.error("{}", line));
        }
        return refusal;
    }

    private List<String> refusal() {
        try {
            gateway.reload(reader.apply(file));
            return List.of();
        } catch (ConfigException refused) {
            return refused.mistakes().stream()
                    .map(mistake -> mistake.in(String.valueOf(file.getFileName())))
                    .toList();
        } catch (StartException | IllegalArgumentException refused) {
            return List.of(String.valueOf(refused.getMessage()));
        }
    }

    private @Nullable Version version() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (IOException _) {
            return null;
        }
    }
}

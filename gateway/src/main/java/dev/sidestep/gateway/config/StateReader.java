package dev.sidestep.gateway.config;

import dev.sidestep.config.ConfigDocument;
import dev.sidestep.config.Secret;
import dev.sidestep.config.Section;
import dev.sidestep.config.Value;
import dev.sidestep.store.Retention;
import dev.sidestep.store.StorePlace;
import dev.sidestep.store.share.ShareAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads what a gateway keeps and shares.
final class StateReader {
    static final String NO_DIRECTORY = "nothing outlives the process, since neither SIDESTEP_DATA_DIR nor HOME is set:"
            + " name a directory, or say store: none";

    private static final String DATA_DIR = "gateway.data-dir";
    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final long LEAST_BYTES = 10_000_000;
    private static final long MOST_BYTES = 1_000_000_000_000L;
    private static final String EXPECTED_SHARE =
            "expected a URL such as redis://user:${REDIS_PASSWORD}@host:6379, rediss://… or valkey://…; this one ";

    private final ConfigDocument document;
    private final DataDirectory directories;

    private StateReader(ConfigDocument document, Map<String, String> environment) {
        this.document = document;
        this.directories = new DataDirectory(new Environment(environment));
    }

    /// What a file configures.
    ///
    /// @param gateway its section, where there is one
    static StateConfig read(ConfigDocument document, Optional<Section> gateway, Map<String, String> environment) {
        StateReader reader = new StateReader(document, environment);
        return gateway.map(reader::read)
                .orElseGet(() -> reader.embedded().map(StateConfig.NONE::at).orElse(StateConfig.NONE));
    }

    /// What holds without a file.
    static StateConfig usual(Map<String, String> environment) {
        return new DataDirectory(new Environment(environment))
                .usual()
                .map(directory -> StateConfig.NONE.at(new StorePlace.Embedded(directory)))
                .orElse(StateConfig.NONE);
    }

    private StateConfig read(Section gateway) {
        return new StateConfig(
                store(gateway).orElse(null),
                gateway.value("share").flatMap(StateReader::share).orElse(null),
                gateway.section("retention").map(StateReader::retention).orElse(Retention.STANDARD),
                gateway.flag("record-content").orElse(false));
    }

    private Optional<StorePlace> store(Section gateway) {
        Optional<Value> directory = gateway.value("data-dir");
        Optional<Value> store = gateway.value("store");
        String chosen = store.isPresent() ? store.get().prose().orElse("none") : "embedded";
        if (chosen.equals("embedded")) {
            return directory.isPresent() ? embedded(directory.get()) : embedded();
        }
        directory
                .filter(_ -> chosen.equals("none"))
                .ifPresent(value -> document.warning(value.path(), "not used, since store is none"));
        return chosen.equals("none") ? Optional.empty() : store.flatMap(StateReader::database);
    }

    private Optional<StorePlace> embedded() {
        Optional<Path> directory = directories.usual();
        if (directory.isEmpty()) {
            document.warning(DATA_DIR, NO_DIRECTORY);
        }
        return directory.map(StorePlace.Embedded::new);
    }

    private Optional<StorePlace> embedded(Value named) {
        Optional<String> text = named.text();
        Optional<Path> directory = text.flatMap(name -> directories.named(name, document.folder()));
        if (text.isPresent() && directory.isEmpty()) {
            named.mistake("expected a directory such as /var/lib/sidestep, or ~/sidestep where HOME is set");
        }
        return directory.map(StorePlace.Embedded::new);
    }

    /// Mistakes do not quote what was found: it may hold a password.
    private static Optional<StorePlace> database(Value value) {
        Optional<Secret> url = value.secretUrl();
        if (url.filter(text -> !text.reveal().startsWith("postgres")).isPresent()) {
            value.mistake("expected embedded, none or " + PostgresUrl.EXPECTED);
            return Optional.empty();
        }
        try {
            return url.map(PostgresUrl::parse);
        } catch (IllegalArgumentException wrong) {
            value.mistake(String.valueOf(wrong.getMessage()));
            return Optional.empty();
        }
    }

    private static Optional<ShareAddress> share(Value value) {
        try {
            return value.secretUrl().map(url -> ShareAddress.parse(url.reveal()));
        } catch (IllegalArgumentException wrong) {
            value.mistake(EXPECTED_SHARE + wrong.getMessage());
            return Optional.empty();
        }
    }

    private static Retention retention(Section section) {
        OptionalLong bytes = section.value("size")
                .map(value -> value.size(LEAST_BYTES, MOST_BYTES))
                .orElse(OptionalLong.empty());
        return new Retention(
                section.duration("time", SHORTEST, LONGEST).orElse(Retention.STANDARD.time()),
                bytes.orElse(Retention.STANDARD.bytes()));
    }
}

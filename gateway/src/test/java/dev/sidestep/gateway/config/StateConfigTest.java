package dev.sidestep.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sidestep.config.ConfigException;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.store.Retention;
import dev.sidestep.store.StorePlace;
import dev.sidestep.store.share.ShareAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateConfigTest {
    private static final String PASSWORD = "p@ss/w:rd%41?#";
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "HOME", "/home/somebody",
            "PASSWORD", PASSWORD,
            "DATABASE_URL", "postgres://me:p%40ss@db/all?sslmode=require",
            "CACHE_URL", "rediss://:p%40ss@cache:6380/2");

    private static GatewayConfig read(String gateway, Map<String, String> environment) {
        return GatewayConfig.read("test.yaml", "gateway: {" + gateway + "}", environment);
    }

    private static StateConfig state(String gateway) {
        return read(gateway, ENVIRONMENT).state();
    }

    private static StorePlace embedded(String directory) {
        return new StorePlace.Embedded(Path.of(directory));
    }

    private static StorePlace.Postgres postgres(String gateway) {
        return (StorePlace.Postgres) state(gateway).store().orElseThrow();
    }

    @Test
    void byDefaultStateIsKeptInTheHomeOfWhoeverRunsIt() {
        assertThat(GatewayConfig.fromEnvironment(ENVIRONMENT).state())
                .isEqualTo(StateConfig.NONE.at(embedded("/home/somebody/.sidestep")));
        assertThat(GatewayConfig.read("test.yaml", "", ENVIRONMENT).state().store())
                .contains(embedded("/home/somebody/.sidestep"));
        assertThat(read("", Map.of("USERPROFILE", "/users/me")).state().store())
                .contains(embedded("/users/me/.sidestep"));
        assertThat(read("", Map.of("HOME", "/h", "SIDESTEP_DATA_DIR", "~/data"))
                        .state()
                        .store())
                .contains(embedded("/h/data"));
    }

    @Test
    void inCodeNothingIsKeptUnlessItIsAskedFor() {
        assertThat(GatewayConfig.builder(SidestepConfig.fromEnvironment(ENVIRONMENT))
                        .build()
                        .state())
                .isEqualTo(StateConfig.NONE);
    }

    @Test
    void withoutAnyDirectoryNothingIsKeptWhichIsSaid() {
        GatewayConfig ofFile = read("", Map.of());
        GatewayConfig ofEnvironment = GatewayConfig.fromEnvironment(Map.of("HOME", " "));

        assertThat(ofFile.state().store()).isEmpty();
        assertThat(ofFile.warnings()).anyMatch(line -> line.contains("gateway.data-dir: nothing outlives the process"));
        assertThat(ofEnvironment.state().store()).isEmpty();
        assertThat(ofEnvironment.warnings()).anyMatch(line -> line.contains("nothing outlives the process"));
        assertThat(read("store: none", Map.of()).warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "data-dir: ~/state, /home/somebody/state",
        "data-dir: /var/lib/sidestep, /var/lib/sidestep",
        "'store: embedded, data-dir: state', state"
    })
    void directoryIsRead(String gateway, String expected) {
        assertThat(state(gateway).store()).contains(embedded(expected));
    }

    @Test
    void directoryThatNobodyUsesIsAWarning() {
        assertThat(read("store: none, data-dir: /x", ENVIRONMENT).warnings())
                .anyMatch(line -> line.contains("gateway.data-dir: not used"));
    }

    @Test
    void everythingElseIsRead() {
        StateConfig state = state(
                "store: none, share: \"redis://cache\", retention: {time: 7d, size: 20MB}," + " record-content: true");

        assertThat(state)
                .isEqualTo(new StateConfig(
                        null,
                        ShareAddress.parse("redis://cache"),
                        new Retention(Duration.ofDays(7), 20_000_000),
                        true));
    }

    @Test
    void databaseIsReadAsPsqlTakesIt() {
        assertThat(postgres("store: 'postgresql://me@[::1]/all?application_name=a&sslmode=verify-full'"))
                .isEqualTo(new StorePlace.Postgres(
                        "jdbc:postgresql://[::1]/all?ApplicationName=a&sslmode=verify-full", "me", ""));
        assertThat(postgres("store: '${DATABASE_URL}'"))
                .isEqualTo(new StorePlace.Postgres("jdbc:postgresql://db/all?sslmode=require", "me", "p@ss"));
        assertThat(postgres("store: 'postgresql://db:5433/all'"))
                .isEqualTo(new StorePlace.Postgres("jdbc:postgresql://db:5433/all", "", ""));
    }

    @Test
    void passwordOfAReferenceMayHaveAnyCharacters() {
        StorePlace.Postgres database = postgres("store: 'postgresql://me:${PASSWORD}@db/all'");

        assertThat(database.password()).isEqualTo(PASSWORD);
        assertThat(state("store: none, share: 'redis://:${PASSWORD}@cache'")
                        .share()
                        .orElseThrow()
                        .password())
                .isEqualTo(PASSWORD);
    }

    @Test
    void passwordIsNeverPrinted() {
        GatewayConfig config = read("store: 'postgresql://me:hunter22@db/all', share: '${CACHE_URL}'", ENVIRONMENT);

        assertThat(config.toString()).contains("db/all").doesNotContain("hunter22", "p%40ss");
        assertThat(config.warnings())
                .anyMatch(line -> line.contains("gateway.store: the secret itself stands in the file"))
                .noneMatch(line -> line.contains("hunter22"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "store: 'mysql://me:hunter22@db/all'",
                "store: 'postgresql://me:hunter22@db'",
                "store: 'postgresql://me:hunter22@@db/all'",
                "store: 'postgresql://me:%hunter22@db/all'",
                "store: 'postgresql://me@db/all?password=hunter22'",
                "store: 'postgresql://me@db/all?socketFactory=hunter22'",
                "store: 'postgresql://me@db/all?hunter22'",
                "share: 'http://:hunter22@cache'",
                "share: 'redis://a@:hunter22@cache'",
                "share: hunter22",
                "store: hunter22"
            })
    void mistakesAreToldAtTheirLineAndQuoteNoSecret(String gateway) {
        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> read(gateway, Map.of("HOME", "/home/somebody")));

        assertThat(refused.getMessage())
                .startsWith("test.yaml:1: gateway." + gateway.substring(0, 5) + ": ")
                .doesNotContain("hunter22");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "retention: {time: 30m}; gateway.retention.time: expected a duration",
                "retention: {size: 1MB}; gateway.retention.size: expected a size",
                "retention: {tme: 1d}; unknown key 'tme', did you mean 'time'?",
                "record-content: maybe; gateway.record-content: expected one of false, true",
                "data-dir: ~/state; gateway.data-dir: expected a directory"
            })
    void otherMistakesAreTold(String gateway, String message) {
        assertThat(catchThrowableOfType(ConfigException.class, () -> read(gateway, Map.of()))
                        .getMessage())
                .contains(message);
    }
}

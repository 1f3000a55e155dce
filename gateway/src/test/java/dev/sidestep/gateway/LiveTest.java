package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.gateway.config.GatewayConfig;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The live feed over HTTP.
class LiveTest {
    private static final String LOOK = "GET /api/v1/live HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n";

    /// The end of a stream whose connection goes on.
    private static final String END = "\r\n0\r\n\r\n";

    private static final String FIRST = "sk-first-admin-of-the-test";
    private static final String SECOND = "sk-second-admin-of-the-test";

    @Test
    void callIsSeenWhereSomebodyLooks() throws Exception {
        try (Bench bench = Bench.start();
                RawClient viewer = bench.connect()) {
            String beginning = viewer.send(LOOK).readUntil("event: tick");
            assertThat(beginning)
                    .contains("200 OK", "content-type: text/event-stream", "event: hello", "event: targets", "groq/a1");

            bench.post("/v1/chat/completions", Bench.HELLO);

            assertThat(viewer.readUntil("\"outcome\":\"answered\"")).contains("\"wanted\":\"a1\"");
        }
    }

    @Test
    void endOfTheGatewayEndsTheStreamInOrder() throws Exception {
        try (Bench bench = Bench.start();
                RawClient viewer = bench.connect()) {
            viewer.send(LOOK).readUntil("event: targets");

            bench.gateway().drain(Duration.ofSeconds(10)).toCompletableFuture().get();

            assertThat(viewer.readToEnd()).endsWith("0\r\n\r\n");
        }
    }

    @Test
    void streamTellsByWhichIdItIsFoundAgain() throws Exception {
        try (Bench bench = Bench.start();
                RawClient viewer = bench.connect()) {
            assertThat(viewer.send(LOOK).readUntil("\r\n\r\n")).containsPattern("x-sidestep-request: req-[0-9a-z]{20}");
        }
    }

    @Test
    void signingOutEndsTheStreamOfThatBrowserOnly() throws Exception {
        try (Bench bench = Bench.start(keys(FIRST), Bench.limits());
                RawClient leaving = bench.connect();
                RawClient staying = bench.connect()) {
            SignedIn one = look(bench, leaving);
            look(bench, staying);

            bench.send("DELETE", "/api/v1/session", "", one.headers());

            leaving.readUntil(END);
            assertThat(staying.readUntil("event: tick")).doesNotContain(END);
        }
    }

    @Test
    void keyThatIsTakenAwayEndsTheStreamsOfItsBrowsersAndPrograms() throws Exception {
        try (Bench bench = Bench.start(keys(FIRST), Bench.limits());
                RawClient browser = bench.connect();
                RawClient program = bench.connect()) {
            look(bench, browser);
            program.send(LOOK.replace("\r\n\r\n", "\r\nauthorization: Bearer " + FIRST + "\r\n\r\n"))
                    .readUntil("event: tick");

            bench.gateway().reload(GatewayConfig.read("test.yaml", Bench.yaml(bench.server(), keys(SECOND)), Map.of()));

            browser.readUntil(END);
            program.readUntil(END);
        }
    }

    @Test
    void whereAKeyIsNeededFromNowOnTheStreamsOfThoseWithoutEnd() throws Exception {
        try (Bench bench = Bench.start();
                RawClient viewer = bench.connect()) {
            viewer.send(LOOK).readUntil("event: tick");

            bench.gateway().reload(GatewayConfig.read("test.yaml", Bench.yaml(bench.server(), keys(FIRST)), Map.of()));

            viewer.readUntil(END);
        }
    }

    private static String keys(String admin) {
        return "gateway:\n  listen: 127.0.0.1:0\n  admin-keys: [" + admin + "]\n";
    }

    private static SignedIn look(Bench bench, RawClient viewer) throws Exception {
        SignedIn browser = SignedIn.with(bench, FIRST);
        viewer.send(LOOK.replace("\r\n\r\n", "\r\n" + browser.cookie() + "\r\n\r\n"))
                .readUntil("event: tick");
        return browser;
    }

    @Test
    void onlyLookingIsPossible() throws Exception {
        try (Bench bench = Bench.start()) {
            assertThat(bench.send("HEAD", "/api/v1/live", "").statusCode()).isEqualTo(200);
            assertThat(bench.send("POST", "/api/v1/live", "{}").statusCode()).isEqualTo(405);
        }
    }
}

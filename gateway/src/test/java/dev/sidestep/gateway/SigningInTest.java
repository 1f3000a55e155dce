package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.gateway.config.GatewayConfig;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SigningInTest {
    private static final String PATH = "/api/v1/session";
    private static final String ADMIN = "sk-admin-of-the-test";

    private static String keys(String admin) {
        return """
                gateway:
                  listen: 127.0.0.1:0
                  admin-keys: [%s]
                """.formatted(admin);
    }

    private static Bench start() {
        return Bench.start(keys(ADMIN), Bench.limits());
    }

    @Test
    void browserIsToldWhetherItHasToSignIn() throws Exception {
        try (Bench open = Bench.start();
                Bench keyed = start()) {
            assertThat(open.get(PATH).body()).isEqualTo("{\"needs_key\":false,\"signed_in\":false,\"csrf\":null}");
            assertThat(keyed.get(PATH).body()).isEqualTo("{\"needs_key\":true,\"signed_in\":false,\"csrf\":null}");
        }
    }

    @Test
    void rightKeyIsAnsweredWithACookieThatNoScriptAndNoOtherSiteCanUse() throws Exception {
        try (Bench bench = start()) {
            HttpResponse<String> answer = bench.post(PATH, "{\"key\":\"" + ADMIN + "\"}");

            assertThat(answer.headers().firstValue("set-cookie").orElseThrow())
                    .matches("sidestep_session=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Strict");
            assertThat(answer.body()).contains("\"signed_in\":true").doesNotContain(ADMIN);
        }
    }

    @Test
    void cookieIsForTlsOnlyWhereTheBrowserSpeaksIt() throws Exception {
        try (Bench bench = start()) {
            var answer = bench.post(PATH, "{\"key\":\"" + ADMIN + "\"}", "x-forwarded-proto", "https");

            assertThat(answer.headers().firstValue("set-cookie").orElseThrow()).endsWith("; Secure");
        }
    }

    @Test
    void reloadedPageGetsItsTokenAgain() throws Exception {
        try (Bench bench = start()) {
            SignedIn browser = SignedIn.with(bench, ADMIN);

            assertThat(bench.get(PATH, browser.headers()).body())
                    .contains("\"signed_in\":true", browser.csrf().substring("x-sidestep-csrf: ".length()));
        }
    }

    @Test
    void wrongKeyIsRefusedAndAfterAFewAttemptsHasToWait() throws Exception {
        try (Bench bench = start()) {
            for (int i = 0; i < 5; i++) {
                assertThat(bench.post(PATH, "{\"key\":\"guess\"}").statusCode()).isEqualTo(401);
            }

            var paused = bench.post(PATH, "{\"key\":\"guess\"}");

            assertThat(paused.statusCode()).isEqualTo(429);
            assertThat(paused.headers().firstValue("retry-after")).isPresent();
            assertThat(paused.body()).contains("too_many_attempts");
        }
    }

    @Test
    void whatIsNoKeyIsSaidToBeNone() throws Exception {
        try (Bench bench = start()) {
            assertThat(bench.post(PATH, "{\"key\": 1}").statusCode()).isEqualTo(400);
            assertThat(bench.post(PATH, "nonsense").statusCode()).isEqualTo(400);
            assertThat(bench.post(PATH, "{\"key\":\"" + "x".repeat(5_000) + "\"}")
                            .statusCode())
                    .isEqualTo(413);
        }
    }

    @Test
    void signingOutEndsTheSession() throws Exception {
        try (Bench bench = start()) {
            SignedIn browser = SignedIn.with(bench, ADMIN);

            var out = bench.send("DELETE", PATH, "", browser.headers());

            assertThat(out.headers().firstValue("set-cookie").orElseThrow()).contains("Max-Age=0");
            assertThat(bench.get("/api/v1/targets", browser.headers()).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void reloadThatRemovesTheKeyEndsItsSessionsOnly() throws Exception {
        try (Bench bench = start()) {
            SignedIn browser = SignedIn.with(bench, ADMIN);
            reload(bench, ADMIN + ", sk-another-admin-of-the-test");
            int before = bench.get("/api/v1/targets", browser.headers()).statusCode();

            reload(bench, "sk-another-admin-of-the-test");

            assertThat(before).isEqualTo(200);
            assertThat(bench.get("/api/v1/targets", browser.headers()).statusCode())
                    .isEqualTo(401);
        }
    }

    private static void reload(Bench bench, String admins) {
        String yaml = Bench.yaml(bench.server(), keys(admins));
        bench.gateway().reload(GatewayConfig.read("test.yaml", yaml, Map.of()));
    }
}

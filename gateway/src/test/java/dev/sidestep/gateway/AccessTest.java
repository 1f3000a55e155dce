package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.config.SidestepConfig;
import dev.sidestep.gateway.auth.Access;
import dev.sidestep.gateway.config.GatewayConfig;
import dev.sidestep.gateway.config.ListenAddress;
import io.vertx.core.http.HttpMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    private static final String KEYS = """
            gateway:
              listen: 127.0.0.1:0
              api-keys: [sk-client-of-the-test]
              admin-keys: [sk-admin-of-the-test]
            """;
    private static final String CLIENT = "Bearer sk-client-of-the-test";
    private static final String ADMIN = "Bearer sk-admin-of-the-test";

    private static final String BROWSER = "sec-fetch-site: same-origin";

    /// The status with which a route answers; what comes behind it, maybe without an end, is not waited for.
    private static int status(Bench bench, Route route, String... headers) throws Exception {
        return statusAt("localhost", bench, route, headers);
    }

    private static int statusAt(String host, Bench bench, Route route, String... headers) throws Exception {
        String path = route.path().replace("{}", "x").replace("{...}", "x");
        String body = route.hasBody() ? "{}" : "";
        try (RawClient client = bench.connect()) {
            client.send(route.method() + " " + path + " HTTP/1.1\r\nhost: " + host + "\r\n"
                    + Arrays.stream(headers).map(line -> line + "\r\n").collect(Collectors.joining())
                    + (route.hasBody() ? "content-length: 2\r\n" : "") + "\r\n" + body);
            return Integer.parseInt(client.readUntil("\r\n").split(" ")[1]);
        }
    }

    private static List<Route> routes(Access access) {
        return new Routes()
                .all().stream().filter(route -> route.access() == access).toList();
    }

    @Test
    void everyRouteIsClosedToThoseWithoutItsKey() throws Exception {
        try (Bench bench = Bench.start(KEYS, Bench.limits())) {
            for (Route route : new Routes().all()) {
                int without = status(bench, route);
                int client = status(bench, route, "authorization: " + CLIENT);
                int admin = status(bench, route, "authorization: " + ADMIN);

                switch (route.access()) {
                    case OPEN -> assertThat(without).as(route.path()).isIn(200, 400, 404);
                    case CLIENT -> {
                        assertThat(without).as(route.path()).isEqualTo(401);
                        assertThat(client).as(route.path()).isNotEqualTo(401);
                    }
                    case ADMIN -> {
                        assertThat(without).as(route.path()).isEqualTo(401);
                        assertThat(client).as(route.path()).isEqualTo(401);
                        assertThat(admin).as(route.path()).isNotIn(401, 403);
                    }
                }
            }
        }
    }

    @Test
    void signedInBrowserMayAskWhatAnAdminMay() throws Exception {
        try (Bench bench = Bench.start(KEYS, Bench.limits())) {
            SignedIn browser = SignedIn.with(bench, "sk-admin-of-the-test");

            for (Route route : routes(Access.ADMIN)) {
                boolean isChange = !route.method().equals(HttpMethod.GET);
                int looking = status(bench, route, BROWSER, browser.cookie());
                int changing = status(bench, route, BROWSER, browser.cookie(), browser.csrf());

                assertThat(looking).as(route.path()).matches(status -> isChange == (status == 403));
                assertThat(changing).as(route.path()).isNotIn(401, 403);
            }
        }
    }

    @Test
    void withoutKeysThePageOfAnotherHostReachesNothing() throws Exception {
        try (Bench bench = Bench.start()) {
            for (Route route : routes(Access.ADMIN)) {
                assertThat(statusAt("evil.example.com", bench, route))
                        .as(route.path())
                        .isEqualTo(403);
                assertThat(statusAt("127.0.0.1:" + bench.gateway().port(), bench, route))
                        .as(route.path())
                        .isNotIn(401, 403);
            }
        }
    }

    @Test
    void withoutKeysThePageOfAnotherOriginChangesAndSpendsNothing() throws Exception {
        try (Bench bench = Bench.start()) {
            for (Route route : new Routes().all()) {
                boolean isHarmless = route.access() == Access.OPEN
                        || (route.access() == Access.ADMIN && route.method().equals(HttpMethod.GET));

                int foreign = status(bench, route, "origin: https://evil.example.com");

                assertThat(foreign).as(route.path()).matches(status -> isHarmless != (status == 403));
            }
            assertThat(bench.journal().count()).isZero();
        }
    }

    @Test
    void allButTheAgentsRoutesOfOurOwnApiAreForAdmins() {
        assertThat(routes(Access.CLIENT).stream().map(Route::path).filter(path -> path.startsWith("/api/")))
                .containsExactlyInAnyOrder("/api/v1/agents/{}/chat", "/api/v1/agents");
    }

    @Test
    void onlyHealthSigningInAndThePagesAreOpen() {
        assertThat(routes(Access.OPEN).stream().map(Route::path).distinct())
                .containsExactlyInAnyOrder("/api/v1/session", "/health", "/health/ready", "/", "/dashboard/{...}");
    }

    @Test
    void whatAdminsAreAnsweredStaysInNoCache() throws Exception {
        try (Bench bench = Bench.start()) {
            for (String path : List.of("/api/v1/targets", "/api/v1/rate-limit-status", "/api/v1/session")) {
                assertThat(bench.get(path).headers().firstValue("cache-control"))
                        .as(path)
                        .contains("no-store");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-client-of-the-test",
                "Bearer",
                "Bearer ",
                "Bearer sk-client-of-the-tes",
                "Bearer sk-client-of-the-test2",
                "Basic sk-client-of-the-test"
            })
    void wrongKeyIs401InTheShapeThatSdksRead(String authorization) throws Exception {
        try (Bench bench = Bench.start(KEYS, Bench.limits())) {
            var answer = bench.post("/v1/chat/completions", Bench.HELLO, "authorization", authorization);

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("\"code\":\"invalid_api_key\"");
            assertThat(bench.journal().count()).isZero();
        }
    }

    @Test
    void rightKeyStaysHere() throws Exception {
        try (Bench bench = Bench.start(KEYS, Bench.limits())) {
            var answer = bench.post("/v1/chat/completions", Bench.HELLO, "authorization", CLIENT);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(bench.journal().entries().getFirst().headers().toString())
                    .doesNotContain("sk-client");
        }
    }

    /// However the path and the host are written, what is closed stays closed.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models",
                "//v1/models",
                "/./v1/models",
                "/health/../v1/models",
                "/health/%2e%2e/v1/models",
                "/v1%2fmodels",
                "/v1/models;x=/health",
                "/v1/models?/health",
                "/v1/models%00",
                "/%76%31/models",
                "http://localhost/v1/models",
                "http://localhost/health/../v1/models",
                "\\v1\\models"
            })
    void noSpellingOfAPathGetsAroundTheKey(String target) throws Exception {
        try (Bench bench = Bench.start(KEYS, Bench.limits());
                RawClient client = bench.connect()) {
            String answer = client.send("GET " + target + " HTTP/1.1\r\nhost: a/health#@b\r\n\r\n")
                    .readUntil("\r\n\r\n");

            assertThat(answer).matches("(?s)HTTP/1.1 (400|401|404) .*");
        }
    }

    @Test
    void twoKeysAtOnceAreNone() throws Exception {
        try (Bench bench = Bench.start(KEYS, Bench.limits());
                RawClient client = bench.connect()) {
            client.send("GET /v1/models HTTP/1.1\r\nhost: x\r\nauthorization: " + CLIENT + "\r\nauthorization: "
                    + CLIENT + "\r\n\r\n");

            assertThat(client.readUntil("\r\n\r\n")).contains("HTTP/1.1 401");
        }
    }

    @Test
    void addressThatOthersCanReachNeedsAKey() {
        GatewayConfig config = GatewayConfig.builder(SidestepConfig.fromEnvironment(Map.of("GROQ_API_KEY", "gsk_x")))
                .listen(new ListenAddress("0.0.0.0", 0))
                .build();

        assertThatThrownBy(() -> Gateway.start(config))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("gateway.api-keys");
    }

    @Test
    void takenPortIsSaidPlainly() {
        try (Bench bench = Bench.start()) {
            GatewayConfig config = GatewayConfig.builder(
                            SidestepConfig.fromEnvironment(Map.of("GROQ_API_KEY", "gsk_x")))
                    .listen(ListenAddress.loopback(bench.gateway().port()))
                    .build();

            assertThatThrownBy(() -> Gateway.start(config))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("taken");
        }
    }
}

package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a web page elsewhere, or somebody on the network, may try to get at what is an admin's: byte by byte.
class IntrusionTest {
    private static final String ADMIN = "sk-admin-of-the-test";
    private static final String TARGETS = "GET /api/v1/targets HTTP/1.1\r\n";
    private static final String CLEAR = "DELETE /api/v1/rate-limit-status HTTP/1.1\r\n";

    /// Without keys, as most people start it.
    private static Bench open;

    /// With an admin's key.
    private static Bench keyed;

    @BeforeAll
    static void start() {
        open = Bench.start();
        keyed = Bench.start("gateway:\n  listen: 127.0.0.1:0\n  admin-keys: [" + ADMIN + "]\n", Bench.limits());
    }

    @AfterAll
    static void end() {
        open.close();
        keyed.close();
    }

    /// The head of an answer.
    private static String head(Bench bench, String request) throws Exception {
        try (RawClient client = bench.connect()) {
            return client.send(request).readUntil("\r\n\r\n");
        }
    }

    private static int status(Bench bench, String request) throws Exception {
        return Integer.parseInt(head(bench, request).split(" ")[1]);
    }

    private static String port() {
        return Integer.toString(open.gateway().port());
    }

    /// A name that was made to point here; and what might be taken for one of ours.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example.com",
                "evil.example.com:80",
                "127.0.0.1.evil.example.com",
                "localhost.evil.example.com",
                "evil.example.com.",
                "localhost@evil.example.com",
                "evil.example.com@localhost",
                "localhost:80@evil.example.com",
                "localhost/.evil.example.com",
                "localhost evil.example.com",
                "localhost,evil.example.com",
                "localhost:8080:8080",
                "evillocalhost",
                "127.0.0.1:x",
                "127.1",
                "2130706433",
                "0x7f.0.0.1",
                "0177.0.0.1",
                "0.0.0.0",
                "[::]",
                "[::ffff:127.0.0.1]",
                "[::1",
                "::1",
                "[::1]evil.example.com",
                "localhost..",
                "localhost%00.evil.example.com",
                "lоcalhost",
                "",
                ":8080",
            })
    void hostThatIsNotOursIsRefused(String host) throws Exception {
        assertThat(status(open, TARGETS + "host: " + host + "\r\n\r\n")).isIn(400, 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1:8080",
                "localhost",
                "LocalHost:1",
                "localhost.",
                "sidestep.localhost",
                "[::1]:8080",
                "127.1.2.3",
                "[0:0:0:0:0:0:0:1]",
            })
    void hostThatCanOnlyBeThisMachineIsAnswered(String host) throws Exception {
        assertThat(status(open, TARGETS + "host: " + host + "\r\n\r\n")).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/targets HTTP/1.1\r\n\r\n",
                "GET /api/v1/targets HTTP/1.0\r\n\r\n",
                "GET /api/v1/targets HTTP/1.1\r\nhost: localhost\r\nhost: evil.example.com\r\n\r\n",
                "GET /api/v1/targets HTTP/1.1\r\nhost: evil.example.com\r\nhost: localhost\r\n\r\n",
                "GET /api/v1/targets HTTP/1.1\r\nhost: localhost\r\nHost: localhost\r\n\r\n",
                "GET http://localhost/api/v1/targets HTTP/1.1\r\nhost: evil.example.com\r\n\r\n",
                "GET http://evil.example.com/api/v1/targets HTTP/1.1\r\nhost: evil.example.com\r\n\r\n",
            })
    void hostThatIsMissingOrInDoubtIsRefused(String request) throws Exception {
        assertThat(status(open, request)).isIn(400, 403);
    }

    /// However the host is told, a header of a proxy does not count for it.
    @ParameterizedTest
    @ValueSource(strings = {"x-forwarded-host: localhost", "x-host: localhost", "forwarded: host=localhost"})
    void hostThatAHeaderClaimsDoesNotCount(String header) throws Exception {
        assertThat(status(open, TARGETS + "host: evil.example.com\r\n" + header + "\r\n\r\n"))
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-forwarded-for: 127.0.0.1",
                "X-Real-IP: 127.0.0.1",
                "forwarded: for=127.0.0.1",
                "via: 1.1 proxy",
                "x-forwarded-for:",
            })
    void whatAProxyPassesOnIsNotFromThisMachine(String header) throws Exception {
        assertThat(status(open, TARGETS + "host: localhost\r\n" + header + "\r\n\r\n"))
                .isEqualTo(403);
    }

    static Stream<String> elsewhere() {
        return Stream.of(
                "origin: null",
                "origin: https://evil.example.com",
                "origin: http://localhost",
                "origin: http://localhost:1",
                "origin: http://127.0.0.1:" + port(),
                "origin: http://localhost:" + port() + ".evil.example.com",
                "origin: http://localhost:" + port() + "@evil.example.com",
                "origin: http://localhost:" + port() + "/",
                "origin: localhost:" + port(),
                "origin: http://localhost:" + port() + "\r\norigin: http://localhost:" + port(),
                "origin:",
                "sec-fetch-site: cross-site",
                "sec-fetch-site: same-site",
                "sec-fetch-site: same-origin, cross-site",
                "sec-fetch-site: same-origin\r\nsec-fetch-site: cross-site",
                "sec-fetch-site:",
                "sec-fetch-site: none\r\norigin: null");
    }

    @ParameterizedTest
    @MethodSource("elsewhere")
    void pageFromElsewhereChangesNothing(String headers) throws Exception {
        String rest = "host: localhost:" + port() + "\r\n" + headers + "\r\ncontent-length: 2\r\n\r\n{}";
        for (String line : List.of(
                "POST /api/v1/accounts",
                "PATCH /api/v1/accounts/groq",
                "PUT /api/v1/accounts/order",
                "DELETE /api/v1/accounts/groq",
                "DELETE /api/v1/rate-limit-status",
                "POST /api/v1/try/chat/completions",
                "POST /api/v1/simulation",
                "POST /api/v1/explain")) {
            assertThat(status(open, line + " HTTP/1.1\r\n" + rest)).as(line).isEqualTo(403);
        }
    }

    @Test
    void ownPageChangesWhatItWants() throws Exception {
        String own = "host: localhost:" + port() + "\r\norigin: http://localhost:" + port()
                + "\r\nsec-fetch-site: same-origin\r\n\r\n";

        assertThat(status(open, CLEAR + own)).isEqualTo(200);
    }

    @Test
    void nobodyMayReadAnAnswerAcrossOrigins() throws Exception {
        for (String request : List.of(
                TARGETS + "host: localhost\r\norigin: https://evil.example.com\r\n\r\n",
                "OPTIONS /api/v1/targets HTTP/1.1\r\nhost: localhost\r\norigin: https://evil.example.com\r\n"
                        + "access-control-request-method: GET\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nhost: localhost\r\norigin: https://evil.example.com\r\n\r\n",
                "GET / HTTP/1.1\r\nhost: localhost\r\norigin: https://evil.example.com\r\n\r\n")) {
            assertThat(head(open, request)).as(request).doesNotContainIgnoringCase("access-control-");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "OPTIONS", "TRACE", "CONNECT", "QUERY", "get", "Get", "GETX", "PROPFIND"})
    void noOtherMethodGetsAroundTheKey(String method) throws Exception {
        String head = head(keyed, method + " /api/v1/targets HTTP/1.1\r\nhost: localhost\r\n\r\n");

        assertThat(head).matches("(?s)HTTP/1.1 (400|401|405|501) .*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/targets",
                "//api/v1/targets",
                "/api//v1/targets",
                "/api/v1/targets/",
                "/./api/v1/targets",
                "/dashboard/../api/v1/targets",
                "/dashboard/..%2fapi/v1/targets",
                "/dashboard/%2e%2e/api/v1/targets",
                "/dashboard/%252e%252e/api/v1/targets",
                "/%61pi/v1/targets",
                "/api%2fv1%2ftargets",
                "/API/v1/targets",
                "/api/v1/targets%20",
                "/api/v1/targets;a=b",
                "/api/v1/targets?x=/health",
                "/api/v1/session/../targets",
                "/health/ready/../../api/v1/targets",
                "http://localhost/dashboard/../api/v1/targets",
                "*",
                "api/v1/targets",
            })
    void noPathGetsAroundTheKey(String path) throws Exception {
        assertThat(status(keyed, "GET " + path + " HTTP/1.1\r\nhost: localhost\r\n\r\n"))
                .isIn(400, 401, 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../application.properties",
                "..%2f..%2fdev/sidestep/gateway/Gateway.class",
                "%2e%2e/dev/sidestep/gateway/Gateway.class",
                "..%5c..%5cetc%5cpasswd",
                "....//....//etc/passwd",
                "/etc/passwd",
                "%2fetc%2fpasswd",
                "pages/../../logback.xml",
                "pages",
                "pages/",
                "index.html%00.js",
                "index.html/x",
                "file:%2f%2f%2fetc%2fpasswd",
                "~root",
                "META-INF/MANIFEST.MF",
                "chart/../../META-INF/MANIFEST.MF",
                "lit-html/package.json",
                "chart/package.json",
                "con",
            })
    void nothingButThePagesIsServed(String file) throws Exception {
        assertThat(status(open, "GET /dashboard/" + file + " HTTP/1.1\r\nhost: localhost\r\n\r\n"))
                .isIn(400, 404);
    }

    @Test
    void tokenOfAnotherSessionChangesNothing() throws Exception {
        SignedIn one = SignedIn.with(keyed, ADMIN);
        SignedIn other = SignedIn.with(keyed, ADMIN);

        assertThat(status(keyed, changing(one.cookie(), other.csrf()))).isEqualTo(403);
        assertThat(status(keyed, changing(one.cookie(), "x-sidestep-csrf: "))).isEqualTo(403);
        assertThat(status(keyed, changing(one.cookie(), one.csrf() + "\r\n" + one.csrf())))
                .isEqualTo(403);
        assertThat(status(keyed, changing(one.cookie(), one.csrf()))).isEqualTo(200);
    }

    private static String changing(String cookie, String csrf) {
        return CLEAR + "host: localhost\r\n" + cookie + "\r\n" + csrf + "\r\n\r\n";
    }

    /// A cookie that was planted before somebody signs in is not the one that counts afterwards.
    @Test
    void sessionThatWasPlantedIsNeverOpened() throws Exception {
        String planted = "sidestep_session=" + "A".repeat(43);

        var answer = keyed.post("/api/v1/session", "{\"key\":\"" + ADMIN + "\"}", "cookie", planted);

        assertThat(answer.headers().firstValue("set-cookie").orElseThrow()).doesNotContain(planted);
        assertThat(status(keyed, TARGETS + "host: localhost\r\ncookie: " + planted + "\r\n\r\n"))
                .isEqualTo(401);
    }

    static Stream<String> cookies() {
        return Stream.of(
                "sidestep_session=",
                "sidestep_session",
                "=;=;;; ;",
                "sidestep_session=\u00ff\u00fe",
                "sidestep_session=\"x\"",
                "sidestep_session=" + "x".repeat(20_000),
                "a=b; ".repeat(5_000),
                "sidestep_session=x; ".repeat(1_000),
                ";".repeat(20_000));
    }

    @ParameterizedTest
    @MethodSource("cookies")
    void cookiesOfNobodyOpenNothing(String cookie) throws Exception {
        assertThat(status(keyed, TARGETS + "host: localhost\r\ncookie: " + cookie + "\r\n\r\n"))
                .isEqualTo(401);
    }

    @Test
    void cookieIsFoundAmongOthers() throws Exception {
        String own = SignedIn.with(keyed, ADMIN).cookie().substring("cookie: ".length());

        assertThat(status(
                        keyed, TARGETS + "host: localhost\r\ncookie: a=b; sidestep_session=x;" + own + ";c=d\r\n\r\n"))
                .isEqualTo(200);
    }

    @Test
    void signingInFromAnotherPageIsRefusedWithoutLookingAtTheKey() throws Exception {
        for (String header :
                List.of("sec-fetch-site: cross-site", "origin: https://evil.example.com", "origin: null")) {
            String body = "{\"key\":\"" + ADMIN + "\"}";
            String answer = head(
                    keyed,
                    "POST /api/v1/session HTTP/1.1\r\nhost: localhost\r\n" + header + "\r\ncontent-length: "
                            + body.length() + "\r\n\r\n" + body);

            assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("set-cookie");
        }
    }

    /// Whoever guesses is counted where the connection comes from, whatever else is claimed.
    @Test
    void guesserWhoClaimsOtherAddressesIsHeldUpAllTheSame() throws Exception {
        try (Bench bench =
                Bench.start("gateway:\n  listen: 127.0.0.1:0\n  admin-keys: [" + ADMIN + "]\n", Bench.limits())) {
            for (int i = 0; i < 5; i++) {
                bench.post("/api/v1/session", "{\"key\":\"guess\"}", "x-forwarded-for", "10.0.0." + i);
            }

            var next = bench.post("/api/v1/session", "{\"key\":\"guess\"}", "x-forwarded-for", "10.0.1.1");

            assertThat(next.statusCode()).isEqualTo(429);
        }
    }

    /// What is answered to a change that was refused tells nothing of what there is.
    @Test
    void refusalComesBeforeTheBodyAndSaysTheSameOfWhatIsThereAndWhatIsNot() throws Exception {
        String there = head(keyed, "PATCH /api/v1/accounts/groq HTTP/1.1\r\nhost: x\r\ncontent-length: 9999\r\n\r\n");
        String nowhere = head(keyed, "PATCH /api/v1/accounts/none HTTP/1.1\r\nhost: x\r\ncontent-length: 9999\r\n\r\n");

        assertThat(there).startsWith("HTTP/1.1 401");
        assertThat(there.replaceAll("req-\\w+", "")).isEqualTo(nowhere.replaceAll("req-\\w+", ""));
    }
}

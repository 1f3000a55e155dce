package dev.sidestep.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.config.Secret;
import dev.sidestep.gateway.auth.Verdict.Admitted;
import dev.sidestep.gateway.auth.Verdict.Refused;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
    private static final String CLIENT = "sk-client-of-the-test";
    private static final String ADMIN = "sk-admin-of-the-test";
    private static final String HERE = "127.0.0.1";
    private static final String AWAY = "192.0.2.7";

    private final AtomicLong nowNanos = new AtomicLong();
    private final Sessions sessions = new Sessions(nowNanos::get);
    private final Guesses guesses = new Guesses(nowNanos::get);

    private Admission admission(List<String> clients, List<String> admins) {
        Hosts hosts = new Hosts("192.0.2.1", List.of("sidestep.example.com"));
        return new Admission(new Admission.Keys(keys(clients), keys(admins)), hosts, sessions, guesses);
    }

    private static ApiKeys keys(List<String> keys) {
        return new ApiKeys(keys.stream().map(Secret::of).toList());
    }

    private Admission open() {
        return admission(List.of(), List.of());
    }

    private Admission keyed() {
        return admission(List.of(CLIENT), List.of(ADMIN));
    }

    private static Visit visit(HttpMethod method, String remote, String... headers) {
        MultiMap map = MultiMap.caseInsensitiveMultiMap().add("host", "localhost:8080");
        for (int i = 0; i < headers.length; i += 2) {
            map.set(headers[i], headers[i + 1]);
        }
        return new Visit(method, SocketAddress.inetSocketAddress(1, remote), false, map);
    }

    private static Visit get(String remote, String... headers) {
        return visit(HttpMethod.GET, remote, headers);
    }

    private static Visit post(String remote, String... headers) {
        return visit(HttpMethod.POST, remote, headers);
    }

    private static String code(Verdict verdict) {
        return switch (verdict) {
            case Admitted _ -> "admitted";
            case Refused(int status, var error, var _) ->
                status + " " + error.code().orElse("");
        };
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, admitted",
        "LocalHost:8080, admitted",
        "localhost.:8080, admitted",
        "sidestep.localhost:8080, admitted",
        "127.0.0.1, admitted",
        "127.1.2.3:9, admitted",
        "[::1]:8080, admitted",
        "192.0.2.1:8080, admitted",
        "Sidestep.Example.com, admitted",
        "evil.example.com:8080, 403 host_not_allowed",
        "localhost.evil.example.com, 403 host_not_allowed",
        "notlocalhost, 403 host_not_allowed",
        "127.0.0.1.evil.example.com, 403 host_not_allowed",
        "localhost@evil.example.com, 403 host_not_allowed",
        "evil.example.com#localhost, 403 host_not_allowed",
        "'', 403 host_not_allowed"
    })
    void withoutKeysTheHostMustMeanThisMachine(String host, String expected) {
        assertThat(code(open().admit(Access.ADMIN, get(HERE, "host", host)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7", "10.0.0.1", "2001:db8::1", "::ffff:192.0.2.7", "0.0.0.0"})
    void withoutAdminKeysOthersAreSentAway(String remote) {
        assertThat(code(open().admit(Access.ADMIN, get(remote)))).isEqualTo("403 not_local");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"})
    void withoutKeysThisMachineIsTrusted(String remote) {
        assertThat(code(open().admit(Access.ADMIN, get(remote)))).isEqualTo("admitted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"forwarded", "x-forwarded-for", "x-real-ip", "via"})
    void whatAProxyPassesOnIsNotFromThisMachine(String header) {
        assertThat(code(open().admit(Access.ADMIN, get(HERE, header, "127.0.0.1"))))
                .isEqualTo("403 not_local");
    }

    @Test
    void clientsKeyCountsAsTheAdminsOnThisMachineOnly() {
        Admission admission = admission(List.of(CLIENT), List.of());

        assertThat(code(admission.admit(Access.ADMIN, get(HERE, "x-api-key", CLIENT))))
                .isEqualTo("admitted");
        assertThat(code(admission.admit(Access.ADMIN, get(HERE)))).isEqualTo("401 invalid_api_key");
        assertThat(code(admission.admit(Access.ADMIN, get(AWAY, "x-api-key", CLIENT))))
                .isEqualTo("403 not_local");
    }

    @Test
    void adminsKeyCountsFromAnywhereUnderAnyName() {
        Visit visit = get(AWAY, "authorization", "Bearer " + ADMIN, "host", "any", "x-forwarded-for", AWAY);

        assertThat(keyed().admit(Access.ADMIN, visit)).isEqualTo(new Admitted(ApiKeys.callerOf(Secret.of(ADMIN))));
        assertThat(code(keyed().admit(Access.ADMIN, get(HERE)))).isEqualTo("401 invalid_api_key");
    }

    @ParameterizedTest
    @CsvSource({
        "sec-fetch-site, same-origin, admitted",
        "sec-fetch-site, none, admitted",
        "sec-fetch-site, cross-site, 403 origin_not_allowed",
        "sec-fetch-site, same-site, 403 origin_not_allowed",
        "origin, http://localhost:8080, admitted",
        "origin, http://localhost:3000, 403 origin_not_allowed",
        "origin, https://evil.example.com, 403 origin_not_allowed",
        "origin, null, 403 origin_not_allowed"
    })
    void pageFromElsewhereChangesNothing(String header, String value, String expected) {
        assertThat(code(open().admit(Access.ADMIN, post(HERE, header, value)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:3000, admitted",
        "https://app.localhost, admitted",
        "https://sidestep.example.com, admitted",
        "https://evil.example.com, 403 origin_not_allowed",
        "https://localhost.evil.example.com, 403 origin_not_allowed",
        "https://localhost@evil.example.com, 403 origin_not_allowed",
        "null, 403 origin_not_allowed"
    })
    void pageFromElsewhereSpendsNothingWhereNoKeyIsNeeded(String origin, String expected) {
        assertThat(code(open().admit(Access.CLIENT, post(HERE, "origin", origin))))
                .isEqualTo(expected);
    }

    @Test
    void whoShowsAClientsKeyMayComeFromAnyPage() {
        Visit visit = post(AWAY, "origin", "https://any.example.com", "authorization", "bearer " + CLIENT);

        assertThat(code(keyed().admit(Access.CLIENT, visit))).isEqualTo("admitted");
        assertThat(code(keyed().admit(Access.CLIENT, get(HERE)))).isEqualTo("401 invalid_api_key");
    }

    private String signIn(Admission admission) {
        return admission.open((Admitted) admission.mayOpen(post(AWAY), ADMIN));
    }

    private static String[] cookie(String token, String... more) {
        String[] headers = new String[more.length + 2];
        headers[0] = "cookie";
        headers[1] = "theme=dark; sidestep_session=" + token;
        System.arraycopy(more, 0, headers, 2, more.length);
        return headers;
    }

    @Test
    void signedInBrowserLooksAndShowsMoreToChange() {
        String token = signIn(keyed());
        String csrf = Admission.csrf(token);

        assertThat(code(keyed().admit(Access.ADMIN, get(AWAY, cookie(token))))).isEqualTo("admitted");
        assertThat(code(keyed().admit(Access.ADMIN, post(AWAY, cookie(token))))).isEqualTo("403 csrf");
        assertThat(code(keyed().admit(Access.ADMIN, post(AWAY, cookie(token, "x-sidestep-csrf", token)))))
                .isEqualTo("403 csrf");
        assertThat(code(keyed().admit(Access.ADMIN, post(AWAY, cookie(token, "x-sidestep-csrf", csrf)))))
                .isEqualTo("admitted");
    }

    @Test
    void cookieIsNothingOnTheDataPlane() {
        String token = signIn(keyed());

        assertThat(code(keyed().admit(Access.CLIENT, get(AWAY, cookie(token))))).isEqualTo("401 invalid_api_key");
    }

    @Test
    void sessionEndsWithItsKey() {
        String token = signIn(keyed());
        Admission changed = admission(List.of(CLIENT), List.of("sk-another-admin-of-the-test"));

        assertThat(code(changed.admit(Access.ADMIN, get(AWAY, cookie(token))))).isEqualTo("401 invalid_api_key");
        assertThat(code(keyed().admit(Access.ADMIN, get(AWAY, cookie(token))))).isEqualTo("401 invalid_api_key");
    }

    @Test
    void signingOutEndsTheSessionAndIsNoForeignPagesBusiness() {
        String token = signIn(keyed());

        assertThat(code(keyed().close(post(AWAY, cookie(token))))).isEqualTo("403 csrf");
        keyed().close(post(AWAY, cookie(token, "x-sidestep-csrf", Admission.csrf(token))));

        assertThat(keyed().session(get(AWAY, cookie(token)))).isEmpty();
    }

    @Test
    void pageFromElsewhereMayNotTryKeys() {
        Visit crossSite = post(AWAY, "sec-fetch-site", "cross-site");
        Visit behindAProxyThatChangesTheHost =
                post(AWAY, "sec-fetch-site", "same-origin", "origin", "https://sidestep.example.com");

        assertThat(code(keyed().mayOpen(crossSite, ADMIN))).isEqualTo("403 origin_not_allowed");
        assertThat(code(keyed().mayOpen(post(AWAY, "origin", "https://evil.example.com"), ADMIN)))
                .isEqualTo("403 origin_not_allowed");
        assertThat(code(keyed().mayOpen(behindAProxyThatChangesTheHost, ADMIN))).isEqualTo("admitted");
    }

    @Test
    void guesserHasToPauseEvenWithTheRightKeyAndOnlyHe() {
        for (int i = 0; i < 5; i++) {
            assertThat(code(keyed().mayOpen(post(AWAY), "guess-" + i))).isEqualTo("401 invalid_api_key");
        }

        Verdict paused = keyed().mayOpen(post(AWAY), ADMIN);
        assertThat(paused)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.headers()).isEqualTo(Map.of("retry-after", "1")));
        assertThat(code(keyed().admit(Access.ADMIN, get(AWAY, "x-api-key", ADMIN))))
                .isEqualTo("429 too_many_attempts");
        assertThat(code(keyed().mayOpen(post("192.0.2.8"), ADMIN))).isEqualTo("admitted");

        nowNanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(code(keyed().mayOpen(post(AWAY), ADMIN))).isEqualTo("admitted");
    }

    @Test
    void addressesOfOneNetworkAreOneGuesser() {
        for (int i = 0; i < 5; i++) {
            keyed().mayOpen(post("2001:db8::" + i), "guess");
        }

        assertThat(code(keyed().mayOpen(post("2001:db8::ffff"), ADMIN))).isEqualTo("429 too_many_attempts");
        assertThat(code(keyed().mayOpen(post("2001:db8:0:1::1"), ADMIN))).isEqualTo("admitted");
    }

    @Test
    void clientsKeyIsNoGuess() {
        for (int i = 0; i < 20; i++) {
            keyed().admit(Access.ADMIN, get(AWAY, "x-api-key", CLIENT));
        }

        assertThat(code(keyed().admit(Access.ADMIN, get(AWAY, "x-api-key", ADMIN))))
                .isEqualTo("admitted");
    }

    @Test
    void signedInBrowserDoesNotCareForGuessesFromItsAddress() {
        String token = signIn(keyed());
        for (int i = 0; i < 20; i++) {
            keyed().mayOpen(post(AWAY), "guess-" + i);
        }

        assertThat(code(keyed().admit(Access.ADMIN, get(AWAY, cookie(token))))).isEqualTo("admitted");
    }

    @Test
    void browserIsToldToShowTheCookieOverTlsOnlyWhereThereIsTls() {
        assertThat(get(AWAY).isSecure()).isFalse();
        assertThat(get(AWAY, "x-forwarded-proto", "https").isSecure()).isTrue();
        assertThat(get(AWAY, "forwarded", "for=192.0.2.7;proto=https").isSecure())
                .isTrue();
        assertThat(new Visit(HttpMethod.GET, null, true, MultiMap.caseInsensitiveMultiMap()).isSecure())
                .isTrue();
    }
}

package dev.sidestep.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final String CALLER = "ab12";

    private final AtomicLong nowNanos = new AtomicLong();
    private final Sessions sessions = new Sessions(nowNanos::get);

    private void pass(Duration time) {
        nowNanos.addAndGet(time.toNanos());
    }

    @Test
    void whoShowsTheTokenIsTheCallerWhoSignedIn() {
        String token = sessions.open(CALLER);

        assertThat(sessions.caller(token)).contains(CALLER);
        assertThat(sessions.caller(token + "x")).isEmpty();
    }

    @Test
    void tokensAreLongAndNeverTheSame() {
        assertThat(sessions.open(CALLER)).hasSize(43).isNotEqualTo(sessions.open(CALLER));
    }

    @Test
    void sessionLastsAsLongAsItIsUsed() {
        String token = sessions.open(CALLER);

        pass(Duration.ofHours(11));
        sessions.caller(token);
        pass(Duration.ofHours(11));

        assertThat(sessions.caller(token)).isPresent();
    }

    @Test
    void idleSessionEnds() {
        String token = sessions.open(CALLER);

        pass(Duration.ofHours(12).plusNanos(1));

        assertThat(sessions.caller(token)).isEmpty();
    }

    @Test
    void ofTooManyTheOneThatWasAwayLongestEnds() {
        String first = sessions.open(CALLER);
        String second = sessions.open(CALLER);
        sessions.caller(first);
        for (int i = 0; i < 999; i++) {
            sessions.open(CALLER);
        }

        assertThat(sessions.caller(second)).isEmpty();
        assertThat(sessions.caller(first)).isPresent();
    }

    @Test
    void csrfTokenIsThatOfItsSessionOnly() {
        String token = sessions.open(CALLER);

        assertThat(Sessions.isCsrf(Sessions.csrf(token), token)).isTrue();
        assertThat(Sessions.isCsrf(Sessions.csrf(token), sessions.open(CALLER))).isFalse();
        assertThat(Sessions.isCsrf(token, token)).isFalse();
    }
}

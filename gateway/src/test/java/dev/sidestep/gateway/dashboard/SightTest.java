package dev.sidestep.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SightTest {
    private static Sight target(String state, long seconds, String until, long remaining, int attempts) {
        return Sight.of(Map.of(
                "target",
                "a/m",
                "state",
                state,
                "state_seconds",
                seconds,
                "state_until",
                until.isEmpty() ? Optional.empty() : Optional.of(until),
                "cooldowns",
                until.isEmpty() ? List.of() : List.of(Map.of("kind", "rate-limit", "until", until, "level", 0)),
                "quotas",
                List.of(Map.of("unit", "tokens", "limit", 1_000L, "remaining", remaining, "reset_seconds", seconds)),
                "health",
                Map.of("attempts", attempts, "failures", 0)));
    }

    private static final Sight COOLING = target("cooling", 60, "2026-11-22T10:00:00Z", 995, 100);

    @Test
    void countingDownLooksTheSame() {
        assertThat(target("cooling", 59, "2026-11-22T10:00:00Z", 995, 100).looksLike(COOLING))
                .isTrue();
    }

    @Test
    void momentsMayFallEitherWayWhenTheyAreRounded() {
        assertThat(target("cooling", 60, "2026-11-22T10:00:01Z", 995, 100).looksLike(COOLING))
                .isTrue();
        assertThat(target("cooling", 60, "2026-11-22T10:00:05Z", 995, 100).looksLike(COOLING))
                .isFalse();
    }

    @Test
    void anotherStateIsSeen() {
        assertThat(target("ready", 0, "", 995, 100).looksLike(COOLING)).isFalse();
    }

    @Test
    void roomIsSeenByThePercent() {
        assertThat(target("cooling", 60, "2026-11-22T10:00:00Z", 991, 100).looksLike(COOLING))
                .isTrue();
        assertThat(target("cooling", 60, "2026-11-22T10:00:00Z", 980, 100).looksLike(COOLING))
                .isFalse();
    }

    @Test
    void healthIsSeenRoughly() {
        assertThat(target("cooling", 60, "2026-11-22T10:00:00Z", 995, 101).looksLike(COOLING))
                .isTrue();
        assertThat(target("cooling", 60, "2026-11-22T10:00:00Z", 995, 200).looksLike(COOLING))
                .isFalse();
    }
}

package dev.sidestep.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Window;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallWatchTest {
    private static final Duration NONE = Duration.ZERO;

    private final FeedWorld world = new FeedWorld(3);
    private final CallWatch watch = new CallWatch(world.dispatcher, world.sources.clients());

    private static Object attempts(List<Map<String, Object>> news) {
        return news.getFirst().getOrDefault("attempts", List.of());
    }

    @Test
    void callIsToldWhenItBeginsWhenItGoesOnAndWhenItEnds() {
        watch.on(world.began("call-1"));
        assertThat(watch.news().getFirst()).containsEntry("outcome", "open").containsEntry("client", "name-of-team");
        assertThat(watch.news()).isEmpty();

        watch.on(world.sending("call-1", 1, 0, NONE));
        assertThat(watch.news()).hasSize(1);
        watch.on(world.completed("call-1", 1, NONE, Duration.ofMillis(80)));

        assertThat(watch.news().getFirst()).containsEntry("outcome", "answered").containsEntry("duration_ms", 80L);
        assertThat(watch.news()).isEmpty();
    }

    @Test
    void trailHasEachAttemptWithItsPlaceInTime() {
        watch.on(world.began("call-1"));
        watch.on(world.sending("call-1", 1, 0, NONE));
        world.pass(Duration.ofMillis(90));
        Outcome limited = new Outcome.RateLimited(LimitScope.MODEL, Window.DAY, 0);
        watch.on(world.attemptEnded("call-1", 1, 0, limited, Duration.ofMillis(90)));
        world.pass(Duration.ofMillis(10));
        watch.on(world.sending("call-1", 2, 1, Duration.ofMillis(10)));
        world.pass(Duration.ofMillis(50));

        assertThat(attempts(watch.news()))
                .asString()
                .contains(
                        "target=openai/m000",
                        "outcome=rate-limited",
                        "start_ms=0",
                        "duration_ms=90",
                        "target=openai/m001",
                        "outcome=open",
                        "start_ms=100",
                        "waited_ms=10",
                        "duration_ms=50");
    }

    @Test
    void allCallsAreCountedAndTheFirstOfATickFollowed() {
        int many = CallWatch.MOST_PER_TICK + 5;
        for (int i = 0; i < many; i++) {
            watch.on(world.began("call-%03d".formatted(i)));
        }

        assertThat(watch.news()).hasSize(CallWatch.MOST_PER_TICK);
        assertThat(watch.unshownSinceLast()).isEqualTo(5);
        assertThat(watch.countsSinceLast()).containsEntry("began", (long) many);
        assertThat(watch.countsSinceLast()).containsEntry("began", 0L);
    }

    @Test
    void whatCallsMetCountsAtTheirEnd() {
        watch.on(world.began("call-1"));
        watch.on(world.sending("call-1", 1, 0, NONE));
        Outcome limited = new Outcome.RateLimited(LimitScope.MODEL, Window.DAY, 0);
        watch.on(world.attemptEnded("call-1", 1, 0, limited, Duration.ofMillis(9)));
        watch.on(world.completed("call-1", 2, Duration.ofMillis(5), Duration.ofMillis(80)));

        assertThat(watch.countsSinceLast())
                .containsEntry("answered", 1L)
                .containsEntry("sidestepped", 1L)
                .containsEntry("waited", 1L)
                .containsEntry("attempts", 1L)
                .containsEntry("rate_limited", 1L);
    }

    @Test
    void noMoreAreFollowedThanThereIsRoomFor() {
        for (int i = 0; i < 2 * CallWatch.MOST_FOLLOWED; i++) {
            watch.on(world.began("call-%05d".formatted(i)));
            if (i % CallWatch.MOST_PER_TICK == 0) {
                watch.news();
            }
        }
        watch.unshownSinceLast();
        watch.news();

        watch.on(world.began("call-99999"));

        assertThat(watch.unshownSinceLast()).isEqualTo(1);
    }
}

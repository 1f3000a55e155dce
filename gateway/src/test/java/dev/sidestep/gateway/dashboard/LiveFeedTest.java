package dev.sidestep.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.gateway.dashboard.FeedWorld.Looking;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LiveFeedTest {
    private final FeedWorld world = new FeedWorld(3);

    @Test
    void newcomerIsToldEverything() {
        Looking viewer = world.look();

        assertThat(viewer.frames).hasSize(1);
        assertThat(viewer.last())
                .containsSubsequence(
                        "event: hello", "\"version\":\"1\"", "\"now\":\"", "event: targets", "openai/m000");
    }

    @Test
    void allWhoLookAreToldEachTickInTheSameBytes() {
        Looking one = world.look();
        Looking other = world.look();

        world.beat();
        world.beat();

        assertThat(one.frames).hasSize(3).isEqualTo(other.frames);
        assertThat(one.last()).contains("event: tick", "\"in_flight\":3", "\"severity\":\"ok\"");
    }

    @Test
    void whoMayLookNoLongerIsToldNothingMore() {
        Looking one = world.look();
        Looking other = world.look();
        one.mayLook = false;

        world.beat();

        assertThat(one.isEnded).isTrue();
        assertThat(other.isEnded).isFalse();
    }

    @Test
    void whoComesBackIsToldWhatWasMissedAndNothingElse() {
        Looking viewer = world.look();
        world.beat();
        world.feed.leave(viewer);
        world.beat();
        world.beat();

        Looking back = world.look(viewer.lastId());

        assertThat(back.last()).doesNotContain("event: hello").containsPattern("(?s)(event: tick.*){2}");
        assertThat(back.lastId()).isEqualTo(viewer.lastId() + 2);
    }

    @Test
    void whoComesBackTooLateIsToldEverything() {
        Looking viewer = world.look();
        world.beat();
        long seen = viewer.lastId();
        world.pass(Duration.ofMinutes(2));
        world.beat();

        assertThat(world.look(seen).last()).contains("event: hello");
    }

    @Test
    void slowViewerIsLeftOutAndThenToldEverythingAnew() {
        Looking slow = world.look();
        slow.isBehind = true;
        world.beat();
        world.beat();
        assertThat(slow.frames).hasSize(1);

        slow.isBehind = false;
        world.beat();

        assertThat(slow.frames).hasSize(2);
        assertThat(slow.last()).contains("event: hello", "event: targets");
    }

    @Test
    void viewerThatReadsNothingForHalfAMinuteIsCutOff() {
        Looking dead = world.look();
        dead.isBehind = true;

        for (int i = 0; i < 61; i++) {
            assertThat(dead.isEnded).isFalse();
            world.beat();
        }

        assertThat(dead.isEnded).isTrue();
    }

    @Test
    void nothingIsKeptSomeSecondsAfterTheLastHasLeft() {
        Looking viewer = world.look();
        world.feed.leave(viewer);
        world.pass(Duration.ofSeconds(9));
        assertThat(world.feed.beat()).isTrue();

        world.pass(Duration.ofSeconds(2));

        assertThat(world.feed.beat()).isFalse();
        assertThat(world.look(viewer.lastId()).last()).contains("event: hello");
    }

    @Test
    void noMoreLookThanThereArePlaces() {
        Looking first = world.look();
        for (int i = 1; i < LiveFeed.MOST_VIEWERS; i++) {
            world.look();
        }
        assertThat(world.feed.join(new Looking(), 0)).isFalse();

        world.feed.leave(first);

        assertThat(world.feed.join(new Looking(), 0)).isTrue();
    }

    @Test
    void endOfTheGatewayEndsTheStreams() {
        Looking viewer = world.look();

        world.feed.end();

        assertThat(viewer.isEnded).isTrue();
        assertThat(world.feed.join(new Looking(), 0)).isFalse();
    }

    @Test
    void otherConfigurationIsToldWhole() {
        Looking viewer = world.look();
        world.beat();
        world.reload(5);

        world.beat();
        world.beat();

        assertThat(String.join("", viewer.frames.subList(2, 4))).contains("event: targets", "openai/m004");
    }

    @Test
    void targetIsToldAgainWhenItCoolsAndNotWhileItCountsDown() {
        Looking viewer = world.look();
        world.cool(1, Duration.ofSeconds(60));
        world.beat();
        assertThat(viewer.last()).contains("event: changed", "openai/m001", "\"state\":\"cooling\"");

        world.beat();
        world.beat();

        assertThat(String.join("", viewer.frames.subList(2, 4))).doesNotContain("event: changed");
    }

    @Test
    void endOfACooldownIsSeenAmongManyTargets() {
        FeedWorld large = new FeedWorld(500);
        Looking viewer = large.look();
        large.cool(400, Duration.ofSeconds(60));
        for (int i = 0; i < 2 * 500 / TargetWatch.IN_TURN + 2; i++) {
            large.beat();
        }
        assertThat(String.join("", viewer.frames)).contains("\"state\":\"cooling\"");

        large.pass(Duration.ofSeconds(60));
        viewer.frames.clear();
        large.beat();
        large.beat();

        assertThat(String.join("", viewer.frames))
                .contains("event: changed", "openai/m400", "\"state\":\"recovering\"");
    }
}

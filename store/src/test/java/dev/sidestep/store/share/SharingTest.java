package dev.sidestep.store.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Window;
import dev.sidestep.core.quota.QuotaState;
import dev.sidestep.core.quota.Unit;
import dev.sidestep.core.state.QuotaRecord;
import dev.sidestep.core.state.QuotaUse;
import dev.sidestep.core.state.StateChange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharingTest {
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Keys KEYS = Keys.of("default");
    private static RedisProcess redis;
    private final List<Node> nodes = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        redis = new RedisProcess();
    }

    @AfterAll
    static void stop() throws IOException {
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.ask(jedis -> jedis.flushAll());
    }

    @AfterEach
    void close() throws IOException {
        for (Node node : nodes) {
            node.close();
        }
    }

    private Node join() {
        return join(Duration.ZERO);
    }

    private Node join(Duration skew) {
        Node node = new Node(redis, skew);
        nodes.add(node);
        Await.within(SOON, () -> node.status().isConnected());
        return node;
    }

    private static long fields(String hash) {
        return redis.ask(jedis -> jedis.hlen(hash));
    }

    @Test
    void aCooldownIsKnownToOthersWithinHalfASecond() {
        Node first = join();
        Node second = join();
        first.state().find(Samples.cooled(60));
        Await.within(HALF_A_SECOND, () -> second.cooldown(Samples.ID).isPresent());
        assertThat(second.cooldown(Samples.ID).orElseThrow().remainingMillis()).isCloseTo(60_000, within(1_000L));
        assertThat(second.cooldown(Samples.ID).orElseThrow().reason()).isEqualTo("Rate limit reached");
    }

    @Test
    void theTypicalCooldownIsKnownToOthersWithinTwentyMilliseconds() {
        Node first = join();
        Node second = join();
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int count = i + 1;
            first.state().find(new StateChange.Probing(Samples.ID));
            took.add(Await.within(HALF_A_SECOND, () -> second.state().heard().size() == count));
        }
        Collections.sort(took);
        System.out.println("known to another node after: p50 " + took.get(50) + ", p99 " + took.get(98));
        assertThat(took.get(50)).isLessThan(Duration.ofMillis(20));
    }

    @Test
    void aLateNodeLearnsFromTheServerWhatADeadOneKnewWhateverItsClock() throws IOException {
        Node first = join(Duration.ofMinutes(-5));
        first.state().find(Samples.cooled(600));
        Await.within(SOON, () -> fields(KEYS.cooldowns()) == 1);
        first.relay().refuse();
        Node late = join(Duration.ofMinutes(5));
        long remaining = late.cooldown(Samples.ID).orElseThrow().remainingMillis();
        assertThat(remaining).isCloseTo(first.cooldown(Samples.ID).orElseThrow().remainingMillis(), within(1_000L));
    }

    @Test
    void whatIsClearedIsClearedOnAllWithinASecondAndStaysSo() {
        Node first = join();
        Node second = join();
        first.state().find(Samples.cooled(60));
        Await.within(SOON, () -> second.cooldown(Samples.ID).isPresent());
        second.state().find(new StateChange.Cleared(Set.of(Samples.KEY)));
        Await.within(SECOND, () -> first.cooldown(Samples.ID).isEmpty());
        Await.within(SOON, () -> !redis.ask(jedis -> jedis.exists(KEYS.cooldowns())));
        assertThat(join().cooldown(Samples.ID)).isEmpty();
    }

    @Test
    void whatANodeClearedWhileItWasApartIsClearedOnAllAfterwards() {
        Node first = join();
        Node second = join();
        first.state().find(Samples.cooled(60));
        Await.within(SOON, () -> second.cooldown(Samples.ID).isPresent());
        second.relay().refuse();
        Await.within(SECOND, second::isApart);
        second.state().find(new StateChange.Cleared(Set.of(Samples.KEY)));
        second.relay().heal();
        Await.within(SOON, () -> first.cooldown(Samples.ID).isEmpty());
        assertThat(second.cooldown(Samples.ID)).isEmpty();
    }

    @Test
    void whatRecoveredIsForgottenByAllAndByTheServer() {
        Node first = join();
        Node second = join();
        first.state().find(Samples.cooled(60));
        Await.within(SOON, () -> second.cooldown(Samples.ID).isPresent());
        second.state().find(Samples.recovered());
        Await.within(HALF_A_SECOND, () -> first.cooldown(Samples.ID).isEmpty());
        Await.within(SECOND, () -> !redis.ask(jedis -> jedis.exists(KEYS.cooldowns())));
    }

    @Test
    void usesReachEveryOtherNodeOnceAndGathered() {
        Node first = join();
        Node second = join();
        Node third = join();
        for (int i = 0; i < 10_000; i++) {
            first.state().use(Samples.ONE_USE);
        }
        Await.within(
                SOON, () -> second.state().heardUse() == 10_000 && third.state().heardUse() == 10_000);
        assertThat(first.state().heardUse()).isZero();
        assertThat(first.status().sent()).isLessThan(1_000);
    }

    @Test
    void whatIsUsedOfALimitIsThereForALateNode() {
        Node first = join();
        first.state().keep(Samples.quota(700));
        first.state().use(new QuotaUse(Samples.KEY, Unit.TOKENS, Window.DAY, 700));
        Await.within(SOON, () -> fields(KEYS.quotas()) == 1);
        QuotaRecord known = join().state().quotas().getFirst();
        assertThat(known.used()).isEqualTo(700);
        assertThat(known.source()).isEqualTo(QuotaState.Source.TOLD);
        assertThat(known.resetMillis()).isCloseTo(3_600_000, within(1_000L));
    }

    @Test
    void nodesAgreeOnTheirPlacesAndOnTheTime() {
        Node first = join(Duration.ofMinutes(-5));
        Node second = join(Duration.ofMinutes(5));
        Node third = join();
        Await.within(
                SOON,
                () -> nodes.stream().allMatch(node -> node.state().partners().nodes() == 3));
        Set<Integer> places = new HashSet<>();
        nodes.forEach(node -> places.add(node.state().partners().place()));
        assertThat(places).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(first.commonNanos()).isCloseTo(second.commonNanos(), within(5_000_000L));
        assertThat(third.commonNanos()).isCloseTo(second.commonNanos(), within(5_000_000L));
    }

    @Test
    void aNodeThatEndsIsGoneAtOnceAndOneThatFallsSilentAfterFiveSeconds() throws IOException {
        Node first = join();
        Node second = join();
        Node third = join();
        Await.within(SOON, () -> first.state().partners().nodes() == 3);
        second.close();
        Await.within(Duration.ofSeconds(6), () -> first.state().partners().nodes() == 2);
        third.relay().swallow();
        Await.within(Duration.ofSeconds(7), () -> first.state().partners().nodes() == 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "{",
                "[]",
                "{\"v\":2,\"n\":\"0123456789abcdef\",\"s\":1,\"c\":[]}",
                "{\"v\":1,\"n\":\"someone\",\"s\":1,\"c\":[]}",
                "{\"v\":1,\"n\":\"0123456789abcdef\",\"s\":1,\"c\":[{\"t\":\"danced\"}]}",
                "{\"v\":1,\"n\":\"0123456789abcdef\",\"s\":1,\"c\":[[[[[[[[[[[[]]]]]]]]]]]]}"
            })
    void messagesThatNobodyUnderstandsAreCountedAndNothingElse(String text) {
        Node node = join();
        long before = node.status().ignored();
        redis.ask(jedis -> jedis.publish(KEYS.channel(), text));
        Await.within(SOON, () -> node.status().ignored() == before + 1);
        assertThat(node.status().isConnected()).isTrue();
    }

    @Test
    void aMessageThatIsTooLongIsIgnored() {
        Node node = join();
        String endless = "{\"v\":1,\"n\":\"0123456789abcdef\",\"s\":1,\"c\":[]" + " ".repeat(70_000) + "}";
        redis.ask(jedis -> jedis.publish(KEYS.channel(), endless));
        Await.within(SOON, () -> node.status().ignored() == 1);
    }

    @Test
    void recordsThatNobodyUnderstandsAreIgnoredAndLeftAlone() {
        String newer = "{\"v\":2,\"until\":9999999999999}";
        redis.ask(jedis -> jedis.hset(KEYS.cooldowns(), Map.of(Names.of(Samples.ID), newer, "dust", "\u0000")));
        redis.ask(jedis -> jedis.hset(KEYS.quotas(), Map.of("[]", "{}")));
        redis.ask(jedis -> jedis.hset(KEYS.cleared(), Map.of("[\"model\",\"\",\"\"]", "{\"v\":1,\"at\":5}")));
        Node node = join();
        assertThat(node.status().ignored()).isEqualTo(4);
        assertThat(node.state().cooldowns()).isEmpty();
        assertThat(fields(KEYS.cooldowns())).isEqualTo(2);
    }

    @Test
    void keysOfAnotherKindAreToldAsTroubleAndTheTalkGoesOn() {
        redis.ask(jedis -> jedis.set(KEYS.cooldowns(), "a string"));
        Node first = join();
        Node second = join();
        first.state().find(Samples.cooled(60));
        Await.within(HALF_A_SECOND, () -> second.cooldown(Samples.ID).isPresent());
        assertThat(first.status().trouble()).contains("WRONGTYPE");
        assertThat(first.status().ignored()).isPositive();
    }

    @Test
    void namesThatNobodyTakesAreNotTold() {
        Node first = join();
        Node second = join();
        LimitKey endless = LimitKey.named(LimitScope.MODEL, "acme", "m".repeat(10_000));
        first.state().find(new StateChange.Cooled(Samples.cooldown(endless, 60)));
        first.state().find(Samples.cooled(60));
        Await.within(SOON, () -> second.cooldown(Samples.ID).isPresent());
        assertThat(second.state().cooldowns()).hasSize(1);
        assertThat(second.status().ignored()).isZero();
    }

    @Test
    void namespacesDoNotHearOfEachOther() throws Exception {
        Node here = join();
        MemoryState elsewhere = new MemoryState(System::nanoTime);
        ShareAddress address = ShareAddress.parse("valkey://localhost:" + redis.port() + "?namespace=eu");
        try (Share share = Share.begin(address, elsewhere, System::nanoTime)) {
            assertThat(share.awaitFirstAttempt(SOON)).isTrue();
            here.state().find(Samples.cooled(60));
            Await.within(SOON, () -> fields(KEYS.cooldowns()) == 1);
            assertThat(elsewhere.partners().nodes()).isEqualTo(1);
            assertThat(elsewhere.heard()).isEmpty();
        }
    }

    @Test
    void theRightsThatTheDocumentationNamesAreEnough() throws Exception {
        String rights =
                "on >right resetchannels ~sidestep:1:* &sidestep:1:* +ping +select +time +publish +subscribe +unsubscribe "
                        + "+hset +hdel +hscan +zadd +zrem +zrange +zremrangebyscore +expire";
        redis.ask(jedis -> jedis.aclSetUser("sidestep", rights.split(" ")));
        Node other = join();
        MemoryState state = new MemoryState(System::nanoTime);
        ShareAddress address = ShareAddress.parse("redis://sidestep:right@localhost:" + redis.port());
        try (Share share = Share.begin(address, state, System::nanoTime)) {
            assertThat(share.awaitFirstAttempt(SOON)).isTrue();
            state.find(Samples.cooled(60));
            state.find(Samples.recovered());
            state.find(new StateChange.Cleared(Set.of(Samples.KEY)));
            Await.within(SOON, () -> other.state().heard().size() == 3 && fields(KEYS.cleared()) == 1);
            assertThat(share.status().trouble()).isEmpty();
        }
        Await.within(SOON, () -> redis.ask(jedis -> jedis.zcard(KEYS.nodes())) == 1);
    }

    @Test
    void everythingThatIsKeptEndsByItself() {
        Node node = join();
        node.state().find(Samples.cooled(60));
        Await.within(SOON, () -> fields(KEYS.cooldowns()) == 1);
        join();
        Await.within(SOON, () -> redis.ask(jedis -> jedis.ttl(KEYS.cooldowns())) > 0);
        Await.within(SOON, () -> redis.ask(jedis -> jedis.ttl(KEYS.nodes())) > 0);
    }
}

package dev.sidestep.store.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.quota.Unit;
import dev.sidestep.core.state.CooldownId;
import dev.sidestep.core.state.QuotaUse;
import dev.sidestep.core.state.StateChange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageTest {
    private static final String NODE = "0123456789abcdef";
    private static final long NOW = 1_790_000_000_000L;
    private static final long SEED = 20_261_122;

    static Stream<StateChange> changes() {
        return Stream.of(
                Samples.cooled(60),
                new StateChange.Cooled(Samples.cooldown(Samples.OTHER_KEY, 1)),
                new StateChange.Probing(new CooldownId(Samples.KEY, Window.DAY, CooldownKind.OUT_OF_FUNDS)),
                Samples.recovered(),
                new StateChange.Unproven(
                        new CooldownId(Samples.OTHER_KEY, Window.UNSPECIFIED, CooldownKind.UNAUTHORIZED)),
                new StateChange.Cleared(Set.of(Samples.KEY, Samples.OTHER_KEY)),
                new StateChange.Used(List.of(
                        Samples.ONE_USE,
                        new QuotaUse(Samples.OTHER_KEY, Unit.INPUT_TOKENS, Window.HOUR, -4_000),
                        new QuotaUse(Samples.KEY, Unit.CONCURRENT, Window.UNSPECIFIED, 0))));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatOneNodeTellsAnotherHears(StateChange change) throws GarbageException {
        List<String> texts = new Told(change, NOW).texts();
        Message heard = Message.of(Message.text(NODE, 7, texts), NOW);
        assertThat(heard.node()).isEqualTo(NODE);
        assertThat(heard.sequence()).isEqualTo(7);
        assertThat(heard.ignored()).isZero();
        assertThat(heard.told()).extracting(Told::change).containsExactly(change);
    }

    @Test
    void cooldownIsShorterWhenItIsHeardLaterAndNeverLongerThanItsSpan() throws GarbageException {
        byte[] text = Message.text(NODE, 1, new Told(Samples.cooled(60), NOW).texts());
        assertThat(remaining(Message.of(text, NOW + 20_000))).isEqualTo(40_000);
        assertThat(remaining(Message.of(text, NOW + 90_000))).isZero();
        assertThat(remaining(Message.of(text, NOW - 300_000))).isEqualTo(60_000);
    }

    private static long remaining(Message message) {
        return ((StateChange.Cooled) message.told().getFirst().change())
                .cooldown()
                .remainingMillis();
    }

    @Test
    void muchToSayIsSaidInMessagesThatAllAreReadWhole() throws GarbageException {
        Set<LimitKey> keys = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            keys.add(LimitKey.named(LimitScope.MODEL, "ä".repeat(250), "ü".repeat(250) + i));
        }
        List<List<String>> messages = Message.packed(new Told(new StateChange.Cleared(keys), NOW).texts());
        Set<LimitKey> heard = new HashSet<>();
        for (List<String> changes : messages) {
            for (Told told :
                    Message.of(Message.text(NODE, Long.MAX_VALUE, changes), NOW).told()) {
                heard.addAll(((StateChange.Cleared) told.change()).keys());
            }
        }
        assertThat(heard).isEqualTo(keys);
    }

    @Test
    void oneChangeThatIsNotUnderstoodDoesNotHideTheOthers() throws GarbageException {
        List<String> texts = new ArrayList<>(List.of("{\"t\":\"danced\"}", "5", "{\"t\":\"used\",\"u\":[[]]}"));
        texts.addAll(new Told(Samples.recovered(), NOW).texts());
        Message heard = Message.of(Message.text(NODE, 1, texts), NOW);
        assertThat(heard.ignored()).isEqualTo(3);
        assertThat(heard.told()).extracting(Told::change).containsExactly(Samples.recovered());
    }

    @Test
    void anotherVersionIsNotRead() {
        String newer = "{\"v\":2,\"n\":\"" + NODE + "\",\"s\":1,\"c\":[]}";
        assertThatExceptionOfType(GarbageException.class)
                .isThrownBy(() -> Message.of(newer.getBytes(StandardCharsets.UTF_8), NOW));
    }

    /// Bytes of a good message changed at random: either it is still understood, or it is garbage.
    @Test
    void brokenMessagesAreGarbageAndNothingWorse() {
        byte[] good = Message.text(
                NODE,
                3,
                changes()
                        .flatMap(change -> new Told(change, NOW).texts().stream())
                        .toList());
        Random random = new Random(SEED);
        IntStream.range(0, 100_000).forEach(round -> {
            byte[] broken = good.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            assertIsReadOrGarbage(broken, round);
        });
    }

    private static void assertIsReadOrGarbage(byte[] text, int round) {
        try {
            assertThat(Message.of(text, NOW).told()).hasSizeLessThanOrEqualTo(7);
        } catch (GarbageException _) {
            // As it should be.
        } catch (RuntimeException e) {
            fail("seed " + SEED + ", round " + round + ": " + new String(text, StandardCharsets.UTF_8), e);
        }
    }
}

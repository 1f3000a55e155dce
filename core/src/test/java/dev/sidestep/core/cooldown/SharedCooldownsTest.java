package dev.sidestep.core.cooldown;

import static dev.sidestep.core.testing.Catalogues.account;
import static dev.sidestep.core.testing.Catalogues.target;
import static dev.sidestep.core.testing.Catalogues.targets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What several nodes make of one cooldown.
class SharedCooldownsTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long HOUR = 3_600 * SECOND;
    private static final long END = 10 * SECOND;

    private final Target target = target(targets(account("a", "groq", "m")), "a/m");
    private final LimitKey key = LimitKey.of(LimitScope.MODEL, target.account(), target.model());
    private final List<CooldownChange> told = new ArrayList<>();
    private final List<Cooldowns> nodes = List.of(new Cooldowns(), new Cooldowns(), new Cooldowns());

    @Test
    @DisplayName("ask B11, fault 65: at the end one of all nodes may try, and the others 20 ms apart")
    void oneNodeTriesFirst() {
        share();
        nodes.forEach(node -> cool(node, END));

        assertThat(open(END)).isEqualTo(1);
        assertThat(open(END + 20 * MILLI)).isEqualTo(2);
        assertThat(open(END + 40 * MILLI)).isEqualTo(3);
        nodes.forEach(node -> node.share(1, 0));
        assertThat(open(END)).isEqualTo(3);
    }

    @Test
    @DisplayName("ask B11: the probes of a long cooldown are divided as well")
    void probesAreDivided() {
        share();
        nodes.forEach(node -> cool(node, HOUR));

        assertThat(open(300 * SECOND - 1)).isZero();
        assertThat(open(300 * SECOND)).isEqualTo(1);
        assertThat(open(300 * SECOND + 40 * MILLI)).isEqualTo(3);
    }

    @Test
    @DisplayName("A try that was heard of is the only one, until its node counts as lost")
    void whatIsTriedElsewhereIsNotTriedHere() {
        Cooldowns node = nodes.getFirst();
        cool(node, END);
        node.triedElsewhere(key, Window.MINUTE, CooldownKind.RATE_LIMIT, END);

        assertThat(enter(node, END + 30 * SECOND)).isEmpty();
        assertThat(enter(node, END + 30 * SECOND + 1)).isPresent();
    }

    @Test
    @DisplayName("What another node found over recovers here as well, a step at a time")
    void recoversWithTheOthers() {
        Cooldowns node = nodes.getFirst();
        cool(node, END);
        node.triedElsewhere(key, Window.MINUTE, CooldownKind.RATE_LIMIT, END);
        node.succeededElsewhere(key, Window.MINUTE, CooldownKind.RATE_LIMIT, END);

        assertThat(node.states(END)).extracting(CooldownState::allowance).containsExactly(2);
        assertThat(enter(node, END)).isPresent();
        assertThat(enter(node, END)).isPresent();
        assertThat(enter(node, END)).isEmpty();
    }

    @Test
    @DisplayName("A success of a try before it began again does not end it")
    void anOldSuccessEndsNothing() {
        Cooldowns node = nodes.getFirst();
        cool(node, END);

        node.succeededElsewhere(key, Window.MINUTE, CooldownKind.RATE_LIMIT, SECOND);

        assertThat(node.isCooling(target, SECOND)).isTrue();
    }

    @Test
    @DisplayName(
            "A try that came to nothing elsewhere gives its place to the next, and a long cooldown's waits for its turn")
    void unprovenElsewhere() {
        Cooldowns node = nodes.getFirst();
        cool(node, END);
        node.triedElsewhere(key, Window.MINUTE, CooldownKind.RATE_LIMIT, END);
        node.releasedElsewhere(key, Window.MINUTE, CooldownKind.RATE_LIMIT, END);
        assertThat(enter(node, END)).isPresent();

        Cooldowns other = nodes.getLast();
        cool(other, HOUR);
        other.triedElsewhere(key, Window.MINUTE, CooldownKind.RATE_LIMIT, 300 * SECOND);
        other.releasedElsewhere(key, Window.MINUTE, CooldownKind.RATE_LIMIT, 301 * SECOND);
        assertThat(enter(other, 302 * SECOND)).isEmpty();
        assertThat(enter(other, 601 * SECOND)).isPresent();
    }

    @Test
    @DisplayName("ask B5: a relapse that another node met is one here, and the next one lasts longer still")
    void relapseElsewhere() {
        Cooldowns node = nodes.getFirst();
        cool(node, END);
        node.triedElsewhere(key, Window.MINUTE, CooldownKind.RATE_LIMIT, END);

        node.join(cooldown(END, 3 * END), 1, END);
        assertThat(node.states(END)).extracting(CooldownState::level).containsExactly(1);
        Pass pass = enter(node, 3 * END).orElseThrow();
        Cooldown again = node.cool(refusal(END), pass, 3 * END, 3 * END);

        assertThat(again.remainingNanos(3 * END)).isEqualTo(4 * END);
    }

    @Test
    @DisplayName("What others know makes nothing shorter or softer")
    void joiningNeverShortens() {
        Cooldowns node = nodes.getFirst();
        node.join(cooldown(0, END), 3, 0);
        node.join(cooldown(0, SECOND), 1, 0);

        assertThat(node.blocking(target, 0)).map(Cooldown::untilNanos).contains(END);
        assertThat(node.states(0)).extracting(CooldownState::level).containsExactly(3);
    }

    @Test
    @DisplayName("What this node finds out is told, and what it was told is not told again")
    void tellsItsOwnFindings() {
        Cooldowns node = nodes.getFirst();
        node.listen(told::add);
        Cooldown cooldown = cool(node, END);
        Pass pass = enter(node, END).orElseThrow();
        node.tries(pass, END);
        node.succeeded(pass, END);
        node.join(cooldown(END, 2 * END), 1, END);

        assertThat(told)
                .containsExactly(
                        new CooldownChange.Cooled(cooldown, 0, 0),
                        new CooldownChange.Probing(cooldown),
                        new CooldownChange.Recovered(cooldown));
    }

    @Test
    @DisplayName("What grows is told again, what does not is not, and neither is ill health")
    void tellsWhatGrows() {
        Cooldowns node = nodes.getFirst();
        node.listen(told::add);
        cool(node, END);
        node.cool(refusal(END - 1), Pass.FREE, -1, 1);
        assertThat(told).hasSize(1);
        node.cool(refusal(END), Pass.FREE, -1, 1);
        assertThat(told).hasSize(2);

        Refusal unhealthy = new Refusal(key, Window.UNSPECIFIED, CooldownKind.UNHEALTHY, target, term(END), "");
        node.cool(unhealthy, Pass.FREE, -1, 1);
        assertThat(told).hasSize(2);
    }

    private void share() {
        for (int place = 0; place < nodes.size(); place++) {
            nodes.get(place).share(nodes.size(), place);
        }
    }

    private long open(long nowNanos) {
        return nodes.stream()
                .filter(node -> node.admits(target, Access.USUAL, nowNanos))
                .count();
    }

    private Cooldown cool(Cooldowns node, long spanNanos) {
        return node.cool(refusal(spanNanos), Pass.FREE, -1, 0);
    }

    private Optional<Pass> enter(Cooldowns node, long nowNanos) {
        return node.enter(target, Access.USUAL, nowNanos);
    }

    private Refusal refusal(long spanNanos) {
        return new Refusal(key, Window.MINUTE, CooldownKind.RATE_LIMIT, target, term(spanNanos), "");
    }

    private static Term term(long spanNanos) {
        return new Term(spanNanos, 0, spanNanos, 24 * HOUR);
    }

    private Cooldown cooldown(long fromNanos, long untilNanos) {
        return new Cooldown(key, Window.MINUTE, CooldownKind.RATE_LIMIT, target, fromNanos, untilNanos, "");
    }
}

package dev.sidestep.benchmarks.goodput;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What must hold for every call, whatever the world, the load and the troubles. With `-Dsidestep.calls=1000000` it
/// plays
/// a million calls; `-Dsidestep.seed=17` plays the scenario of one seed again.
class GoodputInvariantsTest {
    private static final int SEEDS = 100;
    private static final int NOTHING = -1;
    /// The default of `max-waiting`.
    private static final int MOST_WAITING = 1_000;
    private static final int CALLS = Integer.getInteger("sidestep.calls", 200_000);

    static LongStream seeds() {
        Long one = Long.getLong("sidestep.seed");
        return one == null ? LongStream.rangeClosed(1, SEEDS) : LongStream.of(one);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName(
            "No request goes to a cooling target, no call has more than 25 attempts or ends after its deadline, and "
                    + "none gives up while a target is left that it could ask")
    void holdsForEverySeed(long seed) {
        var scenario = RandomScenario.of(seed, CALLS / SEEDS);
        var stage = Stage.of(scenario);
        var engine = new SidestepEngine(scenario.known(), stage.queue());

        var score = new Rig(stage, new Watch(scenario, engine, new BitSet())).play();

        assertThat(score.answered() + score.failures())
                .as("seed %d: calls that ended", seed)
                .isEqualTo(score.calls());
        assertThat(engine.openReservations())
                .as("seed %d: reservations neither settled nor refunded", seed)
                .isZero();
        assertThat(engine.waiting())
                .as("seed %d: calls that wait for ever", seed)
                .isZero();
    }

    /// Holds every move of the engine against the rules.
    ///
    /// @param probed cooling targets with a request under way: one at most, which tries whether they are back
    private record Watch(Scenario scenario, SidestepEngine engine, BitSet probed) implements Strategy {
        @Override
        public Handling begin(Call call, Waking waking) {
            return new OneCall(call, engine.begin(call, waking));
        }

        private final class OneCall implements Handling {
            private final Call call;
            private final Handling handling;
            private final BitSet tried = new BitSet();
            private int attempts;
            private int probing = NOTHING;

            private OneCall(Call call, Handling handling) {
                this.call = call;
                this.handling = handling;
            }

            @Override
            public Move start(long nowNanos) {
                return held(handling.start(nowNanos), nowNanos);
            }

            @Override
            public Move failed(Reply.Failure reply, long nowNanos) {
                endProbe();
                return held(handling.failed(reply, nowNanos), nowNanos);
            }

            @Override
            public Move woken(long nowNanos) {
                return held(handling.woken(nowNanos), nowNanos);
            }

            @Override
            public void answered(Reply.Answered reply, long nowNanos) {
                endProbe();
                handling.answered(reply, nowNanos);
            }

            @Override
            public void ended(long promptTokens, long answerTokens, long nowNanos) {
                handling.ended(promptTokens, answerTokens, nowNanos);
            }

            private Move held(Move move, long nowNanos) {
                assertThat(nowNanos).as(said("ends by its deadline")).isLessThanOrEqualTo(call.deadlineNanos());
                switch (move) {
                    case Move.Send(var spot, var _) -> {
                        if (engine.isCooling(spot, nowNanos)) {
                            beginProbe(spot);
                        }
                        tried.set(spot.index());
                        attempts++;
                        assertThat(attempts).as(said("attempts")).isLessThanOrEqualTo(Attempts.MOST);
                    }
                    case Move.Wait(long untilNanos) ->
                        assertThat(untilNanos).as(said("waits")).isLessThanOrEqualTo(call.deadlineNanos());
                    case Move.GiveUp _ -> holdGivingUp(nowNanos);
                }
                return move;
            }

            private void beginProbe(Spot spot) {
                assertThat(probed.get(spot.index()))
                        .as(said("asks " + spot + " while it cools and another call asks it"))
                        .isFalse();
                probed.set(spot.index());
                probing = spot.index();
            }

            private void endProbe() {
                if (probing != NOTHING) {
                    probed.clear(probing);
                    probing = NOTHING;
                }
            }

            private void holdGivingUp(long nowNanos) {
                // Where nobody else may wait, what is open belongs to those who do.
                boolean mayWait = engine.waiting() < MOST_WAITING;
                if (mayWait && nowNanos < call.deadlineNanos() && attempts < Attempts.MOST) {
                    assertThat(scenario.world().spots())
                            .as(said("gives up with a target left"))
                            .noneMatch(spot -> !tried.get(spot.index()) && engine.isOpen(spot, call, nowNanos));
                }
            }

            private String said(String what) {
                return scenario.name() + ", call " + call.id() + ": " + what;
            }
        }
    }
}

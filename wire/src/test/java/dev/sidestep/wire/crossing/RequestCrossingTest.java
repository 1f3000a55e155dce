package dev.sidestep.wire.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.crossing.Crossing.Asked;
import dev.sidestep.wire.format.Fitting;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random calls on their way to another wire and back.
class RequestCrossingTest {
    private static final int SEEDS = 200;

    @ParameterizedTest
    @MethodSource("dev.sidestep.wire.crossing.Crossing#pairs")
    void aCallSaysTheSameThereButForItsLosses(WireFormat client, WireFormat upstream) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Asked asked = asked(client, seed);
            Fitting there = asked.at(upstream);
            if (upstream == WireFormat.GEMINI) {
                assertThat(GeminiGist.of(there.body()))
                        .as("seed %s: %s", seed, there.losses())
                        .containsSubsequence(GeminiGist.of(asked.canonical(), there.losses()));
                continue;
            }
            Asked arrived = Asked.of(upstream, there.body());
            Fitting home = arrived.at(client);
            Asked back = Asked.of(client, home.body());

            assertThat(Gist.of(asked.canonical()).undeclared(Gist.of(arrived.canonical()), there.losses()))
                    .as("seed %s there: %s", seed, there.losses())
                    .isEmpty();
            assertThat(Gist.of(asked.canonical())
                            .undeclared(Gist.of(back.canonical()), Crossing.both(there.losses(), home.losses())))
                    .as("seed %s and back: %s %s", seed, there.losses(), home.losses())
                    .isEmpty();
        }
    }

    /// A random call as a client of this wire would make it.
    private static Asked asked(WireFormat client, long seed) {
        WireFormat other = client == WireFormat.OPENAI ? WireFormat.ANTHROPIC : WireFormat.OPENAI;
        var canonical = new Conversations(new SplittableRandom(seed)).of(other);
        Asked origin = new Asked(Asked.smallest(other).call(), canonical);
        return Asked.of(client, origin.at(client).body());
    }
}

package dev.sidestep.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Everything a simulator starts from. Immutable.
///
/// @param limitsEnforced whether the models' limits count; limits declared with [Simulator#limited] always do
/// @param defaultMaxTokens what an answer reserves when the request does not say
/// @param faults scripted faults that are there from the start
/// @param restrictions limits that are hit from the start
public record SimulatorSpec(
        List<ProviderSpec> providers,
        Pace pace,
        boolean limitsEnforced,
        long defaultMaxTokens,
        List<ScriptedFault> faults,
        List<Restriction> restrictions) {
    public SimulatorSpec {
        if (defaultMaxTokens < 0) {
            throw new IllegalArgumentException("default-max-tokens must not be negative: " + defaultMaxTokens);
        }
        providers = List.copyOf(providers);
        faults = List.copyOf(faults);
        restrictions = List.copyOf(restrictions);
        requireDistinct("provider", providers.stream().map(ProviderSpec::name).toList());
        requireDistinct("path", providers.stream().map(ProviderSpec::path).toList());
    }

    /// Groq with its 17 classic models and their free-plan limits where known, OpenAI with its 7, Anthropic with its 5
    /// and Gemini with its 2; any key is accepted, and models answer at a realistic pace.
    public static SimulatorSpec standard() {
        return StandardSpec.spec();
    }

    /// The same with models of today at OpenAI, Anthropic and Gemini; there are no limits, and models answer at once.
    public static SimulatorSpec everyWire() {
        return StandardSpec.everyWire();
    }

    /// Starts a specification without providers, at [Pace#INSTANT], with limits enforced.
    public static Builder builder() {
        return new Builder();
    }

    /// Reads a specification from JSON; throws [SpecException] with every mistake, each with its field.
    public static SimulatorSpec parse(String json) {
        return SpecReader.read(json);
    }

    /// Reads a specification from a UTF-8 JSON file; throws as [#parse] does.
    public static SimulatorSpec read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    private static void requireDistinct(String what, List<String> values) {
        if (new HashSet<>(values).size() != values.size()) {
            throw new IllegalArgumentException("the same " + what + " twice: " + values);
        }
    }

    /// A provider by its name.
    public Optional<ProviderSpec> provider(String name) {
        return providers.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst();
    }

    /// The same with a provider in place of the one of its name.
    SimulatorSpec with(ProviderSpec provider) {
        var changed = toBuilder();
        changed.providers.replaceAll(present -> present.name().equals(provider.name()) ? provider : present);
        return changed.build();
    }

    /// This specification as a builder, to change parts of it.
    public Builder toBuilder() {
        var builder = new Builder();
        builder.providers.addAll(providers);
        builder.faults.addAll(faults);
        builder.restrictions.addAll(restrictions);
        builder.pace = pace;
        builder.limitsEnforced = limitsEnforced;
        builder.defaultMaxTokens = defaultMaxTokens;
        return builder;
    }

    /// Collects the parts of a specification. Not thread-safe.
    public static final class Builder {
        private final List<ProviderSpec> providers = new ArrayList<>();
        private final List<ScriptedFault> faults = new ArrayList<>();
        private final List<Restriction> restrictions = new ArrayList<>();
        private Pace pace = Pace.INSTANT;
        private boolean limitsEnforced = true;
        private long defaultMaxTokens;

        private Builder() {}

        /// Adds a provider, in place of one of the same name.
        public Builder provider(ProviderSpec provider) {
            providers.removeIf(present -> present.name().equals(provider.name()));
            providers.add(provider);
            return this;
        }

        /// Adds a provider, in place of one of the same name.
        public Builder provider(ProviderSpec.Builder provider) {
            return provider(provider.build());
        }

        /// How fast models answer.
        public Builder pace(Pace value) {
            pace = value;
            return this;
        }

        /// Whether the models' limits count.
        public Builder enforceLimits(boolean enforced) {
            limitsEnforced = enforced;
            return this;
        }

        /// Tokens that an answer reserves when the request does not say.
        public Builder defaultMaxTokens(long tokens) {
            defaultMaxTokens = tokens;
            return this;
        }

        /// A limit that is hit from the start: see [Simulator#limited].
        public Builder limited(Where where, Dimension dimension, Duration wait) {
            restrictions.add(new Restriction(where, dimension, wait));
            return this;
        }

        /// A fault that happens as often as told: see [Simulator#inject].
        public Builder fault(Where where, Fault fault, int times) {
            faults.add(new ScriptedFault(where, fault, times));
            return this;
        }

        /// The specification; throws [IllegalArgumentException] naming what is wrong.
        public SimulatorSpec build() {
            return new SimulatorSpec(providers, pace, limitsEnforced, defaultMaxTokens, faults, restrictions);
        }
    }
}

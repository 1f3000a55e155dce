package dev.sidestep.simulator;

/// Answers requests as the simulated providers do, each on its own wire: decides what is to be sent, and sends nothing.
/// No I/O, no clock, so it also runs in virtual time. Thread-safe.
public final class Faces {
    private final Simulator simulator;
    private final Desk desk;
    private final Face openAi;
    private final Face anthropic;
    private final Face gemini;

    /// The faces of the simulator's providers; they take from their quotas, and use up their faults.
    public Faces(Simulator simulator) {
        this.simulator = simulator;
        this.desk = new Desk(simulator);
        this.openAi = new OpenAiFace(desk);
        this.anthropic = new AnthropicFace(desk);
        this.gemini = new GeminiFace(desk);
    }

    /// What a provider sends, and when. Whoever plays it settles the answer's reservation at its end. Throws
    /// [IllegalArgumentException] when there is no such provider.
    ///
    /// @param nowNanos monotonic
    /// @param epochSeconds wall time, as answers tell it
    public SimulatedAnswer answer(SimulatedRequest request, long nowNanos, long epochSeconds) {
        var provider = simulator
                .spec()
                .provider(request.provider())
                .orElseThrow(() -> new IllegalArgumentException("no such provider: " + request.provider()));
        var voice = provider.dialect().voice();
        var key = voice.key(request);
        if (key.isEmpty()) {
            return desk.refuse(voice, voice.missingKey());
        }
        var account = simulator.authenticate(provider, key);
        return account.isEmpty()
                ? desk.refuse(voice, voice.unknownKey(request))
                : face(provider.dialect())
                        .answer(new Exchange(provider, request, account.get(), nowNanos, epochSeconds));
    }

    private Face face(Dialect dialect) {
        return switch (dialect) {
            case OPENAI, GROQ -> openAi;
            case ANTHROPIC -> anthropic;
            case GEMINI -> gemini;
        };
    }
}

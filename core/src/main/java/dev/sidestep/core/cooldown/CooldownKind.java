package dev.sidestep.core.cooldown;

/// Why something is cooling.
public enum CooldownKind {
    /// A limit that time cures.
    RATE_LIMIT("rate-limit"),
    /// Money or a plan is used up.
    OUT_OF_FUNDS("out-of-funds"),
    /// The credential was refused.
    UNAUTHORIZED("unauthorized"),
    /// The model is unknown there, retired, or not offered.
    MODEL_UNAVAILABLE("model-unavailable"),
    /// The provider asked for patience while it has no capacity.
    OVERLOADED("overloaded"),
    /// It failed too often lately, with no limit involved. It is not asked while others are left.
    UNHEALTHY("unhealthy");

    private final String id;

    CooldownKind(String id) {
        this.id = id;
    }

    /// True where it is worth waiting for its end, and honest to promise it: a key that was refused
    /// and a model that is gone are asked again some day, but not because time has passed.
    public boolean isCuredByTime() {
        return switch (this) {
            case RATE_LIMIT, OUT_OF_FUNDS, OVERLOADED, UNHEALTHY -> true;
            case UNAUTHORIZED, MODEL_UNAVAILABLE -> false;
        };
    }

    /// True where a long one is doubted: somebody may have paid, repaired the key, or raised the
    /// limit. That a model is gone is a fact, and ill health is short.
    boolean isProbed() {
        return switch (this) {
            case RATE_LIMIT, OUT_OF_FUNDS, OVERLOADED, UNAUTHORIZED -> true;
            case MODEL_UNAVAILABLE, UNHEALTHY -> false;
        };
    }

    /// True where what one node finds out is true for all of them, and for the next process: ill health may be of its
    /// own way to the provider alone.
    public boolean isShared() {
        return this != UNHEALTHY;
    }

    /// The kind's name in the status and in logs.
    public String id() {
        return id;
    }
}

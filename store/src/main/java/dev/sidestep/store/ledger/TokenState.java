package dev.sidestep.store.ledger;

/// How well an attempt's tokens are known.
public enum TokenState {
    /// The attempt is under way: its tokens are the most that it may take.
    OPEN("open"),
    /// The provider counted them, or certainly counted none.
    SETTLED("settled"),
    /// The provider did not tell: they are our estimate.
    ESTIMATED("estimated"),
    /// Nobody knows, nor ever will: they are the most that it may have taken.
    UNKNOWN("unknown");

    private final String id;

    TokenState(String id) {
        this.id = id;
    }

    /// True where it is known how many there are, or about how many; else they are the most that there may be.
    public boolean isKnown() {
        return switch (this) {
            case SETTLED, ESTIMATED -> true;
            case OPEN, UNKNOWN -> false;
        };
    }

    /// The state's name in the ledger and in answers.
    public String id() {
        return id;
    }
}

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

    /// The state's name in the ledger and in answers.
    public String id() {
        return id;
    }
}

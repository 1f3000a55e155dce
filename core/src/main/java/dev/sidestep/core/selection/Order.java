package dev.sidestep.core.selection;

/// In which order the targets are tried that a call could go to.
public enum Order {
    /// As the caller, the route or the catalogue lists them.
    LISTED("listed"),
    /// The cheapest for this call first.
    CHEAPEST("cheapest"),
    /// The one first whose first content comes soonest.
    FASTEST("fastest");

    private final String id;

    Order(String id) {
        this.id = id;
    }

    /// The order's name in configuration.
    public String id() {
        return id;
    }
}

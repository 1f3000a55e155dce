package dev.sidestep.simulator;

/// Which requests a fault or a declared limit is for; `*` stands for any. Immutable.
///
/// @param account an account's name or organisation
public record Where(String provider, String account, String model) {
    private static final String ANY = "*";

    /// Every request.
    public static Where anywhere() {
        return new Where(ANY, ANY, ANY);
    }

    /// Every request to a provider.
    public static Where provider(String provider) {
        return new Where(provider, ANY, ANY);
    }

    /// Every request for a model of a provider, from any account.
    public static Where model(String provider, String model) {
        return new Where(provider, ANY, model);
    }

    /// The same, from one account only.
    public Where from(String oneAccount) {
        return new Where(provider, oneAccount, model);
    }

    boolean matches(Account of, String toProvider, String forModel) {
        return matches(provider, toProvider)
                && (matches(account, of.name()) || account.equals(of.organization()))
                && matches(model, forModel);
    }

    /// True where every request that the other one is for is one of these, too.
    boolean covers(Where other) {
        return matches(provider, other.provider) && matches(account, other.account) && matches(model, other.model);
    }

    private static boolean matches(String pattern, String value) {
        return pattern.equals(ANY) || pattern.equals(value);
    }
}

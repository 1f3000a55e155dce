package dev.sidestep.simulator;

/// An account of a simulated provider. Accounts of one organisation share its buckets.
///
/// @param key what `Authorization: Bearer` must carry; never printed
public record AccountSpec(String name, String key, String organization) {
    public AccountSpec {
        if (name.isBlank() || key.isBlank() || organization.isBlank()) {
            throw new IllegalArgumentException("account name, key and organization must not be blank: " + name);
        }
    }

    /// An account with an organisation of its own.
    public static AccountSpec of(String name, String key) {
        return new AccountSpec(name, key, "org_" + name);
    }

    @Override
    public String toString() {
        return "AccountSpec[name=" + name + ", key=***, organization=" + organization + "]";
    }
}

package dev.sidestep.gateway.accounts;

/// Where accounts stand, and can be changed: the configuration's file, or what was added in the dashboard. Thread-safe;
/// both write files, and belong on no event loop.
public interface AccountPlace {
    /// True where this account stands here.
    boolean has(String account);

    /// Makes the change last, and returns once it is written. It is in force after the next reload.
    ///
    /// @throws NotWritableException where it cannot be written; nothing has changed then
    void change(String account, AccountChange change);
}

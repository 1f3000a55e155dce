package dev.sidestep.gateway.accounts;

import java.util.List;

/// Where accounts stand, and can be changed: the configuration's file, or what was added in the dashboard. Thread-safe;
/// both write files, and belong on no event loop.
public interface AccountPlace {
    /// True where this account stands here, and not another of its name somewhere else that is in force.
    boolean has(String account);

    /// Makes the change last, and returns once it is written. It is in force after the next reload.
    ///
    /// @throws NotWritableException where it cannot be written; nothing has changed then
    void change(String account, AccountChange change);

    /// Has accounts tried in this order, as far as it is this place's to say, and returns once that is written. Those
    /// that are not named keep their places.
    ///
    /// @param accounts names, also of accounts that stand elsewhere
    /// @throws NotWritableException where it cannot be written; nothing has changed then
    void order(List<String> accounts);

    /// What people call it, such as `sidestep.yaml`.
    String name();
}

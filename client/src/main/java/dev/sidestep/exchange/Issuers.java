package dev.sidestep.exchange;

import java.util.LinkedHashMap;
import java.util.List;

/// Which account gave out a name that only it knows, such as that of an earlier answer, until many others have been
/// given out since. Thread-safe: guarded by itself.
final class Issuers {
    /// A day's answers of a busy application.
    private static final int MOST = 50_000;
    /// Longer than any provider's.
    private static final int MOST_CHARS = 512;

    private final LinkedHashMap<String, String> accounts = new LinkedHashMap<>(16, 0.75f, true);

    /// Remembers.
    synchronized void issued(String handle, String account) {
        if (handle.isEmpty() || handle.length() > MOST_CHARS) {
            return;
        }
        accounts.put(handle, account);
        if (accounts.size() > MOST) {
            accounts.pollFirstEntry();
        }
    }

    /// The account that gave out one of these names; empty where nobody knows.
    synchronized String of(List<String> handles) {
        for (String handle : handles) {
            String account = accounts.get(handle);
            if (account != null) {
                return account;
            }
        }
        return "";
    }
}

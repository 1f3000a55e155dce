package dev.sidestep.gateway.auth;

import dev.sidestep.wire.format.ApiError;
import java.util.Map;

/// Whether a request may go on. Immutable.
public sealed interface Verdict {
    /// It may.
    ///
    /// @param caller the hash of the key that counted; empty where none had to be shown
    record Admitted(String caller) implements Verdict {
        static final Admitted AS_NOBODY = new Admitted("");
    }

    /// It may not.
    ///
    /// @param headers of the answer that says so
    record Refused(int status, ApiError error, Map<String, String> headers) implements Verdict {
        public Refused {
            headers = Map.copyOf(headers);
        }
    }
}

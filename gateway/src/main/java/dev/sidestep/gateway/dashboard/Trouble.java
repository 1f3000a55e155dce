package dev.sidestep.gateway.dashboard;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What is wrong right now, in one sentence, and what to do about it. Immutable.
///
/// @param advice empty where there is nothing to do
/// @param page of the dashboard where it can be looked at
record Trouble(Severity severity, String text, String advice, String page) {
    /// How bad it is.
    enum Severity {
        OK,
        /// Worth knowing.
        NOTICE,
        /// Calls are answered, but somebody should look.
        WARNING,
        /// Calls are not answered.
        CRITICAL
    }

    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("severity", severity.name().toLowerCase(Locale.ROOT));
        document.put("text", text);
        document.put("advice", advice);
        document.put("page", page);
        return document;
    }
}

package dev.sidestep.gateway.log;

import java.util.Map;

/// How the log's lines are written.
public enum LogFormat {
    /// For people.
    TEXT,
    /// One JSON object per line.
    JSON;

    /// By the names that the configuration uses.
    public static final Map<String, LogFormat> BY_ID = Map.of("text", TEXT, "json", JSON);
}

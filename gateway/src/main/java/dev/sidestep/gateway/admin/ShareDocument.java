package dev.sidestep.gateway.admin;

import dev.sidestep.store.share.ShareStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/// How the talk with other nodes is doing.
public final class ShareDocument {
    private ShareDocument() {}

    /// The status in one word, which says nothing that is nobody's business.
    public static String word(ShareStatus status) {
        return status.isConnected() ? "connected" : "apart";
    }

    /// The status as maps.
    public static Map<String, Object> of(ShareStatus status) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("status", word(status));
        document.put("trouble", status.trouble());
        document.put("nodes", status.nodes());
        document.put("ignored", status.ignored());
        document.put("dropped", status.dropped());
        document.put("sent", status.sent());
        document.put("received", status.received());
        document.put("round_trip_us", status.lastRoundTripMicros());
        return document;
    }
}

package dev.sidestep.gateway.admin;

import dev.sidestep.store.StoreStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/// How the store is doing.
public final class StoreDocument {
    private StoreDocument() {}

    /// The status in one word, which says nothing that is nobody's business.
    public static String word(StoreStatus status) {
        return status.isWell() ? "ok" : "failing";
    }

    /// The status as maps.
    public static Map<String, Object> of(StoreStatus status) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("status", word(status));
        document.put("trouble", status.trouble());
        document.put("queued", status.queued());
        document.put("lag_ms", status.lagMillis());
        document.put("written", status.written());
        document.put("lost", status.lost());
        document.put("quarantined_files", status.quarantined());
        return document;
    }
}

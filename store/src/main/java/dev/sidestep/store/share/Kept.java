package dev.sidestep.store.share;

import java.util.Map;

/// What the server held at a moment, as it was written there: values by field.
record Kept(Map<String, byte[]> cooldowns, Map<String, byte[]> quotas, Map<String, byte[]> cleared) {}

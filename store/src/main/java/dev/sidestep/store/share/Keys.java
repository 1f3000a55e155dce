package dev.sidestep.store.share;

/// The names that nodes of one namespace use in the server. The number in them is the version of what is kept there.
///
/// @param channel where they talk
/// @param cooldowns the hash of cooldowns that run
/// @param quotas the hash of what is used of limits
/// @param cleared the hash of keys that somebody cleared, and when
/// @param nodes the sorted set of nodes by the moment they last were heard of
record Keys(String channel, String cooldowns, String quotas, String cleared, String nodes) {
    static Keys of(String namespace) {
        String prefix = "sidestep:1:" + namespace;
        return new Keys(prefix, prefix + ":cooldowns", prefix + ":quotas", prefix + ":cleared", prefix + ":nodes");
    }
}

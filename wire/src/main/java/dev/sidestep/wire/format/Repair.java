package dev.sidestep.wire.format;

/// What is changed in a call for one more attempt at a target that stumbled over a part of it.
public enum Repair {
    /// All thoughts of before are left out: the provider refused the signature of one.
    WITHOUT_THINKING("signature"),
    /// Images and documents at addresses are brought along: the provider could not fetch one.
    WITH_MEDIA_BROUGHT("download");

    private final String part;

    Repair(String part) {
        this.part = part;
    }

    /// What the provider stumbled over, in trails and logs.
    public String part() {
        return part;
    }
}

package dev.sidestep.gateway.auth;

/// Who may ask for something.
public enum Access {
    /// Everyone.
    OPEN,
    /// Who shows a client's key, where there are any.
    CLIENT,
    /// Who shows an admin's key, or has signed in with one; where there are none, who asks from this
    /// machine, with a client's key where there are any of those.
    ADMIN
}

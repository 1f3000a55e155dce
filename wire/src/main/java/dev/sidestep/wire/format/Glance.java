package dev.sidestep.wire.format;

import dev.sidestep.core.quota.Usage;
import org.jspecify.annotations.Nullable;

/// One event of a stream that is passed on as it came, as far as whoever passes it on must know. Immutable.
///
/// @param knownFinish the provider's word for why the answer ended, or null while it has not
/// @param knownUsage the tokens so far, or null where it does not say
public record Glance(
        Kind kind, @Nullable String knownFinish, @Nullable Usage knownUsage) {
    /// A sign that somebody is there, and nothing else.
    public static final Glance PING = new Glance(Kind.PING, null, null);
    /// A step of the answer that brings no content.
    public static final Glance STEP = new Glance(Kind.STEP, null, null);
    /// Content.
    public static final Glance CONTENT = new Glance(Kind.CONTENT, null, null);
    /// The end of the stream.
    public static final Glance DONE = new Glance(Kind.DONE, null, null);
    /// An error in place of the rest.
    public static final Glance ERROR = new Glance(Kind.ERROR, null, null);
    /// Nothing that the wire format has.
    public static final Glance MALFORMED = new Glance(Kind.MALFORMED, null, null);

    /// What an event brings.
    public enum Kind {
        PING,
        STEP,
        /// The tokens, in an event that brings nothing else: withheld from a client that did not ask.
        USAGE,
        CONTENT,
        DONE,
        ERROR,
        MALFORMED
    }
}

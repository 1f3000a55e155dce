package dev.sidestep.gateway.dashboard;

import io.vertx.core.buffer.Buffer;

/// Somebody who looks: where the frames of the live feed go. Called on worker threads, and never blocks.
public interface Viewer {
    /// Sends these bytes, after all that were sent before. Others are sent the same buffer, so nobody changes it.
    void send(Buffer bytes);

    /// True where too much of what was sent before is not read yet.
    boolean isBehind();

    /// True as long as it may look: keys change, and people sign out, while it does.
    boolean mayLook();

    /// Ends the stream.
    void end();
}

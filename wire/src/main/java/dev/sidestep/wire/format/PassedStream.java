package dev.sidestep.wire.format;

import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.sse.SseEvent;
import dev.sidestep.wire.sse.SseOverflowException;
import dev.sidestep.wire.sse.SseReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stream whose bytes go through as they came, since the client speaks the provider's wire format.
public final class PassedStream extends GatedStream {
    /*
     * Content is text, reasoning, a refusal, a tool call, sound, or the reason why the answer ended. Roles, empty
     * texts, comments and usage are not: they are held, and do not count as a sign of life for the first content.
     *
     * What fails after the commit is not forwarded: the stream ends with our own error event.
     */

    private static final byte[] NONE = {};
    private static final long NOTHING = -1;

    private final EventReader glances;
    private final boolean withholdsUsage;
    private final SseReader reader = new SseReader();
    private byte[] held = NONE;
    private int heldSize;
    private int heldEvents;
    private long events;
    private long failedAt;
    private boolean finished;
    private long withheldFrom = NOTHING;
    private final List<Span> withheld = new ArrayList<>(1);

    /// @param event reads what an event brings
    /// @param withholdsUsage true where the client did not ask for the tokens: an event that brings nothing else is
    ///     left out
    public PassedStream(EventReader event, boolean withholdsUsage) {
        this.glances = event;
        this.withholdsUsage = withholdsUsage;
    }

    @Override
    public Phase feed(byte[] chunk, int from, int to, ByteSink out) {
        if (phase == Phase.FAILED) {
            return phase;
        }
        long start = reader.position();
        try {
            reader.feed(chunk, from, to, this::event);
        } catch (SseOverflowException overflow) {
            fail(new StreamFailure.Garbage(String.valueOf(overflow.getMessage())));
        }
        keepBackUpTo(reader.boundary());
        release(chunk, from, to, start, out);
        if (committed) {
            withheld.clear();
        }
        if (!committed) {
            failUnlessWithin(heldEvents, heldSize);
        }
        return phase;
    }

    @Override
    public Phase end(ByteSink out) {
        if (phase == Phase.FAILED) {
            return phase;
        }
        boolean released = committed;
        reader.end(this::event);
        boolean content = committed;
        committed = released || (content && phase != Phase.FAILED && finished);
        if (phase == Phase.FAILED) {
            return phase;
        }
        if (!committed) {
            return fail(content ? new StreamFailure.Incomplete() : new StreamFailure.Empty());
        }
        if (!finished) {
            return fail(new StreamFailure.Incomplete());
        }
        keepBackUpTo(reader.position());
        forwardHeld(reader.position(), out);
        phase = Phase.COMPLETE;
        return phase;
    }

    @Override
    public String handle() {
        return glances.handle();
    }

    @Override
    public long events() {
        return events;
    }

    private void event(SseEvent event) {
        keepBackUpTo(reader.boundary());
        if (phase == Phase.FAILED) {
            return;
        }
        Glance glance = glances.glance(event, committed);
        if (glance.kind() != Glance.Kind.PING) {
            events++;
        }
        usage = later(usage, glance.knownUsage());
        finished |= glance.kind() == Glance.Kind.DONE || glance.knownFinish() != null;
        switch (glance.kind()) {
            case PING -> {}
            case DONE, STEP -> heldEvents++;
            case USAGE -> {
                heldEvents++;
                if (withholdsUsage) {
                    withheldFrom = reader.boundary();
                }
            }
            case CONTENT -> {
                committed = true;
                phase = Phase.COMMITTED;
            }
            case ERROR -> fail(new StreamFailure.ErrorEvent(event.copy()));
            case MALFORMED -> {
                // After the commit the client's own parser has the say: most of the answer may be good.
                if (!committed) {
                    fail(new StreamFailure.Garbage("an event that is not a JSON object"));
                }
            }
        }
    }

    /// The newer of two readings of one stream, unless it goes backwards: counts only grow.
    private static @Nullable Usage later(@Nullable Usage known, @Nullable Usage read) {
        if (known == null || read == null) {
            return read == null ? known : read;
        }
        boolean grows = read.inputTokens() >= known.inputTokens() && read.outputTokens() >= known.outputTokens();
        return grows ? read : known;
    }

    /// What stands before a stream's position and was to be left out, is.
    private void keepBackUpTo(long boundary) {
        if (withheldFrom != NOTHING) {
            withheld.add(new Span(withheldFrom, boundary));
            withheldFrom = NOTHING;
        }
    }

    /// Bytes from one position of the stream up to another.
    private record Span(long from, long to) {}

    @Override
    Phase fail(StreamFailure why) {
        failedAt = reader.boundary();
        return super.fail(why);
    }

    /// Forwards up to the last complete event, or up to the one before a failure, and holds the rest.
    private void release(byte[] chunk, int from, int to, long start, ByteSink out) {
        long boundary = phase == Phase.FAILED ? failedAt : reader.boundary();
        int good = (int) Math.clamp(boundary - start + from, (long) from, to);
        if (!committed || good == from) {
            hold(chunk, from, to);
            return;
        }
        forwardHeld(start, out);
        forward(chunk, from, good, start - from, out);
        hold(chunk, good, to);
    }

    /// @param end the position in the stream behind what is held
    private void forwardHeld(long end, ByteSink out) {
        if (heldSize > 0) {
            byte[] bytes = held;
            int size = heldSize;
            held = NONE;
            heldSize = 0;
            forward(bytes, 0, size, end - size, out);
        }
    }

    /// Forwards all but what is to be left out.
    ///
    /// @param base the position in the stream of the array's first byte
    private void forward(byte[] bytes, int from, int to, long base, ByteSink out) {
        int next = from;
        for (Span span : withheld) {
            int spanFrom = (int) Math.clamp(span.from() - base, (long) next, to);
            if (spanFrom > next) {
                out.forward(bytes, next, spanFrom);
            }
            next = (int) Math.clamp(span.to() - base, (long) spanFrom, to);
        }
        if (to > next) {
            out.forward(bytes, next, to);
        }
    }

    private void hold(byte[] chunk, int from, int to) {
        int more = to - from;
        if (phase == Phase.FAILED || more == 0) {
            return;
        }
        if (held.length - heldSize < more) {
            held = Arrays.copyOf(held, Math.max(heldSize + more, held.length * 2));
        }
        System.arraycopy(chunk, from, held, heldSize, more);
        heldSize += more;
    }
}

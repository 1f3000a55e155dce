package dev.sidestep.wire.openai;

import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.sse.SseEvent;
import dev.sidestep.wire.sse.SseOverflowException;
import dev.sidestep.wire.sse.SseReader;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Watches one streamed chat answer and decides what of it may go on to the client. Not thread-safe; one per attempt.
///
/// Nothing goes on before the first event that brings content, so that until then a failure is invisible and another
/// target can answer. From then on every complete event goes on as it came; the start of an event waits for its end, so
/// that what the client has is always whole events, and an error of ours can follow.
public final class ChatStream {
    /*
     * Content is text, reasoning, a refusal, a tool call, sound, or the reason why the answer ended. Roles, empty
     * texts, comments and usage are not: they are held, and do not count as a sign of life for the first content.
     *
     * After the commit an event is searched for four names and parsed only where one of them says something. What
     * fails after the commit is not forwarded: the stream ends with our own error event.
     */

    /// Events before the first content; providers send one or two.
    static final int MAX_HELD_EVENTS = 64;

    /// Bytes before the first content, comments included; an hour of keep-alives at one a second is 100 KB.
    static final int MAX_HELD_BYTES = 256 << 10;

    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};
    private static final byte[] NONE = {};

    private final SseReader reader = new SseReader();
    private byte[] held = NONE;
    private int heldSize;
    private int heldEvents;
    private long events;
    private long failedAt;
    private Phase phase = Phase.HOLDING;
    private boolean committed;
    private boolean done;
    private @Nullable String finish;
    private @Nullable Usage usage;
    private @Nullable StreamFailure failure;

    /// How far a stream has come.
    public enum Phase {
        /// No content yet: everything is held, and the attempt can still be given up without a trace.
        HOLDING,
        /// Content has come: what is complete is forwarded.
        COMMITTED,
        /// It ended as it should.
        COMPLETE,
        /// It is no answer, or none any more: [#failure()] says why, [#isCommitted()] whether the client has seen some.
        FAILED
    }

    /// Takes the next bytes from the provider and forwards what may go on. Once failed, ignores them.
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
        release(chunk, from, to, start, out);
        if (!committed && (heldSize > MAX_HELD_BYTES || heldEvents > MAX_HELD_EVENTS)) {
            fail(new StreamFailure.Garbage(
                    "more than " + MAX_HELD_EVENTS + " events or " + MAX_HELD_BYTES + " bytes before any content"));
        }
        return phase;
    }

    /// Takes the end of the provider's answer; the phase is then [Phase#COMPLETE] or [Phase#FAILED].
    public Phase end(ByteSink out) {
        if (phase == Phase.FAILED) {
            return phase;
        }
        boolean released = committed;
        reader.end(this::event);
        boolean content = committed;
        committed = released || (content && phase != Phase.FAILED && isFinished());
        if (phase == Phase.FAILED) {
            return phase;
        }
        if (!committed) {
            return fail(content ? new StreamFailure.Incomplete() : new StreamFailure.Empty());
        }
        if (!isFinished()) {
            return fail(new StreamFailure.Incomplete());
        }
        forwardHeld(out);
        phase = Phase.COMPLETE;
        return phase;
    }

    /// How far it has come.
    public Phase phase() {
        return phase;
    }

    /// True once content was released to the client; from then on there is no other target for this call.
    public boolean isCommitted() {
        return committed;
    }

    /// Why it failed, where it did.
    public Optional<StreamFailure> failure() {
        return Optional.ofNullable(failure);
    }

    /// Why the answer ended, once the provider said so.
    public Optional<String> finish() {
        return Optional.ofNullable(finish);
    }

    /// The tokens as last counted by the provider, where it said.
    public Optional<Usage> usage() {
        return Optional.ofNullable(usage);
    }

    /// How many events have come so far. Comments are none, so a provider that only keeps its connection alive does not
    /// move this.
    public long events() {
        return events;
    }

    private boolean isFinished() {
        return finish != null || done;
    }

    private void event(SseEvent event) {
        if (phase == Phase.FAILED) {
            return;
        }
        events++;
        byte[] bytes = event.bytes();
        if (isDone(bytes, event.from(), event.to())) {
            done = true;
        } else if (event.type().equals("error")) {
            fail(new StreamFailure.ErrorEvent(event.copy()));
        } else if (!committed || Markers.in(bytes, event.from(), event.to())) {
            ChatChunk.read(bytes, event.from(), event.to())
                    .ifPresentOrElse(chunk -> chunk(chunk, event), this::malformed);
        }
    }

    private void chunk(ChatChunk chunk, SseEvent event) {
        if (chunk.failed()) {
            fail(new StreamFailure.ErrorEvent(event.copy()));
            return;
        }
        finish = chunk.knownFinish() == null ? finish : chunk.knownFinish();
        usage = UsageReader.later(usage, chunk.knownUsage());
        heldEvents++;
        if (chunk.content() || finish != null) {
            committed = true;
            phase = Phase.COMMITTED;
        }
    }

    private void malformed() {
        // After the commit the client's own parser has the say: most of the answer may be good.
        if (!committed) {
            fail(new StreamFailure.Garbage("an event that is not a JSON object"));
        }
    }

    private Phase fail(StreamFailure why) {
        failure = why;
        failedAt = reader.boundary();
        phase = Phase.FAILED;
        return phase;
    }

    /// Forwards up to the last complete event, or up to the one before a failure, and holds the rest.
    private void release(byte[] chunk, int from, int to, long start, ByteSink out) {
        long boundary = phase == Phase.FAILED ? failedAt : reader.boundary();
        int good = (int) Math.clamp(boundary - start + from, (long) from, to);
        if (!committed || good == from) {
            hold(chunk, from, to);
            return;
        }
        forwardHeld(out);
        out.forward(chunk, from, good);
        hold(chunk, good, to);
    }

    private void forwardHeld(ByteSink out) {
        if (heldSize > 0) {
            byte[] bytes = held;
            int size = heldSize;
            held = NONE;
            heldSize = 0;
            out.forward(bytes, 0, size);
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

    private static boolean isDone(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && bytes[end - 1] == ' ') {
            end--;
        }
        return Arrays.equals(bytes, from, end, DONE, 0, DONE.length);
    }
}

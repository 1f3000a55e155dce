package dev.sidestep.wire.openai;

import dev.sidestep.wire.format.EventReader;
import dev.sidestep.wire.format.Glance;
import dev.sidestep.wire.format.Glance.Kind;
import dev.sidestep.wire.sse.SseEvent;
import java.util.Arrays;

/// Reads the events of a chat stream that is passed on. After the commit an event is searched for a few names and
/// parsed only where one of them says something.
final class ChatEventReader implements EventReader {
    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

    @Override
    public Glance glance(SseEvent event, boolean isCommitted) {
        byte[] bytes = event.bytes();
        if (isDone(bytes, event.from(), event.to())) {
            return Glance.DONE;
        }
        if (event.type().equals("error")) {
            return Glance.ERROR;
        }
        if (isCommitted && !Markers.in(bytes, event.from(), event.to())) {
            return Glance.CONTENT;
        }
        return ChatChunk.read(bytes, event.from(), event.to())
                .map(ChatEventReader::glance)
                .orElse(Glance.MALFORMED);
    }

    private static Glance glance(ChatChunk chunk) {
        if (chunk.failed()) {
            return Glance.ERROR;
        }
        boolean hasContent = chunk.content() || chunk.knownFinish() != null;
        Kind kind = hasContent ? Kind.CONTENT : chunk.isUsageOnly() ? Kind.USAGE : Kind.STEP;
        return new Glance(kind, chunk.knownFinish(), chunk.knownUsage());
    }

    static boolean isDone(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && bytes[end - 1] == ' ') {
            end--;
        }
        return Arrays.equals(bytes, from, end, DONE, 0, DONE.length);
    }
}

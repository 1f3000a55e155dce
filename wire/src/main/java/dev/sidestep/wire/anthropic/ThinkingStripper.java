package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.wire.json.JsonCursor;
import dev.sidestep.wire.json.RequestBody;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Takes thinking blocks out of the messages of a call; every other block keeps its bytes. Used once.
final class ThinkingStripper {
    private final byte[] bytes;
    private final Predicate<String> isTaken;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private boolean hasStripped;
    private boolean lastAnswerLost;
    private boolean endsWithResults;

    /// @param isTaken by a block's signature or data; empty where it has none
    ThinkingStripper(byte[] bytes, Predicate<String> isTaken) {
        this.bytes = bytes;
        this.isTaken = isTaken;
    }

    /// Messages without the blocks.
    ///
    /// @param json the array
    /// @param hasLostItsThread whether the model waits for results of tools and its thoughts of before are gone
    record Stripped(String json, boolean hasLostItsThread) {}

    /// From a byte up to another.
    private record Span(int from, int to) {}

    /// The messages of a body without some blocks; empty where there is nothing to take out.
    static Optional<Stripped> strip(RequestBody body, Predicate<String> isTaken) {
        return body.field("messages")
                .flatMap(messages -> new ThinkingStripper(body.bytes(), isTaken).messages(body.cursor(messages)));
    }

    private Optional<Stripped> messages(JsonCursor cursor) {
        out.write('[');
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            message(cursor);
        }
        out.write(']');
        return hasStripped
                ? Optional.of(new Stripped(out.toString(StandardCharsets.UTF_8), lastAnswerLost && endsWithResults))
                : Optional.empty();
    }

    private void message(JsonCursor cursor) {
        int from = cursor.start();
        Content content = new Content();
        boolean isAnswer = false;
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            switch (cursor.name()) {
                case "role" -> isAnswer = cursor.textOrEmpty().equals("assistant");
                case "content" -> content.read(cursor);
                default -> cursor.skip();
            }
        }
        int to = cursor.end();
        endsWithResults = content.firstType.equals("tool_result");
        if (isAnswer) {
            lastAnswerLost = content.hasLost;
        }
        if (!content.hasLost) {
            element(from, to);
        } else if (!content.kept.isEmpty()) {
            separate();
            out.write(bytes, from, content.span.from() - from);
            content.write();
            out.write(bytes, content.span.to(), to - content.span.to());
        }
    }

    private void element(int from, int to) {
        separate();
        out.write(bytes, from, to - from);
    }

    private void separate() {
        if (out.size() > 1) {
            out.write(',');
        }
    }

    /// The content of one message.
    private final class Content {
        private final List<Span> kept = new ArrayList<>();
        private Span span = new Span(0, 0);
        private String firstType = "";
        private boolean hasLost;

        void read(JsonCursor cursor) {
            int from = cursor.start();
            if (cursor.peek() == JsonToken.START_ARRAY) {
                for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
                    block(cursor);
                }
            } else {
                cursor.skip();
            }
            span = new Span(from, cursor.end());
        }

        private void block(JsonCursor cursor) {
            int from = cursor.start();
            String type = "";
            String proof = "";
            for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
                switch (cursor.name()) {
                    case "type" -> type = cursor.textOrEmpty();
                    case "signature", "data" -> proof = cursor.textOrEmpty();
                    default -> cursor.skip();
                }
            }
            firstType = firstType.isEmpty() ? type : firstType;
            boolean isThought = type.equals("thinking") || type.equals(BlockReader.REDACTED);
            if (isThought && isTaken.test(proof)) {
                hasLost = true;
                hasStripped = true;
            } else {
                kept.add(new Span(from, cursor.end()));
            }
        }

        void write() {
            out.write('[');
            for (int i = 0; i < kept.size(); i++) {
                if (i > 0) {
                    out.write(',');
                }
                out.write(
                        bytes,
                        kept.get(i).from(),
                        kept.get(i).to() - kept.get(i).from());
            }
            out.write(']');
        }
    }
}

package dev.sidestep.gateway;

import dev.sidestep.exchange.AnswerHead;
import dev.sidestep.store.ledger.Content;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/// Keeps the beginnings of what a call says and is answered, and records them once it is over. The call's answer is the
/// one that the client gets, whatever else happens to it on its way.
final class RecordedPassage implements Passage {
    /// Bytes that are kept of the request, and of the answer.
    static final int MOST_BYTES = 64 * 1024;

    private static final int CONTINUATION_MASK = 0xC0;
    private static final int CONTINUATION = 0x80;

    private final Consumer<Content> records;
    private final Passage inner;
    private final byte[] request;
    private final Buffer answer = Buffer.buffer();

    /// @param records where it is recorded
    RecordedPassage(Consumer<Content> records, byte[] body, Passage inner) {
        this.records = records;
        this.inner = inner;
        this.request = Arrays.copyOf(body, Math.min(body.length, MOST_BYTES));
    }

    /// A passage that is recorded, where the operator has that done.
    static Passage of(Request request, byte[] body, Passage inner) {
        return request.service()
                .contentRecords()
                .<Passage>map(records -> new RecordedPassage(records, body, inner))
                .orElse(inner);
    }

    @Override
    public boolean isRecorded() {
        return true;
    }

    @Override
    public Buffer whole(AnswerHead head, Buffer body) {
        Buffer passed = inner.whole(head, body);
        keep(passed);
        return passed;
    }

    @Override
    public void piece(Buffer bytes) {
        inner.piece(bytes);
        keep(bytes);
    }

    private void keep(Buffer bytes) {
        answer.appendBuffer(bytes, 0, Math.min(bytes.length(), MOST_BYTES - answer.length()));
    }

    @Override
    public void complete() {
        inner.complete();
    }

    @Override
    public void over(String call) {
        inner.over(call);
        records.accept(new Content(call, text(request), text(answer.getBytes())));
    }

    /// The text of bytes that may be cut within a character.
    private static String text(byte[] bytes) {
        int end = bytes.length;
        if (end == MOST_BYTES) {
            while (end > 0 && (bytes[end - 1] & CONTINUATION_MASK) == CONTINUATION) {
                end--;
            }
            end = Math.max(0, bytes[Math.max(0, end - 1)] < 0 ? end - 1 : end);
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}

package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.gateway.ledger.MemoryStore;
import dev.sidestep.store.ledger.Content;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RecordedPassageTest {
    private final MemoryStore store = new MemoryStore();

    private RecordedPassage passage(String request) {
        return new RecordedPassage(store::record, request.getBytes(StandardCharsets.UTF_8), Passage.UNCHANGED);
    }

    @Test
    void whatWasSaidAndAnsweredIsRecordedOnceTheCallIsOver() {
        RecordedPassage passage = passage("question");
        passage.piece(Buffer.buffer("ans"));
        passage.piece(Buffer.buffer("wer"));
        assertThat(store.contents()).isEmpty();

        passage.over("call-1");

        assertThat(store.contents()).containsExactly(new Content("call-1", "question", "answer"));
    }

    @Test
    void noMoreThanTheBoundIsKeptAndNoCharacterIsCut() {
        RecordedPassage passage = passage("x" + "é".repeat(RecordedPassage.MOST_BYTES));
        for (int i = 0; i < 10; i++) {
            passage.piece(Buffer.buffer("yy€".repeat(RecordedPassage.MOST_BYTES / 25)));
        }
        passage.over("call-1");

        Content content = store.contents().getFirst();
        assertThat(content.request()).matches("xé+").hasSize(1 + (RecordedPassage.MOST_BYTES - 1) / 2);
        assertThat(content.answer()).startsWith("yy€").doesNotContain("\uFFFD");
        assertThat(content.answer().getBytes(StandardCharsets.UTF_8).length)
                .isBetween(RecordedPassage.MOST_BYTES - 3, RecordedPassage.MOST_BYTES);
    }

    @Test
    void callThatCameToNothingHasAnEmptyAnswer() {
        passage("question").over("call-1");

        assertThat(store.contents()).containsExactly(new Content("call-1", "question", ""));
    }
}

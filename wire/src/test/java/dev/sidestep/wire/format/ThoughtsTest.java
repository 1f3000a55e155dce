package dev.sidestep.wire.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.wire.Formats;
import dev.sidestep.wire.canonical.CanonicalAnswer;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.StreamEvent;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.sse.SseEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThoughtsTest {
    private static final Opaque PROOF = new Opaque(WireFormat.GEMINI, "gemini/m", "thoughtSignature", "abc");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            OPENAI    | "messages":[{"role":"user","content":"hi"}]                                                | true
            ANTHROPIC | "max_tokens":9,"messages":[{"role":"user","content":"hi"}]                                  | false
            ANTHROPIC | "max_tokens":9,"thinking":{"type":"disabled"},"messages":[{"role":"user","content":"hi"}]   | false
            ANTHROPIC | "max_tokens":9,"thinking":{"type":"adaptive"},"messages":[{"role":"user","content":"hi"}]   | true
            RESPONSES | "input":"hi"                                                                               | false
            RESPONSES | "input":"hi","reasoning":{"effort":"none"}                                                 | false
            RESPONSES | "input":"hi","reasoning":{"effort":"low"}                                                  | true
            RESPONSES | "input":"hi","reasoning":{"summary":"auto"}                                                | true
            """)
    void theyGoToWhoAsked(WireFormat wire, String fields, boolean areWanted) {
        ClientFormat format = Formats.ofClients(wire);
        ClientCall call = format.read(("{\"model\":\"m\"," + fields + "}").getBytes(UTF_8), Map.of());

        assertThat(Thoughts.areWanted(format.canonical(call))).isEqualTo(areWanted);
    }

    @Test
    void anAnswerWithoutThemHasItsTextFirst() {
        Part thought = new Part.Thinking("hm", PROOF, Extras.NONE);
        Part text = new Part.Text("hi", PROOF, Extras.NONE);
        Part call = new Part.ToolCall("a", "f", "{}");
        Finish finish = new Finish(Finish.Reason.TOOL_CALLS, "STOP");
        List<Part> parts = List.of(thought, new Part.RedactedThinking(PROOF), text, call);

        CanonicalAnswer without = Thoughts.without(new CanonicalAnswer("id", "m", parts, finish, null));

        assertThat(without.parts()).containsExactly(new Part.Text("hi"), call);
    }

    @Test
    void aStreamWithoutThemBeginsWithItsText() {
        List<StreamEvent> written = new ArrayList<>();
        TranslatedStream stream = new TranslatedStream(new Thinker(), writer(written), false);
        byte[] event = "data: go\n\n".getBytes(UTF_8);

        assertThat(stream.feed(event, 0, event.length, (_, _, _) -> {})).isEqualTo(AnswerStream.Phase.HOLDING);
        assertThat(stream.end((_, _, _) -> {})).isEqualTo(AnswerStream.Phase.COMPLETE);
        assertThat(written)
                .containsExactly(
                        new StreamEvent.Text("hi"), new StreamEvent.Finished(new Finish(Finish.Reason.STOP, "STOP")));
    }

    /// Thinks at each event, and speaks at the end.
    private static final class Thinker implements StreamReader {
        @Override
        public boolean read(SseEvent event, Consumer<StreamEvent> out) {
            out.accept(new StreamEvent.Thinking("hm"));
            out.accept(new StreamEvent.Signed(PROOF));
            return true;
        }

        @Override
        public void end(Consumer<StreamEvent> out) {
            out.accept(new StreamEvent.Text("hi"));
            out.accept(new StreamEvent.Finished(new Finish(Finish.Reason.STOP, "STOP")));
        }
    }

    private static StreamWriter writer(List<StreamEvent> written) {
        return new StreamWriter() {
            @Override
            public void write(StreamEvent event, ByteSink out) {
                written.add(event);
                out.forward(new byte[] {'x'}, 0, 1);
            }

            @Override
            public void end(ByteSink out) {}
        };
    }
}

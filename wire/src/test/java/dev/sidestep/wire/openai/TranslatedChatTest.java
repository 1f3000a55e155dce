package dev.sidestep.wire.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.wire.format.AnswerStream.Phase;
import dev.sidestep.wire.format.StreamFailure;
import dev.sidestep.wire.format.TranslatedStream;
import java.io.ByteArrayOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Streams that are read and written again, cut wherever bytes can be cut.
class TranslatedChatTest {
    private static final String ROLE = event("{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}");
    private static final String TEXT = event("{\"delta\":{\"content\":\"hé😀\"}}");
    private static final String THOUGHT = event("{\"delta\":{\"reasoning\":\"hm\"}}");
    private static final String CALLS = event(
                    "{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":"
                            + "\"f\",\"arguments\":\"\"}},{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{\"}}]}}")
            + event("{\"delta\":{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"}\"}}]}}");
    private static final String FINISH = event("{\"delta\":{},\"finish_reason\":\"stop\"}");
    private static final String USAGE =
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}\n\n";
    private static final String ERROR = "data: {\"error\":{\"message\":\"slow down\",\"code\":429}}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    static Stream<String> streams() {
        String whole = ROLE + ": hi\n\n" + THOUGHT + TEXT + CALLS + FINISH + USAGE + DONE;
        return Stream.of(
                whole,
                whole.replace("\n", "\r\n"),
                ROLE + ERROR,
                ROLE + TEXT,
                ROLE + FINISH,
                TEXT + FINISH + "data: [DONE]");
    }

    @ParameterizedTest
    @MethodSource("streams")
    void everyCutBringsTheSameAnswer(String stream) {
        byte[] bytes = stream.getBytes(UTF_8);
        String expected = run(bytes, bytes.length);

        for (int cut = 0; cut < bytes.length; cut++) {
            assertThat(run(bytes, cut)).as("cut at %d", cut).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void everyByteAloneBringsTheSameAnswer(String stream) {
        byte[] bytes = stream.getBytes(UTF_8);
        Run run = new Run();
        for (int i = 0; i < bytes.length; i++) {
            run.feed(bytes, i, i + 1);
        }

        assertThat(run.end()).isEqualTo(run(bytes, bytes.length));
    }

    @Test
    void case86And87FailuresBeforeContentAreInvisible() {
        Run run = new Run();
        byte[] bytes = (ROLE + ERROR).getBytes(UTF_8);

        run.feed(bytes, 0, bytes.length);

        assertThat(run.stream.phase()).isEqualTo(Phase.FAILED);
        assertThat(run.stream.failure()).get().isInstanceOf(StreamFailure.ErrorEvent.class);
        assertThat(run.out.size()).isZero();
    }

    @Test
    void case86EndWithoutAReasonIsIncomplete() {
        Run run = new Run();
        byte[] bytes = (ROLE + TEXT).getBytes(UTF_8);

        run.feed(bytes, 0, bytes.length);
        run.end();

        assertThat(run.stream.failure()).contains(new StreamFailure.Incomplete());
        assertThat(run.out.toString(UTF_8)).contains("\"content\":\"hé").doesNotContain("[DONE]");
    }

    @Test
    void case84ToolCallsEndAsSuchWhateverTheWord() {
        byte[] bytes = (ROLE + CALLS + FINISH + DONE).getBytes(UTF_8);

        assertThat(run(bytes, bytes.length))
                .contains("\"finish_reason\":\"tool_calls\"")
                .endsWith("data: [DONE]\n\n");
    }

    private static String run(byte[] bytes, int cut) {
        Run run = new Run();
        run.feed(bytes, 0, cut);
        run.feed(bytes, cut, bytes.length);
        return run.end();
    }

    private static String event(String choice) {
        return "data: {\"id\":\"c\",\"choices\":[" + choice + "]}\n\n";
    }

    private static final class Run {
        private final TranslatedStream stream = new TranslatedStream(
                OpenAiFormat.INSTANCE.reader(Calls.aim("groq", "m")),
                OpenAiFormat.INSTANCE.writer(
                        Calls.reply("\"stream\":true,\"stream_options\":{\"include_usage\":true}")),
                true);
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        void feed(byte[] bytes, int from, int to) {
            stream.feed(bytes, from, to, (b, f, t) -> out.write(b, f, t - f));
        }

        String end() {
            stream.end((b, f, t) -> out.write(b, f, t - f));
            return stream.phase() + " " + stream.usage() + "\n" + out.toString(UTF_8);
        }
    }
}

package dev.sidestep.wire.gemini;

import static dev.sidestep.wire.gemini.Asked.signature;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.canonical.CanonicalAnswer;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Finish.Reason;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Part.Text;
import dev.sidestep.wire.canonical.Part.Thinking;
import dev.sidestep.wire.canonical.Part.ToolCall;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.AnswerBody;
import dev.sidestep.wire.format.ToolCallMemory.Kept;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiAnswerTest {
    private static final String WHOLE = """
            {'candidates':[{'content':{'role':'model','parts':[
               {'text':'let me think','thought':true},
               {'text':'The weather:','thoughtSignature':'s0'},
               {'functionCall':{'name':'weather','args':{'city':'Ulm','n':1.50}},'thoughtSignature':'s1'},
               {'functionCall':{'id':'fc7','name':'_x_3d'}},
               {'text':'','thoughtSignature':'s2'}]},'finishReason':'STOP','index':0}],
             'usageMetadata':{'promptTokenCount':100,'toolUsePromptTokenCount':5,'candidatesTokenCount':20,
               'thoughtsTokenCount':30,'cachedContentTokenCount':64,'totalTokenCount':155},
             'modelVersion':'gemini-3.8-flash','responseId':'r1'}""";

    private final Aim aim = Asked.of().aim();

    @Test
    void everythingInAnAnswerIsRead() {
        CanonicalAnswer answer = read(WHOLE);

        String own = ((ToolCall) answer.parts().get(2)).id();
        assertThat(own).matches("call_[A-Za-z0-9]{24}");
        assertThat(answer.parts())
                .containsExactly(
                        new Thinking("let me think", null, Extras.NONE),
                        new Text("The weather:", signature("s0"), Extras.NONE),
                        new ToolCall(own, "weather", "{\"city\":\"Ulm\",\"n\":1.50}", signature("s1"), Extras.NONE),
                        new ToolCall("fc7", "3d", "{}"),
                        new Text("", signature("s2"), Extras.NONE));
        assertThat(answer.finish()).isEqualTo(new Finish(Reason.TOOL_CALLS, "STOP"));
        assertThat(answer.id()).isEqualTo("r1");
        assertThat(answer.model()).isEqualTo("gemini-3.8-flash");
    }

    @Test
    void usageCountsThoughtsAsOutputAndTheCacheAsInput() {
        assertThat(read(WHOLE).usage()).contains(new Usage(105, 50, 64, 0, 30));
        assertThat(inspect(WHOLE)).isEqualTo(new AnswerBody.Answered(new Usage(105, 50, 64, 0, 30)));
    }

    @Test
    void case10CallsOfOneFunctionWithoutIdsGetDifferentOnesThatStayTheSame() {
        String body =
                "{'candidates':[{'content':{'parts':[{'functionCall':{'name':'f'}},{'functionCall':{'name':'f'}}]}}]}";
        List<String> ids = ids(read(body));

        assertThat(ids).hasSize(2).doesNotHaveDuplicates();
        assertThat(ids(read(body))).isEqualTo(ids);
        assertThat(aim.memory().find(ids.getFirst())).contains(new Kept("", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"has.a.dot", "longer-than-forty-characters-which-openai-refuses", "ümlaut"})
    void case10IdsThatAClientMayRefuseAreReplacedAndRemembered(String id) {
        String own = ids(read(
                        "{'candidates':[{'content':{'parts':[{'functionCall':{'id':'" + id + "','name':'f'}}]}}]}"))
                .getFirst();

        assertThat(own).matches("call_[A-Za-z0-9]{24}");
        assertThat(aim.memory().find(own)).contains(new Kept(id, null));
    }

    @Test
    void case10AnIdGivenTwiceIsReplaced() {
        String body = """
                {'candidates':[{'content':{'parts':[
                  {'functionCall':{'id':'a','name':'f'}},{'functionCall':{'id':'a','name':'f'}}]}}]}""";

        assertThat(ids(read(body))).hasSize(2).doesNotHaveDuplicates().startsWith("a");
    }

    @Test
    void case72SignaturesOfCallsAreRemembered() {
        String id = ids(read(WHOLE)).getFirst();

        assertThat(aim.memory().find(id)).contains(new Kept("", signature("s1")));
    }

    @Test
    void case76AnAnswerThatSpentAllOnThoughtsIsEmptyAndTooLong() {
        String body = "{'candidates':[{'finishReason':'MAX_TOKENS','index':0}]}";

        assertThat(inspect(body)).isEqualTo(new AnswerBody.Answered(null));
        assertThat(read(body).parts()).isEmpty();
        assertThat(read(body).finish()).isEqualTo(new Finish(Reason.LENGTH, "MAX_TOKENS"));
    }

    @Test
    void case77ARefusedPromptIsAnAnswer() {
        String body = "{'promptFeedback':{'blockReason':'SAFETY','blockReasonMessage':'no'},'modelVersion':'m'}";

        assertThat(inspect(body)).isEqualTo(new AnswerBody.Answered(null));
        assertThat(read(body).finish()).isEqualTo(new Finish(Reason.CONTENT_FILTER, "SAFETY", "no"));
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, STOP",
        "MAX_TOKENS, LENGTH",
        "SAFETY, CONTENT_FILTER",
        "RECITATION, CONTENT_FILTER",
        "LANGUAGE, CONTENT_FILTER",
        "BLOCKLIST, CONTENT_FILTER",
        "PROHIBITED_CONTENT, CONTENT_FILTER",
        "SPII, CONTENT_FILTER",
        "IMAGE_SAFETY, CONTENT_FILTER",
        "IMAGE_PROHIBITED_CONTENT, CONTENT_FILTER",
        "IMAGE_RECITATION, CONTENT_FILTER",
        "OTHER, STOP",
        "NO_IMAGE, STOP",
        "SOMETHING_NEW, STOP"
    })
    void wordsForTheEndAreUnderstood(String word, Reason reason) {
        String body = "{'candidates':[{'content':{'parts':[{'text':'x'}]},'finishReason':'" + word + "'}]}";

        assertThat(read(body).finish()).isEqualTo(new Finish(reason, word));
    }

    @Test
    void case94AnAnswerToBeContinuedIsAPause() {
        String body = "{'candidates':[{'content':{'parts':[{'text':'x'}]},'finishReason':'CONTINUATION'}]}";

        assertThat(read(body).finish().reason()).isEqualTo(Reason.PAUSE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MALFORMED_FUNCTION_CALL",
                "UNEXPECTED_TOOL_CALL",
                "MALFORMED_RESPONSE",
                "TOO_MANY_TOOL_CALLS",
                "MISSING_THOUGHT_SIGNATURE"
            })
    void whatTheModelCouldNotFormIsNoAnswer(String word) {
        assertThat(inspect("{'candidates':[{'content':{},'finishReason':'" + word + "'}]}"))
                .isInstanceOf(AnswerBody.Garbage.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'code':429,'status':'RESOURCE_EXHAUSTED','message':'slow down'}}",
                "[{'error':{'code':503,'status':'UNAVAILABLE'}}]",
                "{'candidates':[],'error':'no'}"
            })
    void errorsInAnAnswersClothesAreFound(String body) {
        assertThat(inspect(body)).isEqualTo(new AnswerBody.ErrorBody());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "null",
                "7",
                "[]",
                "[{},{}]",
                "{}",
                "{'candidates':[]}",
                "{'candidates':[{}]}",
                "{'candidates':{}}",
                "{'candidates':[{'finishReason':'FINISH_REASON_UNSPECIFIED'}]}",
                "{'promptFeedback':{}}",
                "{'candidates':[{'content':{'parts':[{'functionCall':{}}]}}]}",
                "{'a':1} x",
                "{'a':"
            })
    void whatIsNoAnswerIsGarbageAndCanBeReadAllTheSame(String body) {
        assertThat(inspect(body)).isInstanceOf(AnswerBody.Garbage.class);
        assertThatCode(() -> read(body)).doesNotThrowAnyException();
    }

    @Test
    void halvesOfCharactersAreReadWithoutFear() {
        String body = "{'candidates':[{'content':{'parts':[{'functionCall':{'name':'f','args':{'a':'\\ud800'}}}]}}]}";

        assertThat(((ToolCall) read(body).parts().getFirst()).arguments()).isEqualTo("{\"a\":\"\\uD800\"}");
    }

    static IntStream seeds() {
        return IntStream.range(0, 400);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void hostileAnswersAreReadWithoutFear(int seed) {
        byte[] body = Hostile.body(WHOLE.replace('\'', '"'), new Random(seed));

        assertThatCode(() -> {
                    GeminiFormat.INSTANCE.inspect(body);
                    GeminiFormat.INSTANCE.read(body, aim);
                })
                .as("seed %d", seed)
                .doesNotThrowAnyException();
    }

    private AnswerBody inspect(String body) {
        return GeminiFormat.INSTANCE.inspect(bytes(body));
    }

    private CanonicalAnswer read(String body) {
        return GeminiFormat.INSTANCE.read(bytes(body), aim);
    }

    private static byte[] bytes(String body) {
        return body.replace('\'', '"').getBytes(UTF_8);
    }

    private static List<String> ids(CanonicalAnswer answer) {
        return answer.parts().stream()
                .filter(ToolCall.class::isInstance)
                .map(part -> ((ToolCall) part).id())
                .toList();
    }

    @Test
    void whatNobodyKnowsIsKeptAsItIs() {
        List<Part> parts = read("{'candidates':[{'content':{'parts':[{'executableCode':{'code':'1'}},7,{}]}}]}")
                .parts();

        assertThat(parts).singleElement().isInstanceOf(Part.Unknown.class);
    }
}

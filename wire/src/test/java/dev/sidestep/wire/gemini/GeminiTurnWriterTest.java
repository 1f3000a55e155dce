package dev.sidestep.wire.gemini;

import static dev.sidestep.wire.gemini.Asked.call;
import static dev.sidestep.wire.gemini.Asked.calls;
import static dev.sidestep.wire.gemini.Asked.json;
import static dev.sidestep.wire.gemini.Asked.model;
import static dev.sidestep.wire.gemini.Asked.result;
import static dev.sidestep.wire.gemini.Asked.signature;
import static dev.sidestep.wire.gemini.Asked.system;
import static dev.sidestep.wire.gemini.Asked.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Part.ToolCall;
import dev.sidestep.wire.canonical.Role;
import dev.sidestep.wire.canonical.Source;
import dev.sidestep.wire.canonical.Turn;
import dev.sidestep.wire.canonical.WireFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiTurnWriterTest {
    private static final String PLACEHOLDER = "skip_thought_signature_validator";

    @Test
    void aPlainConversationIsWrittenWithoutALoss() {
        Asked asked = Asked.of(system("be brief"), user("hi"), model("hello"), user("bye"));

        assertThat(asked.body()).isEqualTo(json("""
                {'systemInstruction':{'parts':[{'text':'be brief'}]},
                 'contents':[{'role':'user','parts':[{'text':'hi'}]},
                             {'role':'model','parts':[{'text':'hello'}]},
                             {'role':'user','parts':[{'text':'bye'}]}]}"""));
        assertThat(asked.losses()).isEmpty();
    }

    @Test
    void case07ResultsOfParallelCallsStandInOneContentInTheCallsOrder() {
        Asked asked = Asked.of(user("?"), calls("a", "b"), result("b", "2"), result("a", "1"))
                .to("gemini-2.5-flash");

        assertThat(asked.contents()).hasSize(3);
        assertThat(asked.contents().get(2)).isEqualTo(json("""
                {'role':'user','parts':[
                  {'functionResponse':{'id':'a','name':'look_up','response':{'output':'1'}}},
                  {'functionResponse':{'id':'b','name':'look_up','response':{'output':'2'}}}]}"""));
    }

    @Test
    void case07WhatTheUserSaysBesideResultsComesAfterThem() {
        Asked asked = Asked.of(user("?"), calls("a"), result("a", "1"), user("and?"));

        assertThat(kinds(asked.contents().get(2))).containsExactly("functionResponse", "text");
    }

    @Test
    void case08TheNameOfAResultIsThatOfItsCall() {
        Asked asked =
                Asked.of(user("?"), model(call("x", "weather"), call("y", "time")), result("y", ""), result("x", ""));

        assertThat(asked.contents().get(2).findValuesAsText("name")).containsExactly("weather", "time");
    }

    @Test
    void case09IdsAreSentWhereTheProviderGaveSome() {
        Asked asked = Asked.of(user("?"), calls("mine", "theirs"), result("mine", ""), result("theirs", ""))
                .kept("mine", "", null)
                .kept("theirs", "fc.7", null);

        assertThat(asked.contents().findValuesAsText("id")).containsExactly("fc.7", "fc.7");
    }

    @Test
    void case11TextAndCallsOfOneTurnAreBothSent() {
        Asked asked = Asked.of(user("?"), model(new Part.Text("let me see"), call("a", "f")), result("a", "1"));

        assertThat(kinds(asked.contents().get(1))).containsExactly("text", "functionCall");
    }

    @Test
    void case12AllThatTheOperatorSaysIsOneInstruction() {
        Turn developer = new Turn(Role.DEVELOPER, List.of(new Part.Text("c")));
        Asked asked = Asked.of(system("a"), system("b"), user("hi"), model("yes"), developer, user("go"));

        assertThat(asked.body().at("/systemInstruction/parts")).isEqualTo(json("[{'text':'a\\n\\nb\\n\\nc'}]"));
        assertThat(asked.losses()).containsExactly("messages.system=systemInstruction");
    }

    @Test
    void case13TheOperatorsWordsAloneAreAskedByTheUser() {
        Asked asked = Asked.of(system("say hi"));

        assertThat(asked.body()).isEqualTo(json("{'contents':[{'role':'user','parts':[{'text':'say hi'}]}]}"));
        assertThat(asked.losses()).containsExactly("messages=a user's turn made up");
    }

    @Test
    void case15AnEmptyTextBesideACallIsLeftOut() {
        Asked asked = Asked.of(user("?"), model(new Part.Text(""), call("a", "f")), result("a", "1"));

        assertThat(kinds(asked.contents().get(1))).containsExactly("functionCall");
    }

    @Test
    void case17TheBeginningOfAnAnswerIsLeftOutAndTold() {
        Asked asked = Asked.of(user("?"), model("The answer is"));

        assertThat(asked.contents()).hasSize(1);
        assertThat(asked.losses()).containsExactly("messages.prefill");
    }

    @Test
    void case18ARefusalIsSentAsWhatTheModelSaid() {
        Asked asked = Asked.of(user("?"), model(new Part.Refusal("I will not")), user("please"));

        assertThat(asked.contents().get(1)).isEqualTo(json("{'role':'model','parts':[{'text':'I will not'}]}"));
    }

    @Test
    void case19ATurnOfForeignThoughtsAloneVanishesAndItsNeighboursBecomeOne() {
        Part thoughts = new Part.Thinking("hm", new Opaque(WireFormat.ANTHROPIC, "a/b", "signature", "s"), Extras.NONE);
        Asked asked = Asked.of(user("a"), model(thoughts), user("b"));

        assertThat(asked.contents()).isEqualTo(json("[{'role':'user','parts':[{'text':'a'},{'text':'\\n\\nb'}]}]"));
        assertThat(asked.losses()).containsExactly("messages.reasoning_content");
    }

    @Test
    void halvesOfCharactersAreWrittenWithoutFear() {
        assertThat(Asked.of(user("a\ud800b")).contents().at("/0/parts/0/text").asText())
                .isEqualTo("a\ud800b");
    }

    @Test
    void case20TheUserBegins() {
        Asked asked = Asked.of(model("Hello, how can I help?"), user("hi"));

        assertThat(asked.contents().findValuesAsText("role")).containsExactly("user", "model", "user");
        assertThat(asked.losses()).containsExactly("messages=a user's turn put first");
    }

    @Test
    void case22ASpeakersNameIsSaid() {
        Asked asked = Asked.of(new Turn(Role.USER, List.of(new Part.Text("hi")), "bob", Extras.NONE));

        assertThat(asked.contents().findValuesAsText("text")).containsExactly("bob: ", "hi");
        assertThat(asked.losses()).containsExactly("messages.name=text");
    }

    @Test
    void case24TurnsOfOneSideBecomeOneAndTheirTextsStayApart() {
        Asked asked = Asked.of(user("one"), user("two"));

        assertThat(asked.contents()).isEqualTo(json("[{'role':'user','parts':[{'text':'one'},{'text':'\\n\\ntwo'}]}]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            25 | ``          | {}                    |
            26 | `{"a":`     | {"_raw":"{\\"a\\":"}  | messages.tool_calls.arguments=_raw
            27 | `"x"`       | {"_raw":"\\"x\\""}    | messages.tool_calls.arguments=_raw
            27 | `[1]`       | {"_raw":"[1]"}        | messages.tool_calls.arguments=_raw
            0  | `{"b":1.50}`| {"b":1.50}            |
            """)
    void case25To27ArgumentsAreAlwaysAnObject(int number, String arguments, String written, String loss) {
        Asked asked = Asked.of(user("?"), model(new ToolCall("a", "f", arguments)), result("a", "1"));

        assertThat(asked.contents().at("/1/parts/0/functionCall/args").toString())
                .as("case %d", number)
                .isEqualTo(written);
        assertThat(asked.losses()).isEqualTo(loss == null ? List.of() : List.of(loss));
    }

    @Test
    void case43AnErrorIsToldAsSuch() {
        Part.ToolResult failed =
                new Part.ToolResult("a", "", List.of(new Part.Text("no such city")), true, Extras.NONE);
        Asked asked = Asked.of(user("?"), calls("a"), user(failed));

        assertThat(asked.contents().at("/2/parts/0/functionResponse/response"))
                .isEqualTo(json("{'error':'no such city'}"));
    }

    @Test
    void case44AResultIsAnObjectAroundItsTextWhateverThatIs() {
        String text = "{\"output\":12345678901234567890}";
        Asked asked = Asked.of(user("?"), calls("a"), result("a", new Part.Text(text), new Part.Text("more")));

        assertThat(asked.contents()
                        .at("/2/parts/0/functionResponse/response/output")
                        .asText())
                .isEqualTo(text + "\nmore");
    }

    @Test
    void case05ACallWithoutResultIsAnsweredWithAnError() {
        Asked asked = Asked.of(user("?"), calls("a", "b"), result("a", "1"), user("never mind"));

        assertThat(kinds(asked.contents().get(2))).containsExactly("functionResponse", "functionResponse", "text");
        assertThat(asked.losses()).containsExactly("messages.tool_calls=answered with an error");
    }

    @Test
    void twoCallsOfOneIdAreOne() {
        Asked asked = Asked.of(user("?"), calls("a", "a"), result("a", "1"));

        assertThat(kinds(asked.contents().get(1))).containsExactly("functionCall");
        assertThat(asked.losses()).containsExactly("messages.tool_calls");
    }

    @Test
    void mediaInResultsStandInsideWhereTheModelTakesThem() {
        Part image = new Part.Image(new Source.Inline("image/png", "iVBO"), "", Extras.NONE);
        Asked asked = Asked.of(user("?"), calls("a"), result("a", new Part.Text("seen"), image));

        assertThat(asked.contents().at("/2/parts/0/functionResponse/parts"))
                .isEqualTo(json("[{'inlineData':{'mimeType':'image/png','data':'iVBO'}}]"));
        assertThat(asked.losses()).isEmpty();
    }

    @Test
    void anAddressNeverStandsInsideAResult() {
        Part image = new Part.Image(new Source.Url("https://example.org/a.png"), "", Extras.NONE);
        Asked asked = Asked.of(user("?"), calls("a"), result("a", image));

        assertThat(kinds(asked.contents().get(2))).containsExactly("functionResponse", "text", "fileData");
    }

    @Test
    void mediaInResultsStandBehindAllResultsElsewhere() {
        Part image = new Part.Image(new Source.Inline("image/png", "iVBO"), "", Extras.NONE);
        Asked asked = Asked.of(user("?"), calls("a", "b"), result("a", image), result("b", "2"))
                .to("gemini-2.5-flash");

        assertThat(kinds(asked.contents().get(2)))
                .containsExactly("functionResponse", "functionResponse", "text", "inlineData");
        assertThat(asked.losses()).containsExactly("messages.tool_results=media after the results");
    }

    @Test
    void toolCallsAreToldAsTextToAModelWithoutTools() {
        Asked asked =
                Asked.of(user("?"), calls("a"), result("a", "1"), user("so?")).without(Feature.TOOLS);

        assertThat(asked.contents().findValuesAsText("text"))
                .containsExactly("?", "Called look_up with {}", "Result of look_up: 1", "\n\nso?");
        assertThat(asked.losses()).containsExactly("messages.tool_calls=text", "messages.tool_results=text");
    }

    @Test
    void case72ASignatureStaysOnTheCallThatItCameWith() {
        Part first = new ToolCall("a", "f", "{}", signature("sig-1"), Extras.NONE);
        Asked asked = Asked.of(
                        user("?"),
                        model(first, call("b", "f")),
                        result("a", ""),
                        result("b", ""),
                        calls("c"),
                        result("c", ""))
                .kept("c", "", signature("sig-2"));

        assertThat(signatures(asked)).containsExactly("sig-1", "", "sig-2");
    }

    @Test
    void case72EachStepOfTheCurrentTurnBearsAPlaceholderOnItsFirstCallWhereItHasNoSignature() {
        Asked asked = Asked.of(
                user("1"),
                calls("old"),
                result("old", ""),
                model("done"),
                user("2"),
                calls("a", "b"),
                result("a", ""),
                result("b", ""),
                calls("c"),
                result("c", ""));

        assertThat(signatures(asked)).containsExactly("", PLACEHOLDER, "", PLACEHOLDER);
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-pro, ''",
        "gemini-2.0-flash, ''",
        "gemini-3.8-flash, " + PLACEHOLDER,
        "models/gemini-3-flash-preview, " + PLACEHOLDER,
        "gemini-flash-latest, " + PLACEHOLDER
    })
    void case72OlderModelsNeverGetThePlaceholder(String model, String signature) {
        Asked asked = Asked.of(user("?"), calls("a"), result("a", "")).to(model);

        assertThat(signatures(asked)).containsExactly(signature);
    }

    @Test
    void case72ASignatureOfAnotherTargetIsNeverSent() {
        Opaque foreign = new Opaque(WireFormat.GEMINI, "other/gemini", "thoughtSignature", "theirs");
        Part call = new ToolCall("a", "f", "{}", foreign, Extras.NONE);
        Asked asked = Asked.of(user("?"), model(call), result("a", "")).kept("a", "", foreign);

        assertThat(signatures(asked)).containsExactly(PLACEHOLDER);
        assertThat(asked.losses()).containsExactly("messages.reasoning_content");
    }

    @Test
    void case73SignaturesStayOnTextsEvenOnEmptyOnes() {
        Asked asked = Asked.of(
                user("?"),
                model(
                        new Part.Text("so", signature("s1"), Extras.NONE),
                        new Part.Text("", signature("s2"), Extras.NONE)),
                user("go on"));

        assertThat(asked.contents().get(1).path("parts"))
                .isEqualTo(json("[{'text':'so','thoughtSignature':'s1'},{'text':'','thoughtSignature':'s2'}]"));
    }

    @Test
    void ownThoughtsGoBackWithTheirProof() {
        Part thoughts = new Part.Thinking("hm", signature("s"), Extras.NONE);
        Asked asked = Asked.of(user("?"), model(thoughts, new Part.Text("4")), user("why?"));

        assertThat(asked.contents().at("/1/parts/0"))
                .isEqualTo(json("{'text':'hm','thought':true,'thoughtSignature':'s'}"));
    }

    @Test
    void case70RedactedThoughtsOfOthersAreLeftOut() {
        Part redacted = new Part.RedactedThinking(new Opaque(WireFormat.ANTHROPIC, "", "redacted_thinking", "x"));
        Asked asked = Asked.of(user("?"), model(redacted, new Part.Text("4")), user("why?"));

        assertThat(kinds(asked.contents().get(1))).containsExactly("text");
        assertThat(asked.losses()).containsExactly("messages.reasoning_content");
    }

    @Test
    void case55MarksForCachesAreLeftOut() {
        Extras marks = Asked.extras(WireFormat.ANTHROPIC, "{'cache_control':{'type':'ephemeral'}}");
        Asked asked = Asked.of(user(new Part.Text("long", null, marks))).from(WireFormat.ANTHROPIC);

        assertThat(asked.contents()).isEqualTo(json("[{'role':'user','parts':[{'text':'long'}]}]"));
        assertThat(asked.losses()).containsExactly("messages.cache_control");
    }

    @Test
    void namesThatGeminiRefusesAreWrittenSoThatTheyCanBeReadBack() {
        Asked asked = Asked.of(user("?"), model(call("a", "3d_render")), result("a", ""));

        assertThat(asked.contents().findValuesAsText("name")).containsExactly("_x_3d_render", "_x_3d_render");
        assertThat(FunctionNames.read("_x_3d_render")).isEqualTo("3d_render");
        assertThat(FunctionNames.read(FunctionNames.written("_x_y"))).isEqualTo("_x_y");
    }

    private static List<String> signatures(Asked asked) {
        return asked.contents().findParents("functionCall").stream()
                .map(part -> part.path("thoughtSignature").asText(""))
                .toList();
    }

    private static List<String> kinds(JsonNode content) {
        return content.path("parts")
                .valueStream()
                .map(part -> part.fieldNames().next())
                .toList();
    }
}

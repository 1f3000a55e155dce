package dev.sidestep.wire.gemini;

import static dev.sidestep.wire.gemini.Asked.function;
import static dev.sidestep.wire.gemini.Asked.json;
import static dev.sidestep.wire.gemini.Asked.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Tool;
import dev.sidestep.wire.canonical.ToolChoice;
import dev.sidestep.wire.canonical.WireFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ToolWriterTest {
    @Test
    void allFunctionsStandInOneEntry() {
        Asked asked = Asked.of(user("?")).tool(function("f"), function("g"));

        assertThat(asked.body().path("tools")).isEqualTo(json("""
                [{'functionDeclarations':[
                  {'name':'f','parametersJsonSchema':{'type':'object','properties':{'city':{'type':'string'}}}},
                  {'name':'g','parametersJsonSchema':{'type':'object','properties':{'city':{'type':'string'}}}}]}]"""));
        assertThat(asked.losses()).isEmpty();
    }

    @Test
    void case28And29AFunctionWithoutParametersAndDescriptionIsItsName() {
        Tool bare = new Tool.Function("f", "", null, null, Extras.NONE);
        Tool empty = function("g", "{'type':'object','properties':{}}");

        assertThat(Asked.of(user("?")).tool(bare, empty).body().at("/tools/0/functionDeclarations"))
                .isEqualTo(json("[{'name':'f'},{'name':'g'}]"));
    }

    @Test
    void aSecondFunctionOfOneNameIsLeftOut() {
        Asked asked = Asked.of(user("?")).tool(function("f"), function("f"));

        assertThat(asked.body().at("/tools/0/functionDeclarations")).hasSize(1);
        assertThat(asked.losses()).containsExactly("tools");
    }

    @Test
    void parametersOfAnyNameKeepTheirSchema() {
        Tool any = function("f", "{'type':'object','additionalProperties':{'type':'string'}}");

        assertThat(Asked.of(user("?")).tool(any).body().at("/tools/0/functionDeclarations/0/parametersJsonSchema"))
                .isEqualTo(json("{'type':'object','additionalProperties':{'type':'string'}}"));
    }

    @Test
    void descriptionsAreKeptAndStrictnessIsTold() {
        Tool strict = new Tool.Function("f", "Finds it.", null, true, Extras.NONE);
        Asked asked = Asked.of(user("?")).tool(strict);

        assertThat(asked.body()
                        .at("/tools/0/functionDeclarations/0/description")
                        .asText())
                .isEqualTo("Finds it.");
        assertThat(asked.losses()).containsExactly("tools.strict");
    }

    @Test
    void case31WhatTheSchemaLanguageLacksIsTold() {
        Asked asked = Asked.of(user("?"))
                .tool(function("f", "{'type':'object','properties':{'a':{'type':'string','pattern':'^x','mine':1}}}"));

        assertThat(asked.losses()).containsExactly("tools.parameters=without other keywords pattern");
    }

    static Stream<Arguments> choices() {
        return Stream.of(
                Arguments.of(new ToolChoice.Unsaid(), "null"),
                Arguments.of(new ToolChoice.Auto(), "null"),
                Arguments.of(new ToolChoice.None(), "{'mode':'NONE'}"),
                Arguments.of(new ToolChoice.Required(), "{'mode':'ANY'}"),
                Arguments.of(new ToolChoice.Named("f"), "{'mode':'ANY','allowedFunctionNames':['f']}"),
                Arguments.of(
                        new ToolChoice.Among(List.of("f", "3g", "unknown"), true),
                        "{'mode':'ANY','allowedFunctionNames':['f','_x_3g']}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("choices")
    void theChoiceIsAModeOfCalling(ToolChoice choice, String mode) {
        Asked asked = Asked.of(user("?")).tool(function("f"), function("3g")).choice(choice);

        JsonNode written = asked.body().path("toolConfig").path("functionCallingConfig");
        assertThat(written.isMissingNode() ? json("null") : written).isEqualTo(json(mode));
        assertThat(asked.losses()).isEmpty();
    }

    @Test
    void case46AChoiceAmongSomeWithoutDutyOffersOnlyThem() {
        Asked asked = Asked.of(user("?"))
                .tool(function("f"), function("g"))
                .choice(new ToolChoice.Among(List.of("g"), false));

        assertThat(asked.body().path("tools").findValuesAsText("name")).containsExactly("g");
        assertThat(asked.body().has("toolConfig")).isFalse();
    }

    @Test
    void case38AChoiceWithoutFunctionsIsLeftOut() {
        Asked asked = Asked.of(user("?"))
                .tool(new Tool.Unknown(WireFormat.OPENAI, json("{'type':'web_search'}")))
                .choice(new ToolChoice.Required());

        assertThat(asked.body().has("tools")).isFalse();
        assertThat(asked.body().has("toolConfig")).isFalse();
        assertThat(asked.losses()).containsExactly("tools", "tool_choice");
    }

    @Test
    void aDutyToCallOneOfUnknownFunctionsIsLeftOut() {
        Asked asked = Asked.of(user("?")).tool(function("f")).choice(new ToolChoice.Among(List.of("gone"), true));

        assertThat(asked.body().has("toolConfig")).isFalse();
        assertThat(asked.losses()).containsExactly("tool_choice");
    }

    @Test
    void aModelThatCannotBeForcedIsLeftFree() {
        Asked asked = Asked.of(user("?"))
                .tool(function("f"))
                .choice(new ToolChoice.Required())
                .without(Feature.FORCED_TOOLS);

        assertThat(asked.body().has("toolConfig")).isFalse();
        assertThat(asked.losses()).containsExactly("tool_choice");
    }

    @Test
    void toolsAreLeftOutWhereTheModelHasNone() {
        Asked asked = Asked.of(user("?")).tool(function("f")).without(Feature.TOOLS);

        assertThat(asked.body().has("tools")).isFalse();
        assertThat(asked.losses()).containsExactly("tools");
    }

    @Test
    void case45OneToolAtATimeCannotBeSaid() {
        assertThat(Asked.of(user("?")).tool(function("f")).oneToolAtATime().losses())
                .containsExactly("parallel_tool_calls");
        assertThat(Asked.of(user("?")).oneToolAtATime().losses()).isEmpty();
    }
}

package dev.sidestep.wire.gemini;

import static dev.sidestep.wire.gemini.Asked.function;
import static dev.sidestep.wire.gemini.Asked.json;
import static dev.sidestep.wire.gemini.Asked.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.OutputFormat;
import dev.sidestep.wire.canonical.Reasoning;
import dev.sidestep.wire.canonical.Reasoning.Effort;
import dev.sidestep.wire.canonical.Reasoning.Mode;
import dev.sidestep.wire.canonical.Sampling;
import dev.sidestep.wire.canonical.WireFormat;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConfigWriterTest {
    private static final OutputFormat SCHEMA =
            new OutputFormat.JsonSchema("answer", "", json("{'type':'object','properties':{'a':{}}}"), true);

    @Test
    void nothingIsSaidWhereNothingWasAsked() {
        assertThat(Asked.of(user("?")).body().has("generationConfig")).isFalse();
    }

    @Test
    void case59TheLongestAnswerIsBroughtIntoTheModelsRange() {
        Asked asked = Asked.of(user("?")).maxOutputTokens(100_000);

        assertThat(asked.config()).isEqualTo(json("{'maxOutputTokens':65536}"));
        assertThat(asked.losses()).containsExactly("max_tokens=100000->65536");
        assertThat(asked.from(WireFormat.RESPONSES).losses()).containsExactly("max_output_tokens=100000->65536");
    }

    @Test
    void samplingGoesAlongWhereTheModelHeedsIt() {
        Sampling sampling = new Sampling(number("0.70"), number("0.9"), 40L, null, null, 7L, null, null, null, null);
        Asked asked = Asked.of(user("?")).sampling(sampling).to("gemini-2.5-flash");

        assertThat(asked.config()).isEqualTo(json("{'temperature':0.70,'topP':0.9,'topK':40,'seed':7}"));
        assertThat(asked.losses()).isEmpty();
    }

    @Test
    void samplingThatTheModelWouldIgnoreIsLeftOutAndTold() {
        Sampling sampling = new Sampling(number("0.7"), number("1.0"), 40L, null, null, 7L, null, null, null, null);
        Asked asked = Asked.of(user("?")).sampling(sampling).to("gemini-3.8-flash");

        assertThat(asked.config()).isEqualTo(json("{'seed':7}"));
        assertThat(asked.losses()).containsExactly("temperature", "top_k");
    }

    @Test
    void valuesOutOfRangeAreBroughtIntoIt() {
        Sampling sampling =
                new Sampling(number("3"), number("1.5"), null, null, null, 1L << 40, null, null, null, null);
        Asked asked = Asked.of(user("?")).sampling(sampling);

        assertThat(asked.config()).isEqualTo(json("{'temperature':2,'topP':1,'seed':256}"));
        assertThat(asked.losses()).containsExactly("temperature=3->2", "top_p=1.5->1", "seed=32 bits");
    }

    @Test
    void scenario11PenaltiesDoNotReachGeminiAndAreTold() {
        Sampling sampling = new Sampling(null, null, null, number("0.5"), number("-1"), null, null, null, null, null);

        assertThat(Asked.of(user("?")).sampling(sampling).body().has("generationConfig"))
                .isFalse();
        assertThat(Asked.of(user("?")).sampling(sampling).losses())
                .containsExactly("frequency_penalty", "presence_penalty");
    }

    @Test
    void defaultsAreLeftOutWithoutAWord() {
        Sampling defaults =
                new Sampling(null, null, null, BigDecimal.ZERO, number("0.0"), null, json("{}"), false, 0L, 1L);

        assertThat(Asked.of(user("?")).sampling(defaults).losses()).isEmpty();
        assertThat(Asked.of(user("?")).sampling(defaults).config()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"gemini-2.5-flash", "gemini-3.1-pro-preview"})
    void case65And66OneAnswerWithoutProbabilitiesIsAskedFor(String model) {
        Sampling sampling = new Sampling(null, null, null, null, null, null, json("{'5':1}"), true, 3L, 2L);
        Asked asked = Asked.of(user("?")).sampling(sampling).to(model);

        assertThat(asked.body().has("generationConfig")).isFalse();
        assertThat(asked.losses()).containsExactly("logit_bias", "logprobs", "top_logprobs", "n");
    }

    @Test
    void case62OnlyFiveTextsEndAnAnswer() {
        Asked asked = Asked.of(user("?")).stop("", "1", "2", "3", "4", "5", "6");

        assertThat(asked.config()).isEqualTo(json("{'stopSequences':['1','2','3','4','5']}"));
        assertThat(asked.losses()).containsExactly("stop=6->5");
        assertThat(asked.without(Feature.STOP).losses()).containsExactly("stop");
    }

    @Test
    void case63AnObjectWithoutSchemaIsAMimeType() {
        Asked asked = Asked.of(user("?")).format(new OutputFormat.Json());

        assertThat(asked.config()).isEqualTo(json("{'responseMimeType':'application/json'}"));
        assertThat(asked.losses()).isEmpty();
    }

    @Test
    void aSchemaGoesAlongWithItsDescription() {
        OutputFormat format = new OutputFormat.JsonSchema("n", "What it is.", json("{'type':'string'}"), null);

        assertThat(Asked.of(user("?")).format(format).config()).isEqualTo(json("""
                {'responseMimeType':'application/json',
                 'responseJsonSchema':{'type':'string','description':'What it is.'}}"""));
    }

    @Test
    void case64ASchemaBesideToolsIsLeftOutWhereTheModelRefusesBoth() {
        Asked asked = Asked.of(user("?"))
                .tool(function("f"))
                .format(SCHEMA)
                .without(Feature.JSON_SCHEMA_WITH_TOOLS)
                .to("gemini-2.5-flash");

        assertThat(asked.body().has("generationConfig")).isFalse();
        assertThat(asked.losses()).containsExactly("response_format");
    }

    @Test
    void case64ASchemaBesideToolsGoesAlongWhereTheModelTakesBoth() {
        Asked asked = Asked.of(user("?")).tool(function("f")).format(SCHEMA);

        assertThat(asked.config().has("responseJsonSchema")).isTrue();
        assertThat(asked.losses()).isEmpty();
    }

    @Test
    void aSchemaIsLeftOutWhereTheModelKnowsNone() {
        Asked asked =
                Asked.of(user("?")).format(SCHEMA).without(Feature.JSON_SCHEMA).from(WireFormat.ANTHROPIC);

        assertThat(asked.body().has("generationConfig")).isFalse();
        assertThat(asked.losses()).containsExactly("output_config.format");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(nullValues = "-", textBlock = """
            gemini-3.8-flash,      NONE,    {'thinkingLevel':'LOW'},     reasoning_effort=low
            gemini-3.8-flash,      MINIMAL, {'thinkingLevel':'LOW'},     reasoning_effort=low
            gemini-3.8-flash,      MEDIUM,  {'thinkingLevel':'MEDIUM'},  -
            gemini-3.8-flash,      MAX,     {'thinkingLevel':'HIGH'},    reasoning_effort=high
            gemini-3-flash-preview, NONE,   {'thinkingLevel':'MINIMAL'}, reasoning_effort=minimal
            gemini-3-flash-preview, MINIMAL, {'thinkingLevel':'MINIMAL'}, -
            gemini-3-pro-preview,  MEDIUM,  {'thinkingLevel':'HIGH'},    reasoning_effort=high
            gemini-3.1-pro-preview, XHIGH,  {'thinkingLevel':'HIGH'},    reasoning_effort=high
            gemini-2.5-flash,      NONE,    {'thinkingBudget':0},        -
            gemini-2.5-flash-lite, MINIMAL, {'thinkingBudget':983},      reasoning_effort=983 tokens
            gemini-2.5-flash,      MAX,     {'thinkingBudget':24576},    reasoning_effort=24576 tokens
            gemini-2.5-pro,        NONE,    -,                           reasoning_effort
            gemini-2.5-pro,        HIGH,    {'thinkingBudget':24576},    reasoning_effort=24576 tokens
            gemini-2.0-flash,      HIGH,    -,                           reasoning_effort
            gemini-2.0-flash,      NONE,    -,                           -
            gemma-3-27b-it,        LOW,     -,                           reasoning_effort
            gemini-flash-latest,   LOW,     {'thinkingLevel':'LOW'},     -
            """)
    void effortsAreLevelsOrBudgetsByTheModel(String model, Effort effort, String config, String loss) {
        Asked asked = Asked.of(user("?")).to(model).reasoning(new Reasoning(Mode.UNSAID, effort, 0, false));

        assertThat(asked.config().path("thinkingConfig").isMissingNode()).isEqualTo(config == null);
        assertThat(config == null ? json("{}") : asked.config().path("thinkingConfig"))
                .isEqualTo(json(config == null ? "{}" : config));
        assertThat(asked.losses()).isEqualTo(loss == null ? List.of() : List.of(loss));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(nullValues = "-", textBlock = """
            gemini-2.5-flash,      5000,  {'thinkingBudget':5000},  -
            gemini-2.5-flash,      50000, {'thinkingBudget':24576}, thinking=50000->24576
            gemini-2.5-flash-lite, 100,   {'thinkingBudget':512},   thinking=100->512
            gemini-3.6-flash,      2048,  {'thinkingLevel':'LOW'},  thinking=low
            gemini-3.6-flash,      9000,  {'thinkingLevel':'MEDIUM'}, thinking=medium
            gemini-3.6-flash,      32000, {'thinkingLevel':'HIGH'}, thinking=high
            """)
    void budgetsAreBudgetsOrLevelsByTheModel(String model, long tokens, String config, String loss) {
        Asked asked = Asked.of(user("?"))
                .to(model)
                .from(WireFormat.ANTHROPIC)
                .reasoning(new Reasoning(Mode.ON, null, tokens, false));

        assertThat(asked.config().path("thinkingConfig")).isEqualTo(json(config));
        assertThat(asked.losses()).isEqualTo(loss == null ? List.of() : List.of(loss));
    }

    @Test
    void thoughtsAreShownToWhoeverWantsToSeeThem() {
        Reasoning shown = new Reasoning(Mode.ON, null, 0, true);

        assertThat(Asked.of(user("?")).reasoning(shown).config())
                .isEqualTo(json("{'thinkingConfig':{'includeThoughts':true}}"));
        assertThat(Asked.of(user("?")).reasoning(shown).to("gemini-2.0-flash").losses())
                .containsExactly("reasoning_effort");
    }

    @Test
    void aModelThatDoesNotThinkShowsNoThoughts() {
        Asked off = Asked.of(user("?"))
                .reasoning(new Reasoning(Mode.OFF, null, 0, true))
                .to("gemini-2.5-flash");

        assertThat(off.config()).isEqualTo(json("{'thinkingConfig':{'thinkingBudget':0}}"));
        assertThat(off.without(Feature.REASONING).config()).isEmpty();
    }

    @Test
    void fieldsThatOnlyTheClientsFormatHasAreTold() {
        Asked asked = Asked.of(user("?"))
                .extras("{'user':'u','store':false,'metadata':{},'service_tier':'auto','prediction':{'a':1},'a b':1}");

        assertThat(asked.losses()).containsExactlyInAnyOrder("user", "prediction", "unknown");
    }

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void safetySettingsAreLeftToGoogle(WireFormat origin) {
        assertThat(Asked.of(user("?")).from(origin).body().has("safetySettings"))
                .isFalse();
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }
}

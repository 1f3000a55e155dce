package dev.sidestep.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What Anthropic refuses, each rule with a request that breaks it and the same request repaired.
class AnthropicRulesTest {
    private static final String OLD = "2023-06-01";
    private static final String NEW = "2026-10-21";
    private static final String HAIKU = "claude-haiku-4-5-20251001";
    private static final String SONNET = "claude-sonnet-5-5";
    private static final String OPUS = "claude-opus-4-6";
    private static final String FABLE = "claude-fable-5-1";
    private static final String CLASSIC = "claude-3-haiku-20240307";
    private static final String HI = "'max_tokens':2000,'messages':[{'role':'user','content':'hi'}]";
    private static final String TOOL = "'tools':[{'name':'t','input_schema':{'type':'object'}}]";
    private static final String CALL = "{'role':'user','content':'hi'},{'role':'assistant','content':["
            + "{'type':'tool_use','id':'a','name':'t','input':{}},{'type':'tool_use','id':'b','name':'t','input':{}}]}";

    private final Faced faced = new Faced(SimulatorSpec.everyWire());

    private static Arguments rule(String text, String model, String wrong, String right) {
        return Arguments.of(text, OLD, model, wrong, right);
    }

    private static Arguments today(String text, String model, String wrong, String right) {
        return Arguments.of(text, NEW, model, wrong, right);
    }

    private static String says(String... messages) {
        return "'max_tokens':2000,'messages':[" + String.join(",", messages) + "]";
    }

    private static String user(String content) {
        return "{'role':'user','content':" + content + "}";
    }

    private static String assistant(String content) {
        return "{'role':'assistant','content':" + content + "}";
    }

    private static String tools(String tool) {
        return "'tools':[" + tool + "]," + HI;
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                rule("max_tokens: Field required", HAIKU, "'messages':[{'role':'user','content':'hi'}]", HI),
                rule("max_tokens: Input should be greater than or equal to 1", HAIKU, HI.replace("2000", "0"), HI),
                rule("max_tokens: 64001 > 64000, which is the maximum allowed", HAIKU, HI.replace("2000", "64001"), HI),
                rule("frequency_penalty: Extra inputs are not permitted", HAIKU, "'frequency_penalty':0," + HI, HI),
                rule(
                        "metadata.trace: Extra inputs are not permitted",
                        HAIKU,
                        "'metadata':{'trace':'x'}," + HI,
                        "'metadata':{'user_id':'x'}," + HI),
                rule(
                        "temperature: Input should be less than or equal to 1",
                        HAIKU,
                        "'temperature':1.7," + HI,
                        "'temperature':1," + HI),
                rule(
                        "cannot both be specified for this model",
                        HAIKU,
                        "'temperature':0.5,'top_p':0.5," + HI,
                        "'temperature':0.5," + HI),
                rule("only their default values", SONNET, "'temperature':0.5," + HI, "'temperature':1," + HI),
                rule(
                        "must contain non-whitespace",
                        HAIKU,
                        "'stop_sequences':['x',' ']," + HI,
                        "'stop_sequences':['x']," + HI),
                rule("does not support the effort parameter", HAIKU, "'output_config':{'effort':'low'}," + HI, HI),
                rule(
                        "output_config.effort: Input should be",
                        OPUS,
                        "'output_config':{'effort':'none'}," + HI,
                        "'output_config':{'effort':'max'}," + HI),
                rule(
                        "'additionalProperties' must be explicitly set to false",
                        HAIKU,
                        schema("{'type':'object'}"),
                        schema("{'type':'object','additionalProperties':false}")),
                rule(
                        "property 'minimum' is not supported",
                        HAIKU,
                        schema("{'type':'integer','minimum':1}"),
                        schema("{'type':'integer'}")),
                rule("does not support output format", CLASSIC, schema("{'type':'string'}"), HI));
    }

    private static String schema(String schema) {
        return "'output_config':{'format':{'type':'json_schema','schema':" + schema + "}}," + HI;
    }

    static Stream<Arguments> versions() {
        return Stream.of(
                today("temperature: Extra inputs are not permitted", HAIKU, "'temperature':1," + HI, HI),
                today("top_p: Extra inputs are not permitted", HAIKU, "'top_p':1," + HI, HI),
                today("top_k: Extra inputs are not permitted", HAIKU, "'top_k':null," + HI, HI),
                today(
                        "`document` blocks are not permitted in assistant messages",
                        HAIKU,
                        says(user("'hi'"), assistant("[" + document() + "]"), user("'and?'")),
                        says(user("'hi'"), assistant("'there'"), user("[" + document() + "]"))),
                today(
                        "citations are not permitted",
                        HAIKU,
                        says(user("[{'type':'text','text':'hi','citations':[{}]}]")),
                        says(user("[{'type':'text','text':'hi','citations':[]}]"))));
    }

    private static String document() {
        return "{'type':'document','source':{'type':'text','media_type':'text/plain','data':'x'}}";
    }

    static Stream<Arguments> messages() {
        return Stream.of(
                rule("at least one message is required", HAIKU, says(), HI),
                rule(
                        "messages.0.role: Input should be 'user' or 'assistant'",
                        HAIKU,
                        says("{'role':'tool','content':'x'}"),
                        HI),
                rule("Unexpected role \"system\"", HAIKU, says(user("'hi'"), "{'role':'system','content':'x'}"), HI),
                rule(
                        "must directly follow a user message",
                        SONNET,
                        says("{'role':'system','content':'x'}", user("'hi'")),
                        says(user("'hi'"), "{'role':'system','content':'x'}")),
                rule("first message must use the \"user\" role", HAIKU, says(assistant("'x'"), user("'hi'")), HI),
                rule(
                        "messages.0.name: Extra inputs are not permitted",
                        HAIKU,
                        says("{'role':'user','name':'x','content':'hi'}"),
                        HI),
                rule("user messages must have non-empty content", HAIKU, says(user("''")), HI),
                rule("user messages must have non-empty content", HAIKU, says(user("[]")), HI),
                rule("text content blocks must contain non-whitespace text", HAIKU, says(user("' '")), HI),
                rule(
                        "text content blocks must contain non-whitespace text",
                        HAIKU,
                        says(user("[" + text("\\n") + "]")),
                        says(user("[" + text("\\n") + "," + text("hi") + "]"))),
                rule(
                        "text content blocks must be non-empty",
                        HAIKU,
                        says(user("[" + text("") + "," + text("hi") + "]")),
                        says(user("[" + text("hi") + "]"))),
                rule(
                        "text content blocks must contain non-whitespace text",
                        HAIKU,
                        says(user("'a'"), assistant("' '"), user("'b'")),
                        says(user("'a'"), assistant("''"), user("'b'"))),
                rule(
                        "system: text content blocks must contain non-whitespace text",
                        HAIKU,
                        "'system':' '," + HI,
                        "'system':'x'," + HI),
                rule(
                        "does not support assistant message prefill",
                        OPUS,
                        says(user("'hi'"), assistant("'{'")),
                        says(user("'hi'"))),
                rule(
                        "cannot end with trailing whitespace",
                        HAIKU,
                        says(user("'hi'"), assistant("[" + text("x ") + "]")),
                        says(user("'hi'"), assistant("[" + text("x") + "]"))),
                rule("does not match any of the expected tags", HAIKU, says(user("[{'type':'video'}]")), HI),
                rule(
                        "messages.0.content.0.text.name: Extra inputs are not permitted",
                        HAIKU,
                        says(user("[{'type':'text','text':'x','name':'y'}]")),
                        HI));
    }

    private static String text(String text) {
        return "{'type':'text','text':'" + text + "'}";
    }

    static Stream<Arguments> content() {
        return Stream.of(
                rule(
                        "media_type: Input should be 'image/jpeg'",
                        HAIKU,
                        image("image/svg+xml", "eA=="),
                        image("image/png", "eA==")),
                rule("Invalid base64 data", HAIKU, image("image/png", "data:"), image("image/png", "eA==")),
                rule("Only HTTPS URLs are supported.", HAIKU, imageAt("http://x"), imageAt("https://x")),
                rule("media_type: Input should be 'application/pdf'", HAIKU, pdf("text/plain"), pdf("application/pdf")),
                rule("A maximum of 4 blocks with cache_control may be provided. Found 5.", HAIKU, marked(5), marked(4)),
                rule(
                        "cache_control cannot be set for empty text blocks",
                        HAIKU,
                        says(user("[" + marked("", "5m") + "]")),
                        says(user("[" + marked("x", "5m") + "]"))),
                rule(
                        "must not come after a ttl='5m'",
                        HAIKU,
                        says(user("[" + marked("x", "5m") + "," + marked("y", "1h") + "]")),
                        says(user("[" + marked("x", "1h") + "," + marked("y", "5m") + "]"))));
    }

    private static String image(String media, String data) {
        return says(user(
                "[{'type':'image','source':{'type':'base64','media_type':'" + media + "','data':'" + data + "'}}]"));
    }

    private static String imageAt(String url) {
        return says(user("[{'type':'image','source':{'type':'url','url':'" + url + "'}}]"));
    }

    private static String pdf(String media) {
        return says(
                user("[{'type':'document','source':{'type':'base64','media_type':'" + media + "','data':'eA=='}}]"));
    }

    private static String marked(String text, String ttl) {
        return "{'type':'text','text':'" + text + "','cache_control':{'type':'ephemeral','ttl':'" + ttl + "'}}";
    }

    private static String marked(int blocks) {
        return says(user("[" + String.join(",", java.util.Collections.nCopies(blocks, marked("x", "5m"))) + "]"));
    }

    static Stream<Arguments> tools() {
        return Stream.of(
                rule(
                        "tools.0.custom.name: String should match pattern",
                        HAIKU,
                        tools("{'name':'a.b','input_schema':{'type':'object'}}"),
                        TOOL + "," + HI),
                rule("tools.0.custom.input_schema: Field required", HAIKU, tools("{'name':'t'}"), TOOL + "," + HI),
                rule(
                        "tools.0.custom.input_schema.type: Field required",
                        HAIKU,
                        tools("{'name':'t','input_schema':{}}"),
                        TOOL + "," + HI),
                rule(
                        "tools.0.custom.input_schema.type: Input should be 'object'",
                        HAIKU,
                        tools("{'name':'t','input_schema':{'type':'string'}}"),
                        TOOL + "," + HI),
                rule(
                        "tools.0.custom.description: Input should be a valid string",
                        HAIKU,
                        tools("{'name':'t','description':null,'input_schema':{'type':'object'}}"),
                        TOOL + "," + HI),
                rule(
                        "Tool names must be unique",
                        HAIKU,
                        tools(
                                "{'name':'t','input_schema':{'type':'object'}},{'name':'t','input_schema':{'type':'object'}}"),
                        TOOL + "," + HI),
                rule(
                        "may only be specified while providing tools",
                        HAIKU,
                        "'tool_choice':{'type':'auto'}," + HI,
                        TOOL + ",'tool_choice':{'type':'auto'}," + HI),
                rule(
                        "not found in provided tools",
                        HAIKU,
                        TOOL + ",'tool_choice':{'type':'tool','name':'u'}," + HI,
                        TOOL + ",'tool_choice':{'type':'tool','name':'t'}," + HI),
                rule(
                        "disable_parallel_tool_use: Extra inputs",
                        HAIKU,
                        TOOL + ",'tool_choice':{'type':'none','disable_parallel_tool_use':true}," + HI,
                        TOOL + ",'tool_choice':{'type':'auto','disable_parallel_tool_use':true}," + HI),
                rule(
                        "forced tool use is not supported",
                        FABLE,
                        TOOL + ",'tool_choice':{'type':'any'}," + HI,
                        TOOL + ",'tool_choice':{'type':'auto'}," + HI),
                rule(
                        "For 'string' type, property 'maxLength' is not supported",
                        HAIKU,
                        strict("'maxLength':3"),
                        strict("'description':'x'")));
    }

    private static String strict(String keyword) {
        return tools(
                "{'name':'t','strict':true,'input_schema':{'type':'object','additionalProperties':false,'properties':"
                        + "{'s':{'type':'string'," + keyword + "}}}}");
    }

    static Stream<Arguments> toolLoops() {
        var both = user("[" + result("a") + "," + result("b") + "]");
        return Stream.of(
                rule(
                        "without `tool_result` blocks immediately after: a, b",
                        HAIKU,
                        says(CALL, user("'well?'")),
                        says(CALL, both)),
                rule(
                        "without `tool_result` blocks immediately after: b",
                        HAIKU,
                        says(CALL, user("[" + result("a") + "]"), user("[" + result("b") + "]")),
                        says(CALL, both)),
                rule(
                        "without `tool_result` blocks immediately after: a, b",
                        HAIKU,
                        says(CALL, user("[" + text("x") + "," + result("a") + "," + result("b") + "]")),
                        says(CALL, user("[" + result("a") + "," + result("b") + "," + text("x") + "]"))),
                rule("without `tool_result` blocks immediately after: a, b", HAIKU, says(CALL), says(CALL, both)),
                rule(
                        "unexpected `tool_use_id` found in `tool_result` blocks: c",
                        HAIKU,
                        says(CALL, user("[" + result("a") + "," + result("b") + "," + result("c") + "]")),
                        says(CALL, both)),
                rule("`tool_use` ids must be unique", HAIKU, says(CALL.replace("'b'", "'a'"), both), says(CALL, both)),
                rule(
                        "tool_use.id: String should match pattern",
                        HAIKU,
                        says(CALL.replace("'b'", "'b.c'"), both),
                        says(CALL, both)),
                rule(
                        "tool_use.input: Input should be a valid dictionary",
                        HAIKU,
                        says(CALL.replace("{}}]", "'{}'}]"), both),
                        says(CALL, both)));
    }

    private static String result(String id) {
        return "{'type':'tool_result','tool_use_id':'" + id + "','content':''}";
    }

    static Stream<Arguments> thinking() {
        var enabled = "'thinking':{'type':'enabled','budget_tokens':1024},";
        var adaptive = "'thinking':{'type':'adaptive'},";
        return Stream.of(
                rule("greater than or equal to 1024", HAIKU, enabled.replace("1024", "1023") + HI, enabled + HI),
                rule(
                        "`max_tokens` must be greater than `thinking.budget_tokens`",
                        HAIKU,
                        enabled.replace("1024", "2000") + HI,
                        enabled + HI),
                rule(
                        "may only be set to 1 when thinking is enabled",
                        HAIKU,
                        "'temperature':0.5," + enabled + HI,
                        "'temperature':1," + enabled + HI),
                rule("\"thinking.type.enabled\" is not supported for this model", SONNET, enabled + HI, adaptive + HI),
                rule(
                        "\"thinking.type.disabled\" is not supported for this model",
                        SONNET,
                        "'thinking':{'type':'disabled'}," + HI,
                        HI),
                rule("adaptive thinking is not supported on this model", HAIKU, adaptive + HI, enabled + HI),
                rule("not supported on this model", CLASSIC, enabled + HI, HI),
                rule(
                        "when tool_choice forces tool use",
                        HAIKU,
                        enabled + TOOL + ",'tool_choice':{'type':'any'}," + HI,
                        enabled + TOOL + "," + HI),
                rule(
                        "Expected `thinking` or `redacted_thinking`, but found `tool_use`",
                        HAIKU,
                        enabled + says(CALL, user("[" + result("a") + "," + result("b") + "]")),
                        says(CALL, user("[" + result("a") + "," + result("b") + "]"))),
                rule(
                        "thinking.signature: Field required",
                        HAIKU,
                        says(user("'a'"), assistant("[{'type':'thinking','thinking':'x'}]"), user("'b'")),
                        says(user("'a'"), assistant("[]"), user("'b'"))),
                rule(
                        "messages.1.content.0: Invalid `signature` in `thinking` block",
                        HAIKU,
                        says(
                                user("'a'"),
                                assistant("[{'type':'thinking','thinking':'x','signature':'eA=='}]"),
                                user("'b'")),
                        says(user("'a'"), assistant("[]"), user("'b'"))),
                rule(
                        "Invalid `data` in `redacted_thinking` block",
                        HAIKU,
                        says(user("'a'"), assistant("[{'type':'redacted_thinking','data':'eA=='}]"), user("'b'")),
                        says(user("'a'"), assistant("[]"), user("'b'"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"fields", "versions", "messages", "content", "tools", "toolLoops", "thinking"})
    void wrongRequestIsRefusedAndTheRepairedOneAnswered(
            String text, String version, String model, String wrong, String right) {
        var refused = faced.messages(version, model, wrong.replace('\'', '"'));
        var answered = faced.messages(version, model, right.replace('\'', '"'));

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().at("/error/type").textValue()).isEqualTo("invalid_request_error");
        assertThat(refused.message()).contains(text);
        assertThat(answered.status()).as(answered.text()).isEqualTo(200);
    }

    @Test
    @DisplayName("case 69: a signature is of its text, its model and its account")
    void case69signatureIsBoundToItsTextModelAndAccount() {
        var thinking = "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024},";
        var thought =
                faced.messages(HAIKU, thinking + HI.replace('\'', '"')).json().at("/content/0");
        var replay = says(user("'hi'"), assistant("[THOUGHT]"), user("'more'")).replace('\'', '"');
        var own = replay.replace("THOUGHT", thought.toString());
        var edited = own.replace("The user said", "The user wrote");

        assertThat(faced.messages(HAIKU, own).status()).isEqualTo(200);
        assertThat(faced.messages(HAIKU, edited).message()).contains("Invalid `signature`");
        assertThat(faced.messages(OPUS, own).message()).contains("Invalid `signature`");
        var elsewhere = Map.of("x-api-key", "other", "anthropic-version", OLD);
        var foreign = faced.send("anthropic", "/messages", "", elsewhere, "{\"model\":\"" + HAIKU + "\"," + own + "}");
        assertThat(foreign.message()).contains("Invalid `signature`");
    }

    @Test
    @DisplayName("case 70: what was redacted comes back as it was")
    void case70redactedThinkingComesBackAsItWas() {
        faced.simulator().say(Where.anywhere(), Speech.text("Done.").withRedactedThinking("secret"), 1);
        var thinking = "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024},";
        var content =
                faced.messages(HAIKU, thinking + HI.replace('\'', '"')).json().path("content");
        var replay = says(user("'hi'"), assistant("CONTENT"), user("'more'")).replace('\'', '"');

        assertThat(content.at("/0/type").textValue()).isEqualTo("redacted_thinking");
        assertThat(content.toString()).doesNotContain("secret");
        assertThat(faced.messages(HAIKU, replay.replace("CONTENT", content.toString()))
                        .status())
                .isEqualTo(200);
        assertThat(faced.messages(OPUS, replay.replace("CONTENT", content.toString()))
                        .message())
                .contains("Invalid `data`");
    }

    @Test
    void ownKeyGoesBeforeTheBearer() {
        var strict = new Faced(SimulatorSpec.builder()
                .provider(ProviderSpec.named("anthropic").account("a", "right").models(HAIKU))
                .build());
        var body = "{\"model\":\"" + HAIKU + "\"," + HI.replace('\'', '"') + "}";
        var right = Map.of("x-api-key", "right", "authorization", "Bearer wrong", "anthropic-version", NEW);
        var wrong = Map.of("x-api-key", "wrong", "authorization", "Bearer right", "anthropic-version", NEW);

        assertThat(strict.send("anthropic", "/messages", "", right, body).status())
                .isEqualTo(200);
        assertThat(strict.send("anthropic", "/messages", "", wrong, body).message())
                .isEqualTo("invalid x-api-key");
    }

    @Test
    void versionAndKeyMustBeThereAndRight() {
        var body = "{\"model\":\"" + HAIKU + "\"," + HI.replace('\'', '"') + "}";

        var none = faced.send("anthropic", "/messages", "", Map.of("x-api-key", "key"), body);
        var wrong = faced.messages("2024-01-01", HAIKU, HI.replace('\'', '"'));
        var keyless = faced.send("anthropic", "/messages", "", Map.of("anthropic-version", NEW), body);
        var bearer = Map.of("authorization", "Bearer key", "anthropic-version", NEW);

        assertThat(none.message()).isEqualTo("anthropic-version: header is required");
        assertThat(wrong.message()).contains("is not a valid version");
        assertThat(keyless.status()).isEqualTo(401);
        assertThat(keyless.json().path("request_id").textValue())
                .isEqualTo(keyless.headers().get("request-id"));
        assertThat(faced.send("anthropic", "/messages", "", bearer, body).status())
                .isEqualTo(200);
    }

    @Test
    void whatOnlyItsIssuerHasIsNotFound() {
        var file = says(user("[{'type':'image','source':{'type':'file','file_id':'file_1'}}]"))
                .replace('\'', '"');

        assertThat(faced.messages(HAIKU, file).status()).isEqualTo(404);
        assertThat(faced.messages(HAIKU, "\"container\":\"c_1\"," + HI.replace('\'', '"'))
                        .status())
                .isEqualTo(404);
        assertThat(faced.messages("claude-9", HI.replace('\'', '"')).message()).isEqualTo("model: claude-9");
    }

    @Test
    void bodyOfMoreThan32MegabytesIsTooLarge() {
        var huge = "\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"" + "x".repeat(33 << 20) + "\"}]";

        var answer = faced.messages(HAIKU, huge);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().at("/error/type").textValue()).isEqualTo("request_too_large");
    }
}

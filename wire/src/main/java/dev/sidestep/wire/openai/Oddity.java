package dev.sidestep.wire.openai;

/// What the scan of a call finds that only some endpoints take, beside the fields that [Dialect#isRefusedSomewhere].
final class Oddity {
    /// A message of the role `developer`.
    static final String DEVELOPER = "developer";
    /// A tool call, or the result of one.
    static final String TOOL_IDS = "tool ids";
    /// One of their ids is longer than OpenAI takes.
    static final String LONG_TOOL_IDS = "long tool ids";
    /// Fields of a provider's own in a message or a tool call, where signatures are.
    static final String EXTRA_CONTENT = "extra_content";
    /// A choice among some of the tools.
    static final String ALLOWED_TOOLS = "allowed_tools";

    private Oddity() {}
}

package dev.sidestep.core;

import java.util.Arrays;
import java.util.Optional;

/// Something a call can need and a model, asked through its provider's API, can have. What a call can do without is
/// none: it is left out where a target does not take it, and told.
public enum Feature {
    /// Answers chat completions.
    CHAT("chat"),
    /// Turns text into vectors.
    EMBEDDINGS("embeddings"),
    /// Reads images.
    VISION("vision"),
    /// Fetches images from addresses; without it they must come in the request.
    IMAGE_URLS("image-urls"),
    /// Reads sound.
    AUDIO("audio"),
    /// Answers with sound.
    SPEECH("speech"),
    /// Reads documents, such as PDFs.
    FILES("files"),
    /// Calls the tools (functions) that the caller describes.
    TOOLS("tools"),
    /// Can be made to call a tool.
    FORCED_TOOLS("forced-tools"),
    /// Calls tools whose argument is free text or follows a grammar.
    CUSTOM_TOOLS("custom-tools"),
    /// Answers in the shape of a JSON Schema that the caller gives.
    JSON_SCHEMA("json-schema"),
    /// Does so in a call that brings tools, too.
    JSON_SCHEMA_WITH_TOOLS("json-schema-with-tools"),
    /// Thinks before it answers, with an effort that the caller may set.
    REASONING("reasoning"),
    /// Ends its answer at texts that the caller gives.
    STOP("stop"),
    /// Goes on where the caller began its answer.
    PREFILL("prefill"),
    /// Gives several answers to one call.
    CHOICES("choices"),
    /// Tells the probabilities of its tokens.
    LOGPROBS("logprobs"),
    /// Lets the caller favour tokens.
    LOGIT_BIAS("logit-bias"),
    /// Tells which place of a document it quotes.
    CITATIONS("citations"),
    /// Takes what only OpenAI's Chat Completions have.
    OPENAI_API("openai-api"),
    /// Takes what only OpenAI's Responses have: its own tools, earlier answers by their ids, work in the background.
    RESPONSES_API("responses-api"),
    /// Takes what only Anthropic's Messages have: its own tools, containers, files by their ids.
    ANTHROPIC_API("anthropic-api");

    private final String id;

    Feature(String id) {
        this.id = id;
    }

    /// The feature of a name.
    public static Optional<Feature> of(String id) {
        return Arrays.stream(values()).filter(feature -> feature.id.equals(id)).findFirst();
    }

    /// The feature's name in configuration, `explain` and messages.
    public String id() {
        return id;
    }
}

package dev.sidestep.gateway.trace;

import io.opentelemetry.api.common.AttributeKey;

/// The names of what spans tell: OpenTelemetry's for generative AI where they exist, else our own.
final class Names {
    static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
    static final AttributeKey<String> VERSION = AttributeKey.stringKey("service.version");
    static final AttributeKey<String> HOST = AttributeKey.stringKey("server.address");
    static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
    static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
    static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("gen_ai.provider.name");
    static final AttributeKey<String> WANTED = AttributeKey.stringKey("gen_ai.request.model");
    static final AttributeKey<String> MODEL = AttributeKey.stringKey("gen_ai.response.model");
    static final AttributeKey<Long> INPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.input_tokens");
    static final AttributeKey<Long> OUTPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.output_tokens");
    static final AttributeKey<Long> CACHED_TOKENS = AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens");

    static final AttributeKey<String> CALL = AttributeKey.stringKey("sidestep.call");
    static final AttributeKey<String> CLIENT_REQUEST = AttributeKey.stringKey("sidestep.client_request");
    static final AttributeKey<String> TARGET = AttributeKey.stringKey("sidestep.target");
    static final AttributeKey<String> ACCOUNT = AttributeKey.stringKey("sidestep.account");
    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("sidestep.outcome");
    static final AttributeKey<String> MOVE = AttributeKey.stringKey("sidestep.move");
    static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("sidestep.attempt");
    static final AttributeKey<Long> ATTEMPTS = AttributeKey.longKey("sidestep.attempts");
    static final AttributeKey<Long> WAITED = AttributeKey.longKey("sidestep.waited_ms");
    static final AttributeKey<Long> FIRST_CONTENT = AttributeKey.longKey("sidestep.first_content_ms");
    static final AttributeKey<Boolean> SIDESTEPPED = AttributeKey.booleanKey("sidestep.sidestepped");
    static final AttributeKey<Boolean> STREAMING = AttributeKey.booleanKey("sidestep.streaming");
    static final AttributeKey<Double> COST = AttributeKey.doubleKey("sidestep.cost_usd");
    static final AttributeKey<String> REQUEST_BODY = AttributeKey.stringKey("sidestep.request");
    static final AttributeKey<String> ANSWER_BODY = AttributeKey.stringKey("sidestep.answer");

    static final AttributeKey<String> CAUSE = AttributeKey.stringKey("sidestep.cause");
    static final AttributeKey<String> KIND = AttributeKey.stringKey("sidestep.kind");
    static final AttributeKey<Long> SPAN = AttributeKey.longKey("sidestep.ms");

    private Names() {}
}

package dev.sidestep.wire.limits;

import static dev.sidestep.core.LimitScope.ACCOUNT;
import static dev.sidestep.core.LimitScope.ACCOUNT_MODEL;
import static dev.sidestep.core.LimitScope.MODEL;
import static dev.sidestep.core.LimitScope.PROVIDER_MODEL;
import static dev.sidestep.core.LimitScope.QUOTA_GROUP;
import static dev.sidestep.wire.limits.Clues.IN_BAND;
import static dev.sidestep.wire.limits.Clues.any;
import static dev.sidestep.wire.limits.Condition.EXCEEDS_LIMIT;
import static dev.sidestep.wire.limits.Condition.PAGE;
import static dev.sidestep.wire.limits.Condition.TELLS_WAIT;
import static dev.sidestep.wire.limits.Outcomes.fault;
import static dev.sidestep.wire.limits.Outcomes.funds;
import static dev.sidestep.wire.limits.Outcomes.fundsUntil;
import static dev.sidestep.wire.limits.Outcomes.limit;
import static dev.sidestep.wire.limits.Outcomes.overloaded;
import static dev.sidestep.wire.limits.Outcomes.rejected;
import static dev.sidestep.wire.limits.Outcomes.slipped;
import static dev.sidestep.wire.limits.Outcomes.tooLarge;
import static dev.sidestep.wire.limits.Outcomes.unauthorized;
import static dev.sidestep.wire.limits.Outcomes.unavailable;

import java.util.List;
import java.util.stream.Stream;

/// What providers say, and what it means: the first row that matches decides.
///
/// Structured facts come first, words in a sentence last, and words never make a limit of a 400: it
/// may only be quoting. All phrases and labels are in lower case. A new provider's quirk is one
/// more row.
final class Table {
    // A table is read by its columns.
    // spotless:off

    /// Money and plans: time seldom cures them, another account does.
    private static final List<Row> MONEY = List.of(
        any().label("usage_limit_reached", "enforced_spend_limit_reached")   .gives(fundsUntil(QUOTA_GROUP)),
        any().label("insufficient_quota", "credit_balance_exhausted", "organization_spend_limit_exceeded",
            "project_spend_limit_exceeded", "organization_usage_limit_exceeded", "billing_not_active",
            "billing_hard_limit_reached", "billing_error", "insufficient_balance", "exceeded_current_quota_error",
            "usage_not_included", "blocked_api_access", "openrouter_credits")
                                                                             .gives(funds(QUOTA_GROUP)),
        any().status(402)                                                    .gives(funds(QUOTA_GROUP)),
        any().status(400).starts("billing hard limit", "insufficient balance")
                                                                             .gives(funds(QUOTA_GROUP)),
        any().status(IN_BAND, 403, 412, 429).says("used all available credits", "have any credits",
            "monthly spending limit", "credit balance", "credits are depleted", "insufficient balance", "insufficient credits",
            "requires more credits", "more credits are required", "billing hard limit",
            "check your plan and billing", "check your billing", "insufficient_quota")
                                                                             .gives(funds(QUOTA_GROUP)));

    /// Too large for the target, whatever the status: Groq says it with 413, OpenAI with 429, Groq
    /// in 2024 with 429 and a wait that could never work. A 400 has to begin with it, or it may be
    /// quoting.
    private static final List<Row> SIZE = List.of(
        any().statuses(IN_BAND, 399).when(EXCEEDS_LIMIT)                     .gives(tooLarge()),
        any().statuses(401, 599).when(EXCEEDS_LIMIT)                         .gives(tooLarge()),
        any().status(400).starts("request too large", "rate limit reached").when(EXCEEDS_LIMIT)
                                                                             .gives(tooLarge()),
        any().label("context_length_exceeded", "request_too_large")          .gives(tooLarge()),
        // A text may be too long here and not elsewhere; an id or a name is only wrong.
        any().label("string_above_max_length").says("content'", "text'", "'input'")
                                                                             .gives(tooLarge()),
        any().status(413)                                                    .gives(tooLarge()),
        any().status(IN_BAND, 429).starts("request too large")               .gives(tooLarge()),
        any().status(IN_BAND, 400, 422).starts("this model's maximum context length", "prompt is too long",
            "the input token count", "input token count", "input is too long",
            "please reduce the length of the messages", "your input exceeds the context window", "max_tokens must be at least 1, got -",
            "'max_tokens' or 'max_completion_tokens' is too large")          .gives(tooLarge()));

    /// Keys.
    private static final List<Row> KEYS = List.of(
        any().label("invalid_api_key", "authentication_error", "api_key_invalid")
                                                                             .gives(unauthorized(ACCOUNT)),
        any().status(401)                                                    .gives(unauthorized(ACCOUNT)),
        any().status(400).starts("incorrect api key", "invalid api key", "api key not valid")
                                                                             .gives(unauthorized(ACCOUNT)));

    /// Models that are not there: gone for everybody, or not offered to this account.
    private static final List<Row> MODELS = List.of(
        any().label("model_decommissioned", "model_deprecated")              .gives(unavailable(PROVIDER_MODEL)),
        any().status(410)                                                    .gives(unavailable(PROVIDER_MODEL)),
        any().status(IN_BAND, 400, 404).starts("the model * has been decommissioned",
            "the model * has been deprecated", "the model * has been retired", "the model * has been shut down")
                                                                             .gives(unavailable(PROVIDER_MODEL)),
        any().status(404).says("available to new users")                     .gives(unavailable(ACCOUNT_MODEL)),
        any().status(404).says("has been deprecated", "decommissioned", "no longer available", "no longer supported",
            "has been retired", "has been shut down")                        .gives(unavailable(PROVIDER_MODEL)),
        any().label("model_not_found", "invalid_model", "deploymentnotfound", "model_not_available", "not_found_error")
                                                                             .gives(unavailable(ACCOUNT_MODEL)));

    /// The request itself.
    private static final List<Row> REQUEST = List.of(
        any().label("tool_use_failed", "failed_generation", "json_validate_failed")
                                                                             .gives(slipped()),
        any().status(400, 422).says("this model does not support", "not supported by this model",
            "not supported with this model", "not enabled for this model", "is not enabled for",
            "does not support image", "is only supported by certain models")  .gives(slipped()),
        any().label("content_filter", "content_policy_violation", "responsibleaipolicyviolation")
                                                                             .gives(rejected()));

    /// The provider's own lack of room, by its code.
    private static final List<Row> CAPACITY = List.of(
        any().label("overloaded_error", "server_is_overloaded", "engine_overloaded_error", "engine_overloaded",
            "model_capacity_exhausted", "capacity_exceeded", "queue_exceeded", "service_tier_capacity_exceeded",
            "service_unavailable_error")                                     .gives(overloaded()),
        any().status(498)                                                    .gives(overloaded()));

    /// Limits, by their code, and how far each reaches: one model unless the provider counts
    /// otherwise.
    private static final List<Row> LIMITS = List.of(
        any().label("rate_limit_exceeded", "rate_limit_error", "rate_limit_reached", "ratelimitreached",
            "rate_limited", "rate_limit", "model_rate_limit", "credit_limit", "model_cooldown", "throttlingexception",
            "request_quota_exceeded", "token_quota_exceeded", "too_many_requests", "rate_limit_reached_error",
            "servicequotaexceededexception", "throttling.ratequota", "throttling.allocationquota", "limit_requests")
                                                                             .gives(limit(MODEL)));

    /// The provider's own lack of room, by its words: where the status leaves it open.
    private static final List<Row> CAPACITY_WORDS = List.of(
        any().status(IN_BAND, 429, 500, 502).says("overloaded", "at capacity", "over capacity", "no capacity available",
            "capacity exceeded", "high demand", "high traffic", "too busy")  .gives(overloaded()));

    /// Limits, by their words, under a status that is none of theirs: a gateway made another one of
    /// it. They have to begin with it, and a 400 is never believed.
    private static final List<Row> LIMIT_WORDS = List.of(
        any().status(403, 500, 502, 503, 504).starts("rate limit", "rate_limit", "too many requests",
            "quota exceeded", "429 too many requests")                       .gives(limit(MODEL)));

    /// What the status alone says. A server that says when to come back has no room now.
    private static final List<Row> STATUSES = List.of(
        any().status(429)                                                    .gives(limit(MODEL)),
        any().status(503, 529)                                               .gives(overloaded()),
        any().status(408, 409, 425).when(TELLS_WAIT)                         .gives(overloaded()),
        any().statuses(500, 599).when(TELLS_WAIT)                            .gives(overloaded()),
        any().statuses(500, 599)                                             .gives(fault()),
        any().status(403)                                                    .gives(unauthorized(ACCOUNT_MODEL)),
        any().statuses(400, 499).when(PAGE)                                  .gives(fault()),
        any().status(404)                                                    .gives(unavailable(ACCOUNT_MODEL)),
        any().status(408, 409, 425)                                          .gives(fault()),
        any().status(405, 411, 414, 415, 416, 422, 431)                      .gives(rejected()),
        any().status(400).label("invalid_request_error", "invalid_request", "invalid_argument", "bad_request",
            "badrequesterror", "badrequest", "validationexception", "validation_error", "failed_precondition",
            "unknown_parameter", "invalid_value")                            .gives(rejected()),
        any().statuses(400, 499)                                             .guesses(rejected()),
        any().statuses(100, 999)                                             .guesses(fault()));

    /// An error inside a 200 that names no status: its type, then its words.
    private static final List<Row> IN_BAND_WORDS = List.of(
        any().label("invalid_request_error", "bad_request", "badrequesterror")
                                                                             .gives(rejected()),
        any().label("permission_error", "permission_denied")                 .gives(unauthorized(ACCOUNT_MODEL)),
        any().label("resource_exhausted", "too many requests", "tokens", "requests")
                                                                             .gives(limit(MODEL)),
        any().label("unavailable")                                           .gives(overloaded()),
        any().label("server_error", "internal_server_error", "api_error", "timeout_error")
                                                                             .gives(fault()),
        any().says("rate limit", "rate_limit", "too many requests", "quota exceeded", "tokens per day",
            "tokens per minute", "(tpd)", "(tpm)", "(rpm)", "(rpd)")         .gives(limit(MODEL)),
        any()                                                                .guesses(fault()));

    // spotless:on

    /// All rows, in the order in which they are asked.
    static final List<Row> ROWS = Stream.of(
                    Quirks.ROWS,
                    MONEY,
                    SIZE,
                    KEYS,
                    MODELS,
                    REQUEST,
                    CAPACITY,
                    LIMITS,
                    CAPACITY_WORDS,
                    LIMIT_WORDS,
                    STATUSES,
                    IN_BAND_WORDS)
            .flatMap(List::stream)
            .toList();

    private Table() {}

    /// The row that says what the refusal came to.
    static Row row(Facts facts) {
        for (Row row : ROWS) {
            if (row.clues().match(facts)) {
                return row;
            }
        }
        throw new AssertionError("the last row matches everything");
    }
}

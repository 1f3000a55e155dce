package dev.sidestep.wire.limits;

import static dev.sidestep.core.LimitScope.ACCOUNT;
import static dev.sidestep.core.LimitScope.ACCOUNT_MODEL;
import static dev.sidestep.core.LimitScope.MODEL;
import static dev.sidestep.core.LimitScope.QUOTA_GROUP;
import static dev.sidestep.wire.limits.Clues.IN_BAND;
import static dev.sidestep.wire.limits.Clues.any;
import static dev.sidestep.wire.limits.Clues.of;
import static dev.sidestep.wire.limits.Condition.ALLOWS_NOTHING;
import static dev.sidestep.wire.limits.Condition.HEADER_ALLOWS_NOTHING;
import static dev.sidestep.wire.limits.Condition.PLAN_USED_UP;
import static dev.sidestep.wire.limits.Outcomes.funds;
import static dev.sidestep.wire.limits.Outcomes.fundsUntil;
import static dev.sidestep.wire.limits.Outcomes.limit;
import static dev.sidestep.wire.limits.Outcomes.limitByWait;
import static dev.sidestep.wire.limits.Outcomes.overloaded;
import static dev.sidestep.wire.limits.Outcomes.rejected;
import static dev.sidestep.wire.limits.Outcomes.slipped;
import static dev.sidestep.wire.limits.Outcomes.unauthorized;
import static dev.sidestep.wire.limits.Outcomes.unavailable;

import dev.sidestep.core.Window;
import java.util.List;

/// What only one provider says, or says in its own way: asked before all other rows of the [Table].
/// A row without a provider is told by its words alone, and holds for them behind any gateway too.
final class Quirks {
    // A table is read by its columns.
    // spotless:off

    static final List<Row> ROWS = List.of(
        // Google: one status, RESOURCE_EXHAUSTED, for money, limits, plans and capacity alike.
        any().label("resource_exhausted").when(ALLOWS_NOTHING)               .gives(funds(MODEL)),
        any().status(IN_BAND, 429).says("quota exceeded for metric").when(ALLOWS_NOTHING)
                                                                             .gives(funds(MODEL)),
        any().label("resource_exhausted").starts("resource exhausted. please try again")
                                                                             .gives(overloaded()),
        any().label("resource_exhausted").says("spend-based", "spend based") .gives(limit(QUOTA_GROUP)),
        any().label("resource_exhausted").says("exceeded your current quota").gives(limit(MODEL)),
        any().status(IN_BAND, 429).says("quota exceeded for metric", "ai.google.dev/gemini-api/docs/rate-limits")
                                                                             .gives(limit(MODEL)),
        of("gemini").status(400).starts("user location is not supported",
            "gemini api free tier is not available in your")
                                                                             .gives(unauthorized(ACCOUNT)),

        // OpenAI: traffic that rose too fast, under whatever type and status.
        any().label("slow_down")                                             .gives(limit(QUOTA_GROUP)),

        // Groq: a limit of nothing is a plan without the model.
        any().status(413, 429).when(ALLOWS_NOTHING)                          .gives(funds(MODEL)),
        any().label("organization_restricted")                               .gives(unauthorized(ACCOUNT)),
        any().label("model_terms_required", "model_permission_blocked_org", "model_permission_blocked_project")
                                                                             .gives(unavailable(ACCOUNT_MODEL)),

        // Anthropic: the bare two words are the provider's own throttle, not the caller's limit.
        any().label("rate_limit_error").is("rate limited")                   .gives(overloaded()),
        any().label("rate_limit_error").says("concurrent connections", "account's rate limit")
                                                                             .gives(limit(QUOTA_GROUP)),
        any().label("rate_limit_error").starts("extra usage is required")    .gives(funds(MODEL)),
        of("anthropic").status(429).when(PLAN_USED_UP)                       .gives(limit(QUOTA_GROUP)),
        any().status(400).starts("your credit balance is too low")           .gives(funds(QUOTA_GROUP)),
        any().status(400).starts("you have reached your specified", "you have reached your api usage limit",
            "you have reached your usage limit")                             .gives(fundsUntil(QUOTA_GROUP)),

        // Azure: a deployment's limit, whose window only the wait tells.
        of("azure").status(429).says("rate limit")                           .gives(limitByWait(MODEL)),
        any().status(429).says("under azure openai api version")             .gives(limitByWait(MODEL)),

        // Bedrock: the exception's class, told in a header.
        any().label("modelnotreadyexception", "serviceunavailableexception", "modeltimeoutexception",
            "modelerrorexception", "modelstreamerrorexception")              .gives(overloaded()),
        any().label("unrecognizedclientexception", "invalidsignatureexception", "expiredtokenexception",
            "missingauthenticationtokenexception")                           .gives(unauthorized(ACCOUNT)),
        any().label("accessdeniedexception")                                 .gives(unauthorized(ACCOUNT_MODEL)),
        of("bedrock").status(400).starts("the provided model identifier is invalid")
                                                                             .gives(unavailable(ACCOUNT_MODEL)),
        of("bedrock").status(408, 424)                                       .gives(overloaded()),

        // OpenRouter: the URL in a 402 tells the key's own cap from the account's money.
        any().label("upstream_provider_shared_pool")                         .gives(overloaded()),
        any().status(429).says("rate-limited upstream")                      .gives(overloaded()),
        any().status(IN_BAND, 429).says("free-models-per-")                  .gives(limit(QUOTA_GROUP)),
        any().label("openrouter_in_flight_budget")                           .gives(limit(QUOTA_GROUP)),
        any().status(402).says("openrouter.ai/settings/keys")                .gives(funds(ACCOUNT)),
        of("openrouter").status(403).says("flagged", "moderation")           .gives(rejected()),
        of("openrouter").status(400).says("is not a valid model id")         .gives(unavailable(ACCOUNT_MODEL)),
        of("openrouter").status(429).starts("provider returned error")       .gives(overloaded()),

        // Another Sidestep.
        any().label("upstream_credentials_exhausted")                        .gives(unauthorized(ACCOUNT_MODEL)),
        any().label("upstream_funds_exhausted")                              .gives(funds(MODEL)),
        any().label("upstream_unavailable")                                  .gives(overloaded()),
        any().label("no_capable_model")                                      .gives(slipped()),

        // The rest, by name.
        any().status(429).says("api calls / month", "api calls per month")   .gives(fundsUntil(QUOTA_GROUP)),
        any().status(429).starts("you are using a trial key")                .gives(limit(ACCOUNT)),
        of("deepseek").status(400).is("model not exist")                     .gives(unavailable(ACCOUNT_MODEL)),
        of("fireworks").status(412)                                          .gives(funds(QUOTA_GROUP)),
        of("fireworks").status(429).says("usage limits")                     .gives(limit(QUOTA_GROUP)),
        of("meta-llama-api").status(429).says("within a given time frame")   .gives(limit(QUOTA_GROUP, Window.MINUTE)),
        of("mistral").status(429).when(HEADER_ALLOWS_NOTHING)                .gives(funds(MODEL)),
        of("mistral").status(429).starts("requests rate limit exceeded")     .gives(limit(QUOTA_GROUP, Window.SECOND)),
        of("mistral").status(429).starts("rate limit exceeded")              .gives(limit(QUOTA_GROUP)),
        of("ollama").status(429).says("usage limit")                         .gives(limit(QUOTA_GROUP)),
        of("sambanova").status(408)                                          .gives(overloaded()),
        of("xai").status(429).says("and model")                              .gives(limit(MODEL)),
        of("xai").status(429).starts("too many requests for team", "too many tokens for team")
                                                                             .gives(limit(QUOTA_GROUP)));

    // spotless:on

    private Quirks() {}
}

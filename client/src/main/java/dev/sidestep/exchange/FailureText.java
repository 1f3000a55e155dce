package dev.sidestep.exchange;

import dev.sidestep.call.CallFailedException;
import dev.sidestep.call.CallFailedException.ProviderAnswer;
import dev.sidestep.core.Account;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Nanos;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.failover.Attempt;
import dev.sidestep.core.failover.Decision.Bound;
import dev.sidestep.core.failover.Decision.GiveUp;
import dev.sidestep.core.failover.Decision.Reason;
import dev.sidestep.core.failover.Failover;
import dev.sidestep.core.selection.Skip;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// What a failed call says to people.
final class FailureText {
    /// The providers that the tip recommends, by type.
    private static final Map<String, String> RECOMMENDED = new LinkedHashMap<>();

    static {
        RECOMMENDED.put("openai", "OpenAI");
        RECOMMENDED.put("gemini", "Gemini");
        RECOMMENDED.put("anthropic", "Anthropic");
        RECOMMENDED.put("groq", "Groq");
    }

    private final Dispatcher dispatcher;
    private final Setup setup;
    private final RateLimits rateLimits;
    private final long nowNanos;

    FailureText(Dispatcher dispatcher, Setup setup) {
        this.dispatcher = dispatcher;
        this.setup = setup;
        this.rateLimits = new RateLimits(dispatcher);
        this.nowNanos = dispatcher.nowNanos();
    }

    /// The failure of a call that asks for something nobody has.
    CallFailedException unknownModel(String wanted) {
        String message = "The model '" + wanted + "' is not configured here. GET /v1/models lists what can be asked"
                + " for; 'auto' takes the first that can answer. Configured accounts: " + accountNames();
        return new CallFailedException(
                message, Reason.UNKNOWN_MODEL, Bound.NOTHING_LEFT, List.of(), List.of(), null, null);
    }

    /// The failure of a call whose failover gave up.
    CallFailedException gaveUp(GiveUp giveUp, Failover failover, Call call, @Nullable ProviderAnswer refusal) {
        List<Attempt> attempts = failover.attempts();
        String message = switch (giveUp.reason()) {
            case RATE_LIMITED -> rateLimited(giveUp, attempts, call);
            case UNAVAILABLE -> "No configured provider could answer. " + tried(attempts);
            case UNAUTHORIZED -> "No configured account's credential is accepted. " + tried(attempts);
            case OUT_OF_FUNDS -> "No configured account has funds left. " + tried(attempts);
            case TOO_LARGE -> tooLarge(giveUp, attempts, call);
            case UNFIT -> "No configured model can serve this call: it needs " + needs(call) + ".";
            case UNKNOWN_MODEL, MODEL_UNAVAILABLE ->
                "No configured provider offers '" + call.wanted() + "' any more. " + tried(attempts);
            case REJECTED ->
                attempts.isEmpty() ? "rejected" : attempts.getLast().detail();
            case CANCELLED -> "The caller went away.";
        };
        boolean isRefusal = giveUp.reason() == Reason.REJECTED;
        Duration retryAfter = giveUp.retryAfterNanos() > 0 ? Duration.ofNanos(giveUp.retryAfterNanos()) : null;
        return new CallFailedException(
                message,
                giveUp.reason(),
                giveUp.bound(),
                attempts,
                giveUp.skipped(),
                retryAfter,
                isRefusal ? refusal : null);
    }

    private String rateLimited(GiveUp giveUp, List<Attempt> attempts, Call call) {
        Target limited = lastLimited(attempts, call);
        // A limit that is known needs no cooldown, and a refused key is none of the provider's waits.
        String waiting = dispatcher
                .cooldowns()
                .blocking(limited, nowNanos)
                .filter(cooldown -> cooldown.kind().isCuredByTime())
                .map(cooldown -> inWords(cooldown.remainingSeconds(nowNanos)))
                .orElseGet(() -> inWords(Math.max(1, Nanos.toSecondsRoundedUp(giveUp.retryAfterNanos()))));
        Set<Target> concerned = limitedTargets(attempts);
        long providers = concerned.stream().map(Target::providerType).distinct().count();
        StringBuilder text = new StringBuilder()
                .append("⚠️ Rate limit reached on ")
                .append(setup.label(limited))
                .append(". Provider requests waiting ")
                .append(waiting)
                .append(".\n\nAvailable models status:\n");
        setup.displayNames()
                .forEach((type, name) -> text.append("  • ")
                        .append(name)
                        .append(": ")
                        .append(rateLimits.availableModels(type).size())
                        .append(" models available\n"));
        text.append("\n💡 All known models are currently rate-limited. Please try again later or add additional")
                .append(" API keys.\n🛑 Rate limit on all available providers and models (tried ")
                .append(providers)
                .append(" provider(s), ")
                .append(concerned.size())
                .append(" model(s))\n");
        String missing = RECOMMENDED.entrySet().stream()
                .filter(each -> !setup.displayNames().containsKey(each.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            text.append("💡 Tip: Configure additional providers (")
                    .append(missing)
                    .append(") in your settings for automatic failover\n");
        }
        return text.append("📊 Current providers configured: ")
                .append(accountNames())
                .toString();
    }

    private Target lastLimited(List<Attempt> attempts, Call call) {
        for (Attempt attempt : attempts.reversed()) {
            if (attempt.outcome() instanceof Outcome.RateLimited) {
                return attempt.target();
            }
        }
        return soonestCooling()
                .orElseGet(() -> setup.targets().named(call.wanted()).getFirst());
    }

    private Optional<Target> soonestCooling() {
        return dispatcher.cooldowns().running(nowNanos).stream().findFirst().map(Cooldown::target);
    }

    /// What this call met as limited: what it tried, and what it did not have to try any more.
    private Set<Target> limitedTargets(List<Attempt> attempts) {
        Set<Target> limited = new LinkedHashSet<>();
        attempts.forEach(attempt -> limited.add(attempt.target()));
        setup.targets().all().stream()
                .filter(target -> dispatcher.cooldowns().isCooling(target, nowNanos))
                .forEach(limited::add);
        return limited;
    }

    private static String tooLarge(GiveUp giveUp, List<Attempt> attempts, Call call) {
        long tokens = call.needs().promptTokens() + call.needs().maxOutputTokens();
        LongStream learned = giveUp.skipped().stream()
                .mapToLong(skip -> skip instanceof Skip.TooLarge(var _, var quota) ? quota.limit() : 0);
        LongStream told = attempts.stream()
                .map(Attempt::outcome)
                .mapToLong(outcome -> outcome instanceof Outcome.TooLarge(var limit) ? limit : 0);
        long most = LongStream.concat(learned, told).max().orElse(0);
        String largest = most > 0 ? " The largest limit known is " + most + " tokens." : "";
        String last = attempts.isEmpty()
                ? ""
                : " The last one said: " + attempts.getLast().detail();
        return "This call is too large for every configured model: it needs about " + tokens + " tokens." + largest
                + last;
    }

    private String needs(Call call) {
        Set<Feature> dispensable = setup.knobs().dispensable();
        return call.needs().without(dispensable).features().stream()
                .map(Feature::id)
                .collect(Collectors.joining(", "));
    }

    private String tried(List<Attempt> attempts) {
        if (attempts.isEmpty()) {
            return "All of them are cooling.";
        }
        Attempt last = attempts.getLast();
        return "Tried " + attempts.size() + " time(s), at last " + setup.label(last.target()) + ": "
                + last.outcome().id() + " (" + last.detail() + ")";
    }

    private String accountNames() {
        return setup.targets().accounts().stream().map(Account::name).collect(Collectors.joining(", "));
    }

    /// `45 seconds`, `15 minutes`, `2 hours 5 minutes`: rounded up.
    static String inWords(long seconds) {
        if (seconds < 60) {
            return counted(seconds, "second");
        }
        long minutes = (seconds + 59) / 60;
        if (minutes < 60) {
            return counted(minutes, "minute");
        }
        String hours = counted(minutes / 60, "hour");
        return minutes % 60 == 0 ? hours : hours + " " + counted(minutes % 60, "minute");
    }

    private static String counted(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}

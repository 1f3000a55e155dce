package dev.sidestep.gateway.admin;

import dev.sidestep.config.Knobs;
import dev.sidestep.config.Quantities;
import dev.sidestep.core.Account;
import dev.sidestep.core.Counting;
import dev.sidestep.core.Refill;
import dev.sidestep.core.failover.FailoverPolicy;
import dev.sidestep.core.health.HealthPolicy;
import dev.sidestep.exchange.Call;
import java.util.LinkedHashMap;
import java.util.Map;

/// The knobs that count for a call, under the names and in the words of the configuration.
final class PolicyDocument {
    private PolicyDocument() {}

    /// What counts at every target, with what the call's own headers lower.
    static Map<String, Object> of(Call call, Knobs knobs) {
        FailoverPolicy policy = call.policy(knobs.failover());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("order", knobs.order().id());
        document.put("max-attempts", policy.maxAttempts());
        document.put("same-target-retries", policy.sameTargetRetries());
        if (call.streaming()) {
            document.put("attempt-timeout", Quantities.text(policy.attemptTimeout()));
            document.put("idle-timeout", Quantities.text(knobs.idleTimeout()));
            document.put("keep-alive", Quantities.text(knobs.keepAlive()));
        } else {
            document.put("answer-timeout", Quantities.text(policy.answerTimeout()));
        }
        document.put("connect-timeout", Quantities.text(knobs.connectTimeout()));
        document.put("deadline", Quantities.text(policy.deadline()));
        document.put("default-cooldown", Quantities.text(policy.defaultCooldown()));
        document.put("max-cooldown", Quantities.text(policy.maxCooldown()));
        document.put("wait-up-to", Quantities.text(policy.waitUpTo()));
        document.put("max-waiting", knobs.maxWaiting());
        document.put(
                "priority", call.terms().priority().orElse(knobs.priority()).id());
        document.put("batch-ageing", Quantities.text(knobs.batchAgeing()));
        document.put("stick-for", Quantities.text(knobs.stickFor()));
        document.put("health", health(knobs.health()));
        return document;
    }

    private static Map<String, Object> health(HealthPolicy policy) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("window", Quantities.text(policy.window()));
        document.put("failures", policy.failures());
        document.put("slow-first-content", Quantities.text(policy.slowFirstContent()));
        return document;
    }

    /// What counts at the account's targets besides.
    static Map<String, Object> of(Account account) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(
                "attempts-per-provider", account.attemptsPerCall() == Knobs.ALL ? "all" : account.attemptsPerCall());
        document.put("quota-group", account.quotaGroup());
        document.put("counting", counting(account.provider().counting()));
        return document;
    }

    private static Map<String, Object> counting(Counting counting) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("minute", refill(counting.shortWindows()));
        document.put("day", refill(counting.longWindows()));
        document.put("reserves-output", counting.reservesOutput());
        document.put("counts-refusals", counting.countsRefusals());
        return document;
    }

    private static String refill(Refill refill) {
        return switch (refill) {
            case Refill.Continuous _ -> "continuous";
            case Refill.Calendar(var zone) -> "calendar " + zone;
            case Refill.Unknown _ -> "sliding";
        };
    }
}

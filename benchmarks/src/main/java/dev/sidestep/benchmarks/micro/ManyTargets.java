package dev.sidestep.benchmarks.micro;

import dev.sidestep.core.Account;
import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Model;
import dev.sidestep.core.Needs;
import dev.sidestep.core.Provider;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.cooldown.Cooldowns;
import dev.sidestep.core.queue.Priority;
import dev.sidestep.core.queue.Standing;
import dev.sidestep.core.selection.Course;
import dev.sidestep.core.selection.Knowledge;
import dev.sidestep.core.selection.Selection;
import dev.sidestep.core.selection.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// A large configuration: 20 accounts of four provider types with 50 models each.
final class ManyTargets {
    /// Far later than any benchmark runs.
    static final long UNTIL_NANOS = Long.MAX_VALUE / 4;

    private static final int ACCOUNTS = 20;
    private static final int MODELS = 50;
    private static final List<String> TYPES = List.of("groq", "openai", "anthropic", "gemini");

    private ManyTargets() {}

    static Targets targets() {
        List<Account> accounts = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            String type = TYPES.get(i % TYPES.size());
            List<Model> models = IntStream.range(0, MODELS)
                    .mapToObj(model -> Model.unknown(type + "-model-" + model))
                    .toList();
            accounts.add(Account.of(type + "-" + i, new Provider(type, type, type, TYPES), models));
        }
        return Targets.of(accounts, Map.of());
    }

    /// These cooldowns, and nothing else.
    static Knowledge known(Cooldowns cooldowns) {
        Knowledge nothing = Knowledge.nothing((_, _, _) -> UNTIL_NANOS, 0);
        return new Knowledge(
                cooldowns,
                nothing.quotas(),
                nothing.estimates(),
                nothing.health(),
                nothing.retryBudget(),
                nothing.waitingRoom());
    }

    /// The choice of targets of a chat call.
    static Selection selection(Targets targets, Course course, Knowledge known) {
        return new Selection(targets, course, Needs.chat(), new Standing(Priority.INTERACTIVE, "", 1), known);
    }

    /// Lets a target cool for as long as the benchmark runs.
    static void cool(Cooldowns cooldowns, Target target) {
        LimitKey key = LimitKey.of(LimitScope.MODEL, target.account(), target.model());
        cooldowns.cool(
                new Cooldown(key, Window.MINUTE, CooldownKind.RATE_LIMIT, target, 0, UNTIL_NANOS, "rate limit reached"),
                0);
    }
}

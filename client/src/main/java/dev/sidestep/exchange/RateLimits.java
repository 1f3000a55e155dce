package dev.sidestep.exchange;

import dev.sidestep.call.RateLimitStatus;
import dev.sidestep.core.Feature;
import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownState;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The questions about what is cooling, for the library and the HTTP status alike. Thread-safe.
public final class RateLimits {
    private final Dispatcher dispatcher;

    public RateLimits(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /// True while no account of the provider can serve the model because all are cooling.
    ///
    /// @param provider a provider's type or name, or an account's name
    /// @return false also where nothing of that name is configured
    public boolean isRateLimited(String provider, String model) {
        List<Target> named = targets(provider, model);
        return !named.isEmpty() && named.stream().allMatch(this::isCooling);
    }

    /// The chat models of a provider that can be asked for now, in order.
    public List<String> availableModels(String provider) {
        return dispatcher.setup().targets().all().stream()
                .filter(target -> isOf(provider, target) && !isCooling(target))
                .filter(target -> target.model().features().contains(Feature.CHAT))
                .map(target -> target.model().id())
                .distinct()
                .toList();
    }

    /// Everything at this moment.
    public RateLimitStatus status() {
        long nowNanos = dispatcher.nowNanos();
        Setup setup = dispatcher.setup();
        List<CooldownState> running = dispatcher.cooldowns().states(nowNanos).stream()
                .filter(each -> each.cooldown().isRunning(nowNanos))
                .toList();
        Map<String, Integer> byProvider = new LinkedHashMap<>();
        Map<String, Integer> available = new LinkedHashMap<>();
        setup.displayNames().keySet().forEach(type -> {
            byProvider.put(type, 0);
            available.put(type, availableModels(type).size());
        });
        running.forEach(each -> byProvider.merge(each.cooldown().target().providerType(), 1, Integer::sum));
        byProvider.values().removeIf(count -> count == 0);
        List<RateLimitStatus.Entry> entries =
                running.stream().map(each -> entry(setup, each, nowNanos)).toList();
        return new RateLimitStatus(running.size(), byProvider, available, entries);
    }

    private RateLimitStatus.Entry entry(Setup setup, CooldownState state, long nowNanos) {
        Cooldown cooldown = state.cooldown();
        Target target = cooldown.target();
        return new RateLimitStatus.Entry(
                key(setup, cooldown),
                dispatcher.instantOf(cooldown.untilNanos()),
                cooldown.remainingSeconds(nowNanos),
                target.providerType(),
                target.account().name(),
                target.model().id(),
                cooldown.key().scope().id(),
                cooldown.window().id(),
                cooldown.kind().id(),
                state.level(),
                cooldown.reason());
    }

    /// The name under which people know a cooldown, as in the status.
    public String key(Cooldown cooldown) {
        return key(dispatcher.setup(), cooldown);
    }

    /// The same, with this setup.
    static String key(Setup setup, Cooldown cooldown) {
        String model = cooldown.key().model().isEmpty() ? "*" : cooldown.key().model();
        return setup.label(cooldown.target().account()) + "_" + model;
    }

    /// Forgets what has ended.
    ///
    /// @return how many
    public int clearExpired() {
        return dispatcher.clearExpired();
    }

    /// Ends every cooldown that holds the model back at the provider, and forgets what was used of its limits.
    ///
    /// @return how many cooldowns
    public int clear(String provider, String model) {
        Set<LimitKey> keys = new LinkedHashSet<>();
        targets(provider, model).forEach(target -> keys.addAll(target.limitKeys()));
        return dispatcher.clear(keys::contains);
    }

    /// Ends the cooldowns of one key of the status, and forgets what was used of its limits.
    ///
    /// @return how many cooldowns
    public int clearKey(String key) {
        Setup setup = dispatcher.setup();
        Set<LimitKey> keys = new LinkedHashSet<>();
        dispatcher.cooldowns().running(dispatcher.nowNanos()).stream()
                .filter(each -> key(setup, each).equals(key))
                .forEach(each -> keys.add(each.key()));
        return dispatcher.clear(keys::contains);
    }

    /// Ends every cooldown, and forgets what was used of all limits.
    ///
    /// @return how many cooldowns
    public int clearAll() {
        return dispatcher.clear(_ -> true);
    }

    private boolean isCooling(Target target) {
        return dispatcher.cooldowns().isCooling(target, dispatcher.nowNanos());
    }

    private List<Target> targets(String provider, String model) {
        return dispatcher.setup().targets().all().stream()
                .filter(target -> target.model().id().equals(model) && isOf(provider, target))
                .toList();
    }

    private static boolean isOf(String provider, Target target) {
        return target.providerType().equals(provider)
                || target.account().provider().name().equals(provider)
                || target.account().name().equals(provider);
    }
}

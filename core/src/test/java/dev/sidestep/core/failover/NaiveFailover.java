package dev.sidestep.core.failover;

import dev.sidestep.core.Account;
import dev.sidestep.core.Model;
import dev.sidestep.core.Needs;
import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.cooldown.Cooldowns;
import dev.sidestep.core.selection.Course;
import dev.sidestep.core.selection.Targets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The order of the specification, written down a second time, as plainly and slowly as possible.
final class NaiveFailover {
    private final Targets targets;
    private final Course course;
    private final Needs needs;
    private final Cooldowns cooldowns;
    private final Set<String> tried = new LinkedHashSet<>();
    private final Set<String> useless = new HashSet<>();
    private final Set<String> leftAccounts = new HashSet<>();
    private @Nullable Target current;

    NaiveFailover(Targets targets, Course course, Needs needs, Cooldowns cooldowns) {
        this.targets = targets;
        this.course = course;
        this.needs = needs;
        this.cooldowns = cooldowns;
    }

    void sent(Target target) {
        tried.add(target.name());
        current = target;
    }

    void useless(Target target) {
        useless.add(target.name());
    }

    boolean wasTried(Target target) {
        return tried.contains(target.name());
    }

    /// The target that comes next, or empty where every one was tried or cannot be asked now.
    Optional<Target> next(long nowNanos) {
        List<Target> order = switch (course) {
            case Course.Listed listed -> new ArrayList<>(listed.targets());
            case Course.Circular circular -> circularOrder(circular.start(), nowNanos);
        };
        // An account that was left is gone back to only when nothing else is open.
        order.addAll(reachable());
        return order.stream().filter(target -> isOpen(target, nowNanos)).findFirst();
    }

    private List<Target> circularOrder(Target start, long nowNanos) {
        Target from = current == null ? start : current;
        List<Target> own = new ArrayList<>(targetsOf(from.account()));
        int at = own.indexOf(from) + (current == null ? 0 : 1);
        List<Target> order = new ArrayList<>();
        if (current == null || !leftAccounts.contains(from.account().name())) {
            order.addAll(own.subList(at, own.size()));
            order.addAll(own.subList(0, at));
            if (order.stream().noneMatch(target -> isOpen(target, nowNanos))) {
                leftAccounts.add(from.account().name());
            }
        }
        for (Account next : preference(from.account())) {
            if (!leftAccounts.contains(next.name())) {
                order.addAll(targetsOf(next));
            }
        }
        return order;
    }

    private List<Account> preference(Account from) {
        String ownType = from.provider().type();
        Set<Account> preference = new LinkedHashSet<>();
        for (String type : from.provider().fallbacks()) {
            for (Account account : targets.accounts()) {
                if (account.provider().type().equals(type) && !type.equals(ownType)) {
                    preference.add(account);
                }
            }
        }
        for (Account account : targets.accounts()) {
            if (!account.provider().type().equals(ownType)) {
                preference.add(account);
            }
        }
        for (Account account : targets.accounts()) {
            if (!account.name().equals(from.name())) {
                preference.add(account);
            }
        }
        return List.copyOf(preference);
    }

    private List<Target> targetsOf(Account account) {
        return targets.all().stream()
                .filter(target -> target.account().name().equals(account.name()))
                .toList();
    }

    List<Target> reachable() {
        return switch (course) {
            case Course.Listed listed -> listed.targets();
            case Course.Circular _ -> targets.all();
        };
    }

    boolean isOpen(Target target, long nowNanos) {
        return !wasTried(target)
                && hasShare(target)
                && fits(target.model())
                && coolingUntil(target, nowNanos).isEmpty();
    }

    boolean hasShare(Target target) {
        String account = target.account().name();
        long triedThere = targets.all().stream()
                .filter(each -> each.account().name().equals(account) && wasTried(each))
                .count();
        return triedThere < target.account().attemptsPerCall();
    }

    boolean fits(Model model) {
        long output = Math.max(1, needs.maxOutputTokens());
        if (model.maxOutputTokens() > 0) {
            output = Math.min(output, model.maxOutputTokens());
        }
        boolean hasRoom =
                model.contextWindowTokens() == 0 || needs.promptTokens() + output <= model.contextWindowTokens();
        return hasRoom && model.features().containsAll(needs.features());
    }

    /// The cooldown that ends last among those that concern the target; of two that end together the
    /// one of the narrower scope.
    Optional<Cooldown> coolingUntil(Target target, long nowNanos) {
        return cooldowns.running(nowNanos).stream()
                .filter(cooldown -> concerns(cooldown, target))
                .sorted(Comparator.comparing(cooldown -> cooldown.key().scope()))
                .max(Comparator.comparingLong(cooldown -> cooldown.untilNanos() - nowNanos));
    }

    private static boolean isIllHealth(Cooldown cooldown) {
        return cooldown.kind() == CooldownKind.UNHEALTHY;
    }

    private static boolean concerns(Cooldown cooldown, Target target) {
        String holder = cooldown.key().holder();
        boolean isModel = cooldown.key().model().equals(target.model().id());
        return switch (cooldown.key().scope()) {
            case MODEL -> isModel && holder.equals(target.account().quotaGroup());
            case QUOTA_GROUP -> holder.equals(target.account().quotaGroup());
            case ACCOUNT -> holder.equals(target.account().name());
            case ACCOUNT_MODEL -> isModel && holder.equals(target.account().name());
            case PROVIDER_MODEL -> isModel && holder.equals(target.providerType());
        };
    }

    /// When a target that can serve the call is free: for this call, or for another like it.
    Optional<Long> soonestFree(boolean forThisCall, long nowNanos) {
        List<Long> moments = new ArrayList<>();
        for (Target target : reachable()) {
            if (useless.contains(target.name()) || !fits(target.model())) {
                continue;
            }
            if (forThisCall && !wasTried(target) && !hasShare(target)) {
                continue;
            }
            Optional<Cooldown> cooling = coolingUntil(target, nowNanos);
            if (forThisCall
                    && wasTried(target)
                    && cooling.filter(NaiveFailover::isIllHealth).isPresent()) {
                continue;
            }
            if (cooling.isEmpty() && !wasTried(target)) {
                moments.add(nowNanos);
            }
            cooling.filter(cooldown -> cooldown.kind().isCuredByTime())
                    .ifPresent(cooldown -> moments.add(cooldown.untilNanos()));
        }
        return moments.stream().min(Comparator.comparingLong(moment -> moment - nowNanos));
    }
}

package dev.sidestep.core.failover;

import dev.sidestep.core.Account;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Lifecycle;
import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Model;
import dev.sidestep.core.Needs;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Provider;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.selection.Course;
import dev.sidestep.core.selection.Targets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Draws configurations, calls and misfortunes: small enough that every corner is met, cyclic
/// fallbacks, unknown types and empty accounts included.
final class RandomWorld {
    private static final List<String> TYPES = List.of("t0", "t1", "t2", "t3");
    private static final List<String> MODELS = List.of("m0", "m1", "m2", "m3", "m4", "m5");

    /// Ill health holds nothing back from a call that has nothing else: it has tests of its own.
    private static final List<CooldownKind> KINDS =
            List.copyOf(EnumSet.complementOf(EnumSet.of(CooldownKind.UNHEALTHY)));

    /// From a single refusal of a limit per second its height is inferred, which has tests of its own.
    private static final List<Window> WINDOWS = List.copyOf(EnumSet.complementOf(EnumSet.of(Window.SECOND)));

    private final Random random;

    RandomWorld(long seed) {
        this.random = new Random(seed);
    }

    Targets targets() {
        List<Account> accounts = new ArrayList<>();
        int size = 1 + random.nextInt(6);
        for (int at = 0; at < size; at++) {
            accounts.add(account("a" + at));
        }
        return Targets.of(accounts, Map.of());
    }

    private Account account(String name) {
        String type = any(TYPES);
        Provider provider = new Provider(type, type, type, shuffled(TYPES, random.nextInt(5)));
        List<Model> models = new ArrayList<>();
        shuffled(MODELS, random.nextInt(MODELS.size() + 1)).forEach(id -> models.add(model(id)));
        String quotaGroup = random.nextInt(3) == 0 ? "shared" : name;
        int share = random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(3);
        return new Account(name, provider, quotaGroup, models, share);
    }

    private Model model(String id) {
        Set<Feature> features = EnumSet.of(Feature.CHAT);
        if (random.nextInt(4) > 0) {
            features.add(Feature.VISION);
        }
        long window = random.nextInt(3) == 0 ? 1_000 : 0;
        return new Model(id, features, window, random.nextInt(3) * 100L, null, Lifecycle.ACTIVE);
    }

    /// Most calls need little, some an image, some a large window.
    Needs needs() {
        Set<Feature> features = EnumSet.of(Feature.CHAT);
        if (random.nextInt(4) == 0) {
            features.add(Feature.VISION);
        }
        return new Needs(features, random.nextInt(4) == 0 ? 950 : 0, random.nextInt(3) * 60L);
    }

    Course course(Targets targets) {
        if (targets.size() == 0 || random.nextInt(3) == 0) {
            return new Course.Listed(shuffled(targets.all(), random.nextInt(targets.size() + 1)));
        }
        return new Course.Circular(any(targets.all()));
    }

    FailoverPolicy policy() {
        return FailoverPolicy.builder()
                .maxAttempts(random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 25)
                .deadline(Duration.ofMillis(1 + random.nextInt(120_000)))
                .attemptTimeout(Duration.ofMillis(1 + random.nextInt(10_000)))
                .sameTargetRetries(random.nextInt(4))
                .waitUpTo(Duration.ofMillis(random.nextInt(3_000)))
                .defaultCooldown(Duration.ofSeconds(1 + random.nextInt(300)))
                .maxCooldown(Duration.ofSeconds(1 + random.nextInt(600)))
                .build();
    }

    /// A failure. A success would only end the history.
    Outcome failure() {
        return switch (random.nextInt(16)) {
            case 0 -> new Outcome.TooLarge(0);
            case 1 -> new Outcome.OutOfFunds(any(LimitScope.values()), waitMillis());
            case 2 -> new Outcome.ModelUnavailable(any(LimitScope.values()));
            case 3 -> new Outcome.Overloaded(waitMillis());
            case 4 -> new Outcome.Faulted("500");
            case 5 -> new Outcome.TimedOut("connect");
            case 6 -> new Outcome.Unreachable("reset");
            case 7 -> new Outcome.Rejected(random.nextInt(4) > 0);
            case 8 -> new Outcome.Unauthorized(any(LimitScope.values()));
            case 9 -> random.nextInt(5) == 0 ? new Outcome.Cancelled() : new Outcome.Faulted("502");
            default -> new Outcome.RateLimited(LimitScope.MODEL, any(WINDOWS), waitMillis());
        };
    }

    private long waitMillis() {
        return switch (random.nextInt(4)) {
            case 0 -> Outcome.UNSAID;
            case 1 -> 1 + random.nextInt(1_000);
            default -> 1 + random.nextInt(100_000);
        };
    }

    /// A cooldown that another call caused.
    Cooldown cooldown(Targets targets, long nowNanos) {
        Target target = any(targets.all());
        LimitScope scope = random.nextInt(3) == 0 ? any(LimitScope.values()) : LimitScope.MODEL;
        LimitKey key = LimitKey.of(scope, target.account(), target.model());
        long spanNanos = Duration.ofMillis(1 + random.nextInt(60_000)).toNanos();
        CooldownKind kind = any(KINDS);
        return new Cooldown(key, any(Window.values()), kind, target, nowNanos, nowNanos + spanNanos, "");
    }

    /// True once in so many times.
    boolean onceIn(int times) {
        return random.nextInt(times) == 0;
    }

    int upTo(int most) {
        return random.nextInt(most + 1);
    }

    /// A span of up to this one.
    long spanNanos(long mostNanos) {
        return random.nextBoolean() ? 0 : random.nextLong(mostNanos + 1);
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> List<T> shuffled(List<T> values, int size) {
        List<T> shuffled = new ArrayList<>(values);
        Collections.shuffle(shuffled, random);
        return List.copyOf(shuffled.subList(0, Math.min(size, shuffled.size())));
    }
}

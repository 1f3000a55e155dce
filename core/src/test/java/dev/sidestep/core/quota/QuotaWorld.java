package dev.sidestep.core.quota;

import dev.sidestep.core.Account;
import dev.sidestep.core.Counting;
import dev.sidestep.core.Feature;
import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Provider;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.testing.Catalogues;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/// Targets, limits and moments for tests of quotas.
final class QuotaWorld {
    /// Where the tests' time begins; a negative moment is as good as any.
    static final long NOW = -Duration.ofHours(30).toNanos();

    static final long SECOND = Duration.ofSeconds(1).toNanos();
    static final long MINUTE = Duration.ofMinutes(1).toNanos();
    static final long HOUR = Duration.ofHours(1).toNanos();
    static final long DAY = Duration.ofDays(1).toNanos();

    private QuotaWorld() {}

    /// A target of a provider that counts like this, in a quota group.
    static Target target(Counting counting, String account, String quotaGroup, String model, int ordinal) {
        Provider provider = new Provider("p", "p", "P", List.of(), counting);
        Account made =
                new Account(account, provider, quotaGroup, List.of(Catalogues.model(model, 0, 0, Feature.CHAT)), 10);
        return new Target(made, made.models().getFirst(), ordinal);
    }

    /// A target of its own.
    static Target target(Counting counting) {
        return target(counting, "a", "a", "m", 0);
    }

    /// The key that holds back this model for everybody of its quota group.
    static LimitKey key(Target target) {
        return key(LimitScope.MODEL, target);
    }

    static LimitKey key(LimitScope scope, Target target) {
        return LimitKey.of(scope, target.account(), target.model());
    }

    /// Quotas where these limits hold the target's model back.
    static Quotas quotas(Target target, QuotaLimit... limits) {
        Quotas quotas = new Quotas(endsFrom(Instant.parse("2026-11-21T12:00:00Z")));
        quotas.configure(Map.of(key(target), List.of(limits)));
        return quotas;
    }

    static QuotaLimit limit(Unit unit, Window window, long limit) {
        return new QuotaLimit(unit, window, limit);
    }

    static QuotaLimit concurrent(long limit) {
        return new QuotaLimit(Unit.CONCURRENT, Window.UNSPECIFIED, limit);
    }

    /// What a provider told with an answer.
    static QuotaReport told(Unit unit, Window window, long limit, long remaining) {
        return new QuotaReport(
                LimitScope.MODEL, unit, window, limit, remaining, QuotaReport.UNTOLD, QuotaReport.UNTOLD);
    }

    /// The calendar of a world whose wall clock shows this instant at [#NOW].
    static WindowEnds endsFrom(Instant atNow) {
        return (window, zone, nowNanos) -> {
            ZonedDateTime wall = atNow.plusNanos(nowNanos - NOW).atZone(zone);
            return nowNanos + Duration.between(wall, end(window, wall)).toNanos();
        };
    }

    private static ZonedDateTime end(Window window, ZonedDateTime wall) {
        ZoneId zone = wall.getZone();
        return switch (window) {
            case SECOND -> wall.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
            case MINUTE -> wall.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
            case HOUR -> wall.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            case DAY -> wall.toLocalDate().plusDays(1).atStartOfDay(zone);
            case MONTH -> wall.toLocalDate().withDayOfMonth(1).plusMonths(1).atStartOfDay(zone);
            case UNSPECIFIED -> throw new IllegalArgumentException("no window");
        };
    }
}

package dev.sidestep.core.quota;

import static dev.sidestep.core.quota.QuotaWorld.NOW;
import static dev.sidestep.core.quota.QuotaWorld.endsFrom;
import static dev.sidestep.core.quota.QuotaWorld.key;
import static dev.sidestep.core.quota.QuotaWorld.limit;
import static dev.sidestep.core.quota.QuotaWorld.target;

import dev.sidestep.core.Counting;
import dev.sidestep.core.Refill;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.LongSupplier;

/// Several nodes in virtual time that press against one limit, tell each other over a bus that takes its time, and are
/// watched from outside.
final class SharedLimit {
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    /// How the limit comes back.
    enum Kind {
        BUCKET(new Refill.Continuous(), Window.MINUTE),
        CALENDAR_MINUTE(new Refill.Calendar(ZoneOffset.UTC), Window.MINUTE),
        CALENDAR_DAY(new Refill.Calendar(ZoneOffset.UTC), Window.DAY),
        SLIDING(new Refill.Unknown(), Window.MINUTE);

        private final Refill refill;
        private final Window window;

        Kind(Refill refill, Window window) {
            this.refill = refill;
            this.window = window;
        }

        long windowNanos() {
            return Spans.nanos(window);
        }
    }

    /// A take as the provider sees it.
    record Take(long atNanos, long amount) {}

    private record Event(long atNanos, long number, Runnable action) {}

    private final Kind kind;
    private final Unit unit;
    private final long limit;
    private final Random random;
    private final PriorityQueue<Event> events = new PriorityQueue<>((one, other) -> one.atNanos() == other.atNanos()
            ? Long.compare(one.number(), other.number())
            : Long.compare(one.atNanos(), other.atNanos()));
    private final List<Node> nodes = new ArrayList<>();
    private final List<Take> takes = new ArrayList<>();
    private boolean isBroken;
    private double refundedShare;
    private long nowNanos = NOW;
    private long number;

    SharedLimit(Kind kind, Unit unit, long limit, int size, long seed) {
        this.kind = kind;
        this.unit = unit;
        this.limit = limit;
        this.random = new Random(seed);
        for (int place = 0; place < size; place++) {
            nodes.add(new Node(place));
        }
        nodes.forEach(node -> node.share(size, true));
    }

    /// These nodes want all they can get, from now on.
    void press(int count, LongSupplier sizes) {
        nodes.subList(0, count).forEach(node -> node.press(sizes));
    }

    /// One node wants all it can get, from this span on.
    void press(int place, Duration from, LongSupplier sizes) {
        at(nowNanos + from.toNanos(), () -> nodes.get(place).press(sizes));
    }

    LongSupplier sizes(long least, long most) {
        return () -> random.nextLong(least, most + 1);
    }

    /// So many of the calls never reach the provider, which is found out a while later.
    void refund(double share) {
        refundedShare = share;
    }

    /// Nobody hears of anybody from now on, and all know it.
    void disconnect() {
        isBroken = true;
        nodes.forEach(node -> node.share(nodes.size(), false));
    }

    /// All hear of each other again, and find it out one after the other.
    void reconnect() {
        isBroken = false;
        nodes.forEach(node -> at(nowNanos + random.nextLong(20) * MILLI, () -> node.share(nodes.size(), true)));
    }

    void run(Duration span) {
        long untilNanos = nowNanos + span.toNanos();
        while (!events.isEmpty() && events.peek().atNanos() <= untilNanos) {
            Event next = events.poll();
            nowNanos = next.atNanos();
            next.action().run();
        }
        nowNanos = untilNanos;
    }

    private void at(long atNanos, Runnable action) {
        events.add(new Event(Math.max(nowNanos, atNanos), number++, action));
    }

    private long delayNanos(int leastMillis, int mostMillis) {
        return random.nextLong(leastMillis * MILLI, mostMillis * MILLI + 1);
    }

    /// The most that ever counted at the provider.
    long mostUsed() {
        return switch (kind) {
            case BUCKET -> mostInBucket();
            case SLIDING -> mostInAnySpan();
            case CALENDAR_DAY, CALENDAR_MINUTE -> mostInAnyWindow();
        };
    }

    private long mostInBucket() {
        double used = 0;
        double most = 0;
        long lastNanos = NOW;
        for (Take take : takes) {
            used = Math.max(0, used - (double) (take.atNanos() - lastNanos) / kind.windowNanos() * limit);
            used += take.amount();
            lastNanos = take.atNanos();
            most = Math.max(most, used);
        }
        return (long) Math.floor(most);
    }

    private long mostInAnySpan() {
        long used = 0;
        long most = 0;
        int first = 0;
        for (Take take : takes) {
            used += take.amount();
            while (takes.get(first).atNanos() <= take.atNanos() - kind.windowNanos()) {
                used -= takes.get(first++).amount();
            }
            most = Math.max(most, used);
        }
        return most;
    }

    /// Windows begin at the full window of a day that begins 12 h before [QuotaWorld#NOW].
    private long mostInAnyWindow() {
        long most = 0;
        long used = 0;
        long window = Long.MIN_VALUE;
        for (Take take : takes) {
            long itsWindow = Math.floorDiv(take.atNanos() - NOW + 12 * QuotaWorld.HOUR, kind.windowNanos());
            used = itsWindow == window ? used + take.amount() : take.amount();
            window = itsWindow;
            most = Math.max(most, used);
        }
        return most;
    }

    long total() {
        return takes.stream().mapToLong(Take::amount).sum();
    }

    /// One node, with a clock of its own.
    private final class Node {
        private final int place;
        private final long skewNanos = random.nextLong(QuotaWorld.HOUR);
        private final long errorNanos = delayNanos(0, 2);
        private final Target target;
        private final Quotas quotas;
        private final long[] lastHeardNanos = new long[16];

        Node(int place) {
            this.place = place;
            Counting counting = new Counting(kind.refill, kind.refill, true, false);
            this.target = target(counting);
            Arrays.fill(lastHeardNanos, NOW);
            this.quotas = new Quotas((window, zone, atNanos) ->
                    endsFrom(Instant.parse("2026-11-21T12:00:00Z")).endNanos(window, zone, atNanos - skewNanos)
                            + skewNanos);
            quotas.configure(Map.of(key(target), List.of(limit(unit, kind.window, limit))));
            quotas.onUse(() -> at(nowNanos + delayNanos(0, 3), this::tell));
            quotas.room(target, new Demand(0, 0), now());
        }

        private long now() {
            return nowNanos + skewNanos;
        }

        void share(int size, boolean isConnected) {
            quotas.share(new Turns(size, place, isConnected, errorNanos - skewNanos), now());
        }

        private void tell() {
            if (isBroken) {
                return;
            }
            record Use(Unit unit, Window window, long amount) {}
            List<Use> uses = new ArrayList<>();
            quotas.takeUses((_, unit, window, amount) -> uses.add(new Use(unit, window, amount)), now());
            for (Node other : nodes) {
                if (other != this) {
                    long atNanos = Math.max(other.lastHeardNanos[place], nowNanos + delayNanos(1, 15));
                    other.lastHeardNanos[place] = atNanos;
                    at(
                            atNanos,
                            () -> uses.forEach(use -> other.quotas.usedElsewhere(
                                    other.target, key(target), use.unit(), use.window(), use.amount(), other.now())));
                }
            }
        }

        void press(LongSupplier sizes) {
            ask(sizes, sizes.getAsLong());
        }

        private void ask(LongSupplier sizes, long amount) {
            Demand demand = new Demand(amount, 0);
            if (take(demand)) {
                at(nowNanos, () -> press(sizes));
                return;
            }
            long waitNanos =
                    quotas.room(target, demand, now()) instanceof Room.Later later ? later.atNanos() - now() : 0;
            // Where something may come back at any time, whoever waits is woken, or looks again.
            long mostNanos = refundedShare > 0 ? QuotaWorld.SECOND : Long.MAX_VALUE;
            at(nowNanos + Math.clamp(waitNanos, MILLI, mostNanos), () -> ask(sizes, amount));
        }

        private boolean take(Demand demand) {
            Optional<Reservation> reservation = quotas.reserve(target, demand, now());
            reservation.ifPresent(each -> send(each, demand));
            return reservation.isPresent();
        }

        private void send(Reservation reservation, Demand demand) {
            if (random.nextDouble() < refundedShare) {
                at(nowNanos + delayNanos(1, 3_000), () -> reservation.refund(now()));
                return;
            }
            takes.add(new Take(nowNanos, unit == Unit.REQUESTS ? 1 : demand.inputTokens()));
            Usage real = new Usage(demand.inputTokens(), 0, 0);
            at(nowNanos + delayNanos(100, 5_000), () -> reservation.settle(real, now()));
        }
    }
}

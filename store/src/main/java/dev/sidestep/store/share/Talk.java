package dev.sidestep.store.share;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The share's own thread: joins the others, talks with them until the link is lost, and tries again each second.
/// Nothing but a change of this is logged.
final class Talk implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger("sidestep.share");
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// For how long a refusal counts: what is refused is tried again more often than that.
    private static final long REFUSAL_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final ShareAddress address;
    private final Self self;
    private final Thread thread;
    private final AtomicLong sequence = new AtomicLong();
    private final CountDownLatch firstAttempt = new CountDownLatch(1);
    private volatile boolean isEnding;
    private volatile boolean isJoined;
    private volatile String trouble = "not connected yet";
    private volatile Refusal refusal = new Refusal("", 0);
    private @Nullable Session knownSession;
    private long attemptDueNanos;
    private Logged logged = Logged.NOTHING;

    /// What the log said last.
    private enum Logged {
        NOTHING,
        TOGETHER,
        APART
    }

    /// What the server refused last, and when.
    private record Refusal(String why, long nanos) {}

    Talk(ShareAddress address, Self self) {
        this.address = address;
        this.self = self;
        this.thread = Thread.ofPlatform().daemon().name("sidestep-share").unstarted(this);
        self.bell().wakes(thread);
    }

    void start() {
        thread.start();
    }

    /// Waits until it was tried to join the others; true where it went well.
    boolean awaitFirstAttempt(long limitNanos) throws InterruptedException {
        return firstAttempt.await(limitNanos, TimeUnit.NANOSECONDS) && isJoined;
    }

    /// Ends the thread, and waits for it.
    void end(long limitMillis) throws InterruptedException {
        isEnding = true;
        thread.interrupt();
        thread.join(limitMillis);
    }

    ShareStatus status() {
        boolean isConnected = self.standing().isConnected();
        return self.tally()
                .status(
                        isConnected,
                        isConnected ? currentRefusal() : trouble,
                        self.standing().nodes());
    }

    @Override
    public void run() {
        try (RedisDoor door = new RedisDoor(address)) {
            begin();
            while (!isEnding) {
                safely(door);
                LockSupport.parkNanos(waitNanos());
            }
            leave();
        } catch (RuntimeException e) {
            LOG.error("sharing has ended", e);
            trouble = "this node failed (" + e.getClass().getSimpleName() + ")";
        } finally {
            firstAttempt.countDown();
        }
    }

    private void begin() {
        attemptDueNanos = self.clock().nanos();
        if (address.nodes() > 1) {
            self.standing().apart();
        }
    }

    /// A turn after which the thread goes on, whatever happens in it.
    private void safely(RedisDoor door) {
        try {
            turn(door, self.clock().nanos());
        } catch (RuntimeException e) {
            LOG.error("sharing fails and begins anew", e);
            apart("this node failed (" + e.getClass().getSimpleName() + ")");
        }
    }

    private void turn(RedisDoor door, long nowNanos) {
        Session session = knownSession;
        if (session != null) {
            session.turn(nowNanos);
            String lost = session.knownTrouble();
            if (lost != null) {
                apart(lost);
            } else {
                together();
            }
        } else if (nowNanos - attemptDueNanos >= 0) {
            attempt(door, nowNanos);
        } else {
            self.outbox().drop();
            self.outbox().takeUses(self.state());
        }
    }

    private void attempt(RedisDoor door, long nowNanos) {
        attemptDueNanos = nowNanos + RETRY_NANOS;
        try {
            RedisLink link = door.open(self.bell(), this::refused);
            Session session = new Session(link, self, sequence);
            knownSession = session;
            session.join();
            trouble = "the other nodes are not back yet";
            isJoined = true;
        } catch (LinkException e) {
            apart(String.valueOf(e.getMessage()));
        } finally {
            firstAttempt.countDown();
        }
    }

    /// Notes who is there, once all are.
    private void together() {
        if (logged != Logged.TOGETHER && self.standing().isConnected()) {
            logged = Logged.TOGETHER;
            LOG.info(
                    "limits are shared at {}, by {} nodes",
                    address.place(),
                    self.standing().nodes());
        }
    }

    private void apart(String why) {
        Session session = knownSession;
        // Where this node ends, the door closes every connection, and twice would be once too often.
        if (session != null && !isEnding) {
            session.close();
            knownSession = null;
        }
        isJoined = false;
        trouble = why;
        self.standing().apart();
        if (logged != Logged.APART && !isEnding) {
            logged = Logged.APART;
            LOG.warn(
                    "limits are not shared at {}: {}; each node goes by its own, and tries again each second",
                    address.place(),
                    why);
        }
    }

    /// Notes that the server refuses something without which it goes on.
    private void refused(String why) {
        self.tally().ignored.increment();
        if (currentRefusal().isEmpty()) {
            LOG.warn("{} refuses some of what is shared: {}", address.place(), why);
        }
        refusal = new Refusal(why, self.clock().nanos());
    }

    private String currentRefusal() {
        Refusal last = refusal;
        return self.clock().nanos() - last.nanos() < REFUSAL_NANOS ? last.why() : "";
    }

    private long waitNanos() {
        long nowNanos = self.clock().nanos();
        Session session = knownSession;
        return session == null ? attemptDueNanos - nowNanos : session.waitNanos(nowNanos);
    }

    private void leave() {
        // What interrupted the last wait must not end this one.
        boolean _ = Thread.interrupted();
        Session session = knownSession;
        if (session != null) {
            session.leave();
        }
        trouble = "this node ends";
        self.standing().apart();
    }
}

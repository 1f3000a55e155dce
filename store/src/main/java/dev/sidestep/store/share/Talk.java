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

    private final ShareAddress address;
    private final Self self;
    private final Thread thread;
    private final AtomicLong sequence = new AtomicLong();
    private final CountDownLatch firstAttempt = new CountDownLatch(1);
    private volatile boolean isEnding;
    private volatile String trouble = "not connected yet";
    private volatile String refusal = "";
    private @Nullable Session knownSession;
    private long attemptDueNanos;
    private boolean hasToldApart;

    Talk(ShareAddress address, Self self) {
        this.address = address;
        this.self = self;
        this.thread = Thread.ofPlatform().daemon().name("sidestep-share").unstarted(this);
        self.bell().wakes(thread);
    }

    void start() {
        thread.start();
    }

    /// Waits until it was tried to join the others.
    boolean awaitFirstAttempt(long limitNanos) throws InterruptedException {
        return firstAttempt.await(limitNanos, TimeUnit.NANOSECONDS);
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
                        isConnected ? refusal : trouble,
                        self.standing().nodes());
    }

    @Override
    public void run() {
        try (RedisDoor door = new RedisDoor(address)) {
            attemptDueNanos = self.clock().nanos();
            while (!isEnding) {
                safely(door);
                LockSupport.parkNanos(waitNanos());
            }
            leave();
        } finally {
            firstAttempt.countDown();
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
            together();
        } catch (LinkException e) {
            apart(String.valueOf(e.getMessage()));
        } finally {
            firstAttempt.countDown();
        }
    }

    private void together() {
        trouble = "";
        refusal = "";
        hasToldApart = false;
        LOG.info(
                "limits are shared at {}, among {} nodes",
                address.place(),
                self.standing().nodes());
    }

    private void apart(String why) {
        Session session = knownSession;
        if (session != null) {
            session.close();
            knownSession = null;
        }
        trouble = why;
        self.standing().apart();
        if (!hasToldApart && !isEnding) {
            hasToldApart = true;
            LOG.warn(
                    "limits are not shared at {}: {}; each node goes by its own, and tries again each second",
                    address.place(),
                    why);
        }
    }

    /// Notes that the server refuses something without which it goes on.
    private void refused(String why) {
        self.tally().ignored.increment();
        if (refusal.isEmpty()) {
            refusal = why;
            LOG.warn("{} refuses some of what is shared: {}", address.place(), why);
        }
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
        apart("this node ends");
    }
}

package dev.sidestep.core.queue;

import dev.sidestep.core.Target;

/// A call that waits for a reset. The room never calls two methods of a waiter at the same time.
public interface Waiter {
    /// Its standing, the same for as long as it waits.
    Standing standing();

    /// What it waits for. Read when it joins and after each time it was asked.
    Target target();

    /// When it is worth asking again. Read when it joins and after each time it was asked.
    long untilNanos();

    /// Its last moment, the same for as long as it waits. It is asked then at the latest, and
    /// leaves.
    long deadlineNanos();

    /// Its turn has come, or its deadline: it looks at the world again. Runs under the room's lock,
    /// so it is short, and asks the room nothing but [WaitingRoom#isTaken].
    Answer ask(long nowNanos);

    /// It has left because it was asked, not because it went away. Runs once, without the room's
    /// lock, on the thread that woke it. Comes even where [#ask] threw, so that no call is
    /// stranded.
    void called();

    /// What a waiter does when it was asked.
    enum Answer {
        /// It goes on waiting, perhaps for another target or until another moment.
        WAITS,
        /// It leaves with a target, and its client is charged for its tokens.
        GOES,
        /// It leaves with nothing, and costs its client nothing.
        GIVES_UP
    }
}

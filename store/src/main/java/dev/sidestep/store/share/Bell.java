package dev.sidestep.store.share;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Has the share's thread look around. Thread-safe; rings for nobody until it is told whom it wakes.
final class Bell {
    private volatile @Nullable Thread sleeper;

    void wakes(Thread thread) {
        sleeper = thread;
    }

    /// Costs a few microseconds at most.
    void ring() {
        LockSupport.unpark(sleeper);
    }
}

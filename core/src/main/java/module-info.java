import org.jspecify.annotations.NullMarked;

/// The vocabulary of Sidestep and its failover engine: pure, with no dependency at run time.
@NullMarked
module dev.sidestep.core {
    requires static transitive org.jspecify;

    exports dev.sidestep.core;
    exports dev.sidestep.core.cooldown;
    exports dev.sidestep.core.failover;
    exports dev.sidestep.core.health;
    exports dev.sidestep.core.queue;
    exports dev.sidestep.core.quota;
    exports dev.sidestep.core.selection;
    exports dev.sidestep.core.state;
}

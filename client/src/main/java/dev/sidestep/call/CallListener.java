package dev.sidestep.call;

/// Is told what is decided. Called on event loops, so it must be quick and must not block; what it
/// throws is logged and changes nothing.
@FunctionalInterface
public interface CallListener {
    /// Something was decided or happened.
    void on(CallEvent event);
}

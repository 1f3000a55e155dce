package dev.sidestep.core.cooldown;

/// Something that this node found out about a cooldown. Immutable.
public sealed interface CooldownChange {
    /// The cooldown that it is about, as it stands now.
    Cooldown cooldown();

    /// It began, or cools for longer or harder now.
    ///
    /// @param level how often in a row it turned out to have been too short
    /// @param nowNanos the moment of the change
    record Cooled(Cooldown cooldown, int level, long nowNanos) implements CooldownChange {}

    /// An attempt tries whether it is over.
    record Probing(Cooldown cooldown) implements CooldownChange {}

    /// An attempt that tried found it over, or a step nearer to it.
    record Recovered(Cooldown cooldown) implements CooldownChange {}

    /// An attempt that tried came to nothing that says anything.
    record Unproven(Cooldown cooldown) implements CooldownChange {}
}

package dev.sidestep.simulator;

/// What faults say on one wire. Pure.
interface FaultWords {
    /// The body of an error, as JSON.
    String body(int status, Trouble trouble);

    /// An error in a stream, as the events that tell it.
    ///
    /// @param eventsBefore how many events were sent before
    String event(Trouble trouble, int eventsBefore);

    /// An event without content, which may be sent again and again.
    String lifecycle();

    /// The end of a stream without anything before it; empty where the wire has no such event.
    String done();

    /// An event that breaks off within its JSON.
    String broken();
}

package dev.sidestep.simulator;

/// Forms of an event stream that parsers get wrong.
public enum Framing {
    /// Lines end with CR LF.
    CRLF,
    /// Lines end with CR alone.
    CR,
    /// No space after the colon.
    NO_SPACE,
    /// The data of an event on two lines.
    TWO_DATA_LINES,
    /// A byte order mark first.
    BYTE_ORDER_MARK,
    /// `id:` and `retry:` fields and comments between the events.
    EXTRA_FIELDS,
    /// Every byte sent by itself.
    BYTE_BY_BYTE
}

import org.jspecify.annotations.NullMarked;

/// Pure converters between bytes and the words of the core.
@NullMarked
module dev.sidestep.wire {
    requires transitive dev.sidestep.core;
    requires transitive com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.core;
    requires static transitive org.jspecify;

    exports dev.sidestep.wire.anthropic;
    exports dev.sidestep.wire.canonical;
    exports dev.sidestep.wire.format;
    exports dev.sidestep.wire.gemini;
    exports dev.sidestep.wire.json;
    exports dev.sidestep.wire.limits;
    exports dev.sidestep.wire.models;
    exports dev.sidestep.wire.openai;
    exports dev.sidestep.wire.responses;
    exports dev.sidestep.wire.sse;
    exports dev.sidestep.wire;
}

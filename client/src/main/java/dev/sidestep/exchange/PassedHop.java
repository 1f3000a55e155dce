package dev.sidestep.exchange;

import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.AnswerStream;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.format.PassedStream;
import dev.sidestep.wire.format.UpstreamFormat;

/// A hop to a target that speaks the client's wire format: bytes stay bytes.
record PassedHop(ClientCall call, UpstreamFormat format, Aim aim, Fitting fitting) implements ChatHop {
    PassedHop(ClientCall call, UpstreamFormat format, Aim aim) {
        this(call, format, aim, format.edit(call, aim));
    }

    @Override
    public boolean isPassed() {
        return true;
    }

    @Override
    public byte[] answer(byte[] body) {
        return body;
    }

    @Override
    public AnswerStream stream() {
        return new PassedStream(format.eventReader(), !call.includesUsage());
    }
}

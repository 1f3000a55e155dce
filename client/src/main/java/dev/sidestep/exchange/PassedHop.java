package dev.sidestep.exchange;

import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.AnswerBody;
import dev.sidestep.wire.format.AnswerStream;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.format.PassedStream;
import dev.sidestep.wire.format.Repair;
import dev.sidestep.wire.format.UpstreamFormat;
import java.util.Map;
import java.util.Optional;

/// A hop to a target that speaks the client's wire format: bytes stay bytes.
record PassedHop(ClientCall call, UpstreamFormat format, Aim aim, Fitting fitting) implements Hop {
    PassedHop(ClientCall call, UpstreamFormat format, Aim aim) {
        this(call, format, aim, format.edit(call, aim));
    }

    @Override
    public boolean isPassed() {
        return true;
    }

    @Override
    public Optional<Repair> repair(int status, byte[] body) {
        return format.repair(status, body);
    }

    @Override
    public WireFormat wire() {
        return format.wire();
    }

    @Override
    public String path() {
        return format.path(aim, call.stream());
    }

    @Override
    public Map<String, String> headers() {
        return format.headers(call, aim);
    }

    @Override
    public AnswerBody inspect(byte[] body) {
        return format.inspect(body);
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

package dev.sidestep.exchange;

import dev.sidestep.wire.canonical.CanonicalAnswer;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.AnswerStream;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.ClientFormat;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.format.Reply;
import dev.sidestep.wire.format.Thoughts;
import dev.sidestep.wire.format.TranslatedStream;
import dev.sidestep.wire.format.UpstreamFormat;

/// A hop to a target that speaks another wire format than the client.
///
/// @param client how the client speaks
/// @param format how the target speaks
/// @param reply what the answer says beside its content
record TranslatedHop(ClientFormat client, UpstreamFormat format, Aim aim, Reply reply, Fitting fitting)
        implements ChatHop {
    TranslatedHop(ClientFormat client, UpstreamFormat format, Aim aim, Reply reply) {
        this(client, format, aim, reply, format.write(reply.request(), reply.call(), aim));
    }

    @Override
    public boolean isPassed() {
        return false;
    }

    @Override
    public ClientCall call() {
        return reply.call();
    }

    @Override
    public byte[] answer(byte[] body) {
        CanonicalAnswer answer = format.read(body, aim);
        return client.write(isThoughtful() ? answer : Thoughts.without(answer), reply);
    }

    private boolean isThoughtful() {
        return Thoughts.areWanted(reply.request());
    }

    @Override
    public AnswerStream stream() {
        return new TranslatedStream(format.reader(aim), client.writer(reply), isThoughtful());
    }
}

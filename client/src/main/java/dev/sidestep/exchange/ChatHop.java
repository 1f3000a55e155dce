package dev.sidestep.exchange;

import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.AnswerBody;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.Repair;
import dev.sidestep.wire.format.UpstreamFormat;
import java.util.Map;
import java.util.Optional;

/// A hop of a chat call: what follows from the target's wire format alone, whichever the client speaks.
sealed interface ChatHop extends Hop permits PassedHop, TranslatedHop {
    /// How the target speaks.
    UpstreamFormat format();

    /// What the call is aimed at.
    Aim aim();

    /// What the client asked.
    ClientCall call();

    @Override
    default Optional<Repair> repair(int status, byte[] body) {
        return format().repair(status, body);
    }

    @Override
    default WireFormat wire() {
        return format().wire();
    }

    @Override
    default String path() {
        return format().path(aim(), call().stream());
    }

    @Override
    default Map<String, String> headers() {
        return format().headers(call(), aim());
    }

    @Override
    default AnswerBody inspect(byte[] body) {
        return format().inspect(body);
    }
}

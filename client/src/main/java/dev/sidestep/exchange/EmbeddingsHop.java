package dev.sidestep.exchange;

import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.AnswerBody;
import dev.sidestep.wire.format.AnswerStream;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.format.Repair;
import dev.sidestep.wire.openai.ChatAnswer;
import java.util.Map;
import java.util.Optional;

/// A hop of a call for vectors, which have one wire format.
///
/// @param path below the target's base URL
record EmbeddingsHop(Fitting fitting, String path) implements Hop {
    @Override
    public boolean isPassed() {
        return true;
    }

    @Override
    public Optional<Repair> repair(int status, byte[] body) {
        return Optional.empty();
    }

    @Override
    public WireFormat wire() {
        return WireFormat.OPENAI;
    }

    @Override
    public Map<String, String> headers() {
        return Map.of();
    }

    @Override
    public AnswerBody inspect(byte[] body) {
        return ChatAnswer.embeddings(body).body();
    }

    @Override
    public byte[] answer(byte[] body) {
        return body;
    }

    @Override
    public AnswerStream stream() {
        throw new IllegalStateException("vectors are not streamed");
    }
}

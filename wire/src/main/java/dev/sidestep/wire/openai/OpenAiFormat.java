package dev.sidestep.wire.openai;

import dev.sidestep.wire.canonical.CanonicalAnswer;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.AnswerBody;
import dev.sidestep.wire.format.ApiError;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.ClientFormat;
import dev.sidestep.wire.format.EventReader;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.format.Reply;
import dev.sidestep.wire.format.StreamReader;
import dev.sidestep.wire.format.StreamWriter;
import dev.sidestep.wire.format.UpstreamFormat;
import java.util.Map;

/// OpenAI's Chat Completions, for clients and providers.
public final class OpenAiFormat implements ClientFormat, UpstreamFormat {
    /// The format.
    public static final OpenAiFormat INSTANCE = new OpenAiFormat();

    private OpenAiFormat() {}

    @Override
    public WireFormat wire() {
        return WireFormat.OPENAI;
    }

    @Override
    public ClientCall read(byte[] body, Map<String, String> headers) {
        return new ChatCallReader().read(body);
    }

    @Override
    public CanonicalRequest canonical(ClientCall call) {
        return ChatRequestReader.read(call);
    }

    @Override
    public byte[] write(CanonicalAnswer answer, Reply reply) {
        return ChatAnswerWriter.write(answer, reply);
    }

    @Override
    public StreamWriter writer(Reply reply) {
        return new ChatStreamWriter(reply);
    }

    @Override
    public byte[] error(int status, ApiError error) {
        return OpenAiErrors.body(error);
    }

    @Override
    public byte[] errorEvent(int status, ApiError error) {
        return OpenAiErrors.event(error);
    }

    @Override
    public byte[] keepAlive() {
        return OpenAiErrors.keepAlive();
    }

    @Override
    public String path(Aim aim, boolean streaming) {
        return "/chat/completions";
    }

    @Override
    public Fitting edit(ClientCall call, Aim aim) {
        return ChatFitting.of(call, aim);
    }

    @Override
    public Fitting write(CanonicalRequest request, ClientCall call, Aim aim) {
        return ChatRequestWriter.write(request, call, aim);
    }

    @Override
    public AnswerBody inspect(byte[] body) {
        return ChatAnswer.chat(body).body();
    }

    @Override
    public CanonicalAnswer read(byte[] body, Aim aim) {
        return ChatAnswerReader.read(body, aim);
    }

    @Override
    public StreamReader reader(Aim aim) {
        return new ChatStreamReader(aim);
    }

    @Override
    public EventReader eventReader() {
        return new ChatEventReader();
    }
}

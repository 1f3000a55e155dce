package dev.sidestep.wire.responses;

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
import dev.sidestep.wire.json.Trees;
import dev.sidestep.wire.openai.OpenAiErrors;
import java.util.Map;

/// OpenAI's Responses, for clients and providers. Immutable.
///
/// Nothing is stored here: a call that comes in this format and is answered in another one gets a whole answer, and an
/// id by which nobody finds it again. What a call needs of stored answers only its own provider can give.
public final class ResponsesFormat implements ClientFormat, UpstreamFormat {
    /// The format.
    public static final ResponsesFormat INSTANCE = new ResponsesFormat();

    private ResponsesFormat() {}

    @Override
    public WireFormat wire() {
        return WireFormat.RESPONSES;
    }

    @Override
    public ClientCall read(byte[] body, Map<String, String> headers) {
        return new ResponsesCallReader().read(body);
    }

    @Override
    public CanonicalRequest canonical(ClientCall call) {
        return new ResponsesRequestReader(call).read();
    }

    @Override
    public byte[] write(CanonicalAnswer answer, Reply reply) {
        return Trees.bytes(new ResponsesAnswerWriter(reply).write(answer));
    }

    @Override
    public StreamWriter writer(Reply reply) {
        return new ResponsesStreamWriter(reply);
    }

    @Override
    public byte[] error(int status, ApiError error) {
        return OpenAiErrors.body(error);
    }

    @Override
    public byte[] errorEvent(int status, ApiError error) {
        return ResponsesErrors.event(error);
    }

    @Override
    public byte[] keepAlive() {
        return OpenAiErrors.keepAlive();
    }

    @Override
    public String path(Aim aim, boolean streaming) {
        return "/responses";
    }

    @Override
    public Fitting edit(ClientCall call, Aim aim) {
        if (call.wire() != WireFormat.RESPONSES) {
            throw new IllegalArgumentException("a call of another format: " + call.wire());
        }
        return new ResponsesFitting(call, aim).fit();
    }

    @Override
    public Fitting write(CanonicalRequest request, ClientCall call, Aim aim) {
        return new ResponsesRequestWriter(request, call, aim).write();
    }

    @Override
    public AnswerBody inspect(byte[] body) {
        return new ResponsesAnswerScan().of(body);
    }

    @Override
    public CanonicalAnswer read(byte[] body, Aim aim) {
        return new ResponsesAnswerReader(aim).read(body);
    }

    @Override
    public StreamReader reader(Aim aim) {
        return new ResponsesStreamReader(aim);
    }

    @Override
    public EventReader eventReader() {
        return new ResponsesEventReader();
    }
}

package dev.sidestep.wire.anthropic;

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
import dev.sidestep.wire.format.Repair;
import dev.sidestep.wire.format.Reply;
import dev.sidestep.wire.format.StreamReader;
import dev.sidestep.wire.format.StreamWriter;
import dev.sidestep.wire.format.UpstreamFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Anthropic's Messages, for clients and providers, in the versions 2023-06-01 and 2026-10-21.
public final class AnthropicFormat implements ClientFormat, UpstreamFormat {
    /// The format.
    public static final AnthropicFormat INSTANCE = new AnthropicFormat();

    private static final String BETA = "anthropic-beta";

    private AnthropicFormat() {}

    @Override
    public WireFormat wire() {
        return WireFormat.ANTHROPIC;
    }

    @Override
    public Set<String> ownHeaders() {
        return Set.of(Version.HEADER, BETA);
    }

    @Override
    public ClientCall read(byte[] body, Map<String, String> headers) {
        return new MessagesCallReader(headers).call(body);
    }

    @Override
    public CanonicalRequest canonical(ClientCall call) {
        requireOwn(call);
        return new MessagesRequestReader(call).read();
    }

    @Override
    public byte[] write(CanonicalAnswer answer, Reply reply) {
        return MessagesAnswerWriter.write(answer, reply);
    }

    @Override
    public StreamWriter writer(Reply reply) {
        return new MessagesStreamWriter(reply);
    }

    @Override
    public byte[] error(int status, ApiError error) {
        return AnthropicErrors.body(status, error);
    }

    @Override
    public byte[] errorEvent(int status, ApiError error) {
        return AnthropicErrors.event(status, error);
    }

    @Override
    public byte[] keepAlive() {
        return AnthropicErrors.keepAlive();
    }

    @Override
    public String path(Aim aim, boolean streaming) {
        return "/messages";
    }

    @Override
    public Map<String, String> headers(ClientCall call, Aim aim) {
        Map<String, String> headers = new HashMap<>();
        ClaudeModel model = ClaudeModel.of(aim.model().id());
        headers.put(Version.HEADER, Version.sent(call, model).id());
        if (call.wire() == WireFormat.ANTHROPIC && call.headers().containsKey(BETA)) {
            headers.put(BETA, call.headers().getOrDefault(BETA, ""));
        }
        return headers;
    }

    @Override
    public Fitting edit(ClientCall call, Aim aim) {
        requireOwn(call);
        return isWithoutThinking(aim) ? MessagesFitting.withoutThinking(call, aim) : MessagesFitting.of(call, aim);
    }

    @Override
    public Fitting write(CanonicalRequest request, ClientCall call, Aim aim) {
        return new MessagesRequestWriter(request, call, aim).write(!isWithoutThinking(aim));
    }

    private static boolean isWithoutThinking(Aim aim) {
        return aim.repairs().contains(Repair.WITHOUT_THINKING);
    }

    @Override
    public Optional<Repair> repair(int status, byte[] body) {
        return Refusal.of(status, body).map(Refusal::repair);
    }

    @Override
    public AnswerBody inspect(byte[] body) {
        return MessagesAnswerReader.inspect(body);
    }

    @Override
    public CanonicalAnswer read(byte[] body, Aim aim) {
        return MessagesAnswerReader.read(body, aim);
    }

    @Override
    public StreamReader reader(Aim aim) {
        return new MessagesStreamReader(aim);
    }

    @Override
    public EventReader eventReader() {
        return new MessagesEventReader();
    }

    private static void requireOwn(ClientCall call) {
        if (call.wire() != WireFormat.ANTHROPIC) {
            throw new IllegalArgumentException(
                    "not a call of this format: " + call.wire().id());
        }
    }
}

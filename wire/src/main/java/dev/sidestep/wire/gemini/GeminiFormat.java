package dev.sidestep.wire.gemini;

import dev.sidestep.wire.canonical.CanonicalAnswer;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.AnswerBody;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.EventReader;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.format.StreamReader;
import dev.sidestep.wire.format.UpstreamFormat;
import java.util.Optional;

/// Google's `generateContent` and `streamGenerateContent`, for providers; a base URL ends in `/v1beta`.
///
/// The reference is <https://ai.google.dev/api/generate-content>.
public final class GeminiFormat implements UpstreamFormat {
    /// The format.
    public static final GeminiFormat INSTANCE = new GeminiFormat();

    private GeminiFormat() {}

    @Override
    public WireFormat wire() {
        return WireFormat.GEMINI;
    }

    @Override
    public String path(Aim aim, boolean streaming) {
        String method = streaming ? ":streamGenerateContent?alt=sse" : ":generateContent";
        return ModelPath.of(aim.model().id()) + method;
    }

    /// Never of use, since no client speaks this format.
    ///
    /// @throws IllegalArgumentException always
    @Override
    public Fitting edit(ClientCall call, Aim aim) {
        throw new IllegalArgumentException("a call of format " + call.wire().id() + " cannot stay as it is for Gemini");
    }

    @Override
    public Fitting write(CanonicalRequest request, ClientCall call, Aim aim) {
        return GeminiRequestWriter.write(Draft.of(request, call, aim));
    }

    @Override
    public AnswerBody inspect(byte[] body) {
        return GeminiAnswer.of(body).<AnswerBody>map(GeminiAnswer::body).orElseGet(() -> GeminiAnswer.noJson(body));
    }

    @Override
    public CanonicalAnswer read(byte[] body, Aim aim) {
        Optional<GeminiAnswer> response = GeminiAnswer.of(body);
        return response.orElse(GeminiAnswer.EMPTY).answer(new GeminiPartReader(aim));
    }

    @Override
    public StreamReader reader(Aim aim) {
        return new GeminiStreamReader(aim);
    }

    @Override
    public EventReader eventReader() {
        return (event, isCommitted) -> GeminiStreamReader.glance(event);
    }
}

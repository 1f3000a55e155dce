package dev.sidestep.wire.anthropic;

import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.Json;
import java.util.Map;

/// The question how many tokens a call would have (`/messages/count_tokens`), which is answered here for models of
/// every provider: the estimate of the call's needs, `needs().promptTokens()`.
public final class CountTokens {
    private CountTokens() {}

    /// Reads the question: a call without `max_tokens`.
    ///
    /// @param headers those of [AnthropicFormat#ownHeaders] that the client sent, names in lower case
    /// @throws InvalidRequestException where the body is none
    public static ClientCall read(byte[] body, Map<String, String> headers) {
        return new MessagesCallReader(headers).count(body);
    }

    /// The body of the answer.
    public static byte[] answer(long tokens) {
        return Json.bytes(Map.of("input_tokens", tokens));
    }
}

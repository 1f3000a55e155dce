package dev.sidestep.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// One request that a simulator received, and what became of it so far. Immutable.
///
/// @param number counts from 1, in order of arrival
/// @param account the account's name, never its key; empty when the key is unknown
/// @param model as asked for; empty when the request names none
/// @param path below the provider's base path
/// @param headers as received, names in lower case, without the value of any credential
/// @param body as received; not to be changed
/// @param status that was sent; 0 until then, and when none was
/// @param fault the fault that was applied
/// @param endedAt when the last byte was sent, or the client was seen to be gone
public record JournalEntry(
        long number,
        String provider,
        String account,
        String model,
        String method,
        String path,
        Map<String, String> headers,
        byte[] body,
        boolean streaming,
        Instant receivedAt,
        State state,
        int status,
        Optional<Fault> fault,
        Optional<Instant> endedAt) {
    /// What became of a request.
    public enum State {
        /// Still being answered.
        OPEN,
        /// Answered to the end.
        ANSWERED,
        /// Cut off by us, as a fault told.
        BROKEN,
        /// The client went before the end.
        ABANDONED
    }

    /// The body as UTF-8 text.
    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    JournalEntry withStatus(int sent) {
        return new JournalEntry(
                number,
                provider,
                account,
                model,
                method,
                path,
                headers,
                body,
                streaming,
                receivedAt,
                state,
                sent,
                fault,
                endedAt);
    }

    JournalEntry ended(State how, Instant at) {
        return new JournalEntry(
                number,
                provider,
                account,
                model,
                method,
                path,
                headers,
                body,
                streaming,
                receivedAt,
                how,
                status,
                fault,
                Optional.of(at));
    }
}

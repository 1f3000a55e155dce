package dev.sidestep.gateway.wires;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// What an SDK made of an answer, and what the gateway told about it.
///
/// @param callIds of the tool calls, in their order
/// @param inputTokens as the usage tells
/// @param outputTokens as the usage tells, thinking included
/// @param starts how many events that begin an answer came; 1 for one that was not streamed
/// @param told what the gateway's headers say
/// @param replay the answer as the next call of the conversation sends it: messages, blocks or items
record Heard(
        Meaning meaning,
        List<String> callIds,
        long inputTokens,
        long outputTokens,
        long starts,
        Told told,
        JsonNode replay) {
    /// What the gateway's headers say.
    ///
    /// @param dropped the entries of `x-sidestep-dropped`
    /// @param trail `x-sidestep-trail`; empty where nothing failed
    /// @param target `x-sidestep-target`
    record Told(Set<String> dropped, String trail, String target) {
        static Told of(Function<String, List<String>> headers) {
            Set<String> dropped = new TreeSet<>();
            for (String value : headers.apply("x-sidestep-dropped")) {
                dropped.addAll(List.of(value.split(", ")));
            }
            return new Told(
                    dropped,
                    String.join("", headers.apply("x-sidestep-trail")),
                    String.join("", headers.apply("x-sidestep-target")));
        }
    }
}

package dev.sidestep.wire.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.format.Reply;
import dev.sidestep.wire.json.RequestBody;
import dev.sidestep.wire.json.Trees;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes response objects: an answer and what of its call it repeats, since SDKs want that too. Immutable.
final class ResponseBody {
    /// What is repeated of a call, in order, each with the JSON that counts where the caller did not say.
    private static final SortedMap<String, String> ECHO = Collections.unmodifiableSortedMap(new TreeMap<>(Map.ofEntries(
            Map.entry("instructions", "null"),
            Map.entry("max_output_tokens", "null"),
            Map.entry("metadata", "{}"),
            Map.entry("parallel_tool_calls", "true"),
            Map.entry("previous_response_id", "null"),
            Map.entry("prompt_cache_key", "null"),
            Map.entry("reasoning", "{\"effort\":null,\"summary\":null}"),
            Map.entry("safety_identifier", "null"),
            Map.entry("service_tier", "\"default\""),
            Map.entry("temperature", "1.0"),
            Map.entry("text", "{\"format\":{\"type\":\"text\"}}"),
            Map.entry("tool_choice", "\"auto\""),
            Map.entry("tools", "[]"),
            Map.entry("top_logprobs", "0"),
            Map.entry("top_p", "1.0"),
            Map.entry("truncation", "\"disabled\""),
            Map.entry("user", "null"))));

    /// Characters of a call's id that go into those of its answer and its items: all of them have at most 64.
    private static final int ID_LENGTH = 48;

    private final Reply reply;
    private final ObjectNode echo;

    ResponseBody(Reply reply) {
        this.reply = reply;
        this.echo = echo(reply.call().body());
    }

    /// The call's id as part of an id in this format.
    static String id(String call) {
        String plain = call.replaceAll("[^A-Za-z0-9]", "");
        return plain.substring(0, Math.min(plain.length(), ID_LENGTH));
    }

    /// The response while nothing has come yet.
    ObjectNode begun() {
        return response("in_progress", Trees.array(), null);
    }

    /// The response at its end.
    ObjectNode ended(Finish finish, ArrayNode output, @Nullable Usage usage) {
        Optional<String> why = incomplete(finish);
        ObjectNode response = response(why.isPresent() ? "incomplete" : "completed", output, usage);
        why.ifPresent(reason -> response.putObject("incomplete_details").put("reason", reason));
        return response;
    }

    /// Why an answer is not complete; empty for one that is.
    static Optional<String> incomplete(Finish finish) {
        return switch (finish.reason()) {
            case LENGTH -> Optional.of("max_output_tokens");
            case CONTENT_FILTER -> Optional.of("content_filter");
            case STOP, STOP_SEQUENCE, TOOL_CALLS, PAUSE -> Optional.empty();
        };
    }

    private ObjectNode response(String status, ArrayNode output, @Nullable Usage usage) {
        ObjectNode response = Trees.object()
                .put("id", "resp_" + id(reply.id()))
                .put("object", "response")
                .put("created_at", reply.createdSeconds())
                .put("status", status)
                .put("background", false)
                .putNull("error")
                .putNull("incomplete_details")
                .put("model", reply.model());
        response.set("output", output);
        response.setAll(echo);
        // Whatever the caller wished: nobody here can give the answer out again.
        response.put("store", false);
        response.set("usage", UsageWriter.write(usage));
        return response;
    }

    private static ObjectNode echo(RequestBody body) {
        ObjectNode echo = Trees.object();
        ECHO.forEach((name, unsaid) -> echo.set(name, said(body, name).orElseGet(() -> parsed(unsaid))));
        return echo;
    }

    private static Optional<JsonNode> said(RequestBody body, String name) {
        return body.field(name)
                .flatMap(field -> Trees.parse(body.bytes(), field.valueFrom(), field.valueTo()))
                .filter(value -> !value.isNull());
    }

    private static JsonNode parsed(String json) {
        return Trees.parse(json).orElseThrow();
    }

    /// A response that failed, for when nothing else is known of it.
    static ObjectNode failed(ObjectNode error) {
        ObjectNode response = Trees.object()
                .put("id", "resp_failed")
                .put("object", "response")
                .put("created_at", 0)
                .put("status", "failed");
        response.set("error", error);
        response.putNull("incomplete_details").put("model", "");
        response.putArray("output");
        ECHO.forEach((name, unsaid) -> response.set(name, parsed(unsaid)));
        return response.putNull("usage");
    }
}

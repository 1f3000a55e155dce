package dev.sidestep.gateway.wires;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseOutputMessage;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ResponseUsage;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// OpenAI's SDK on Responses.
final class ResponsesSdk implements Sdk {
    private final OpenAIClient client;

    /// A response that says of itself that it failed: the SDK reads it and throws nothing.
    static final class FailedResponseException extends RuntimeException {
        private static final long serialVersionUID = 1;

        FailedResponseException(String message) {
            super(message);
        }
    }

    ResponsesSdk(URI gateway, String key) {
        client = OpenAIOkHttpClient.builder()
                .baseUrl(gateway + "/v1")
                .apiKey(key)
                .maxRetries(0)
                .timeout(SOON)
                .build();
    }

    @Override
    public Heard ask(ObjectNode body, boolean stream) {
        return stream ? streamed(body) : whole(body);
    }

    private Heard whole(ObjectNode body) {
        try (HttpResponseFor<Response> response =
                client.withRawResponse().responses().create(params(body))) {
            return heard(response.parse(), 1, Heard.Told.of(response.headers()::values));
        }
    }

    private Heard streamed(ObjectNode body) {
        AtomicLong starts = new AtomicLong();
        ResponseAccumulator accumulator = ResponseAccumulator.createWithSnapshots();
        try (HttpResponseFor<StreamResponse<ResponseStreamEvent>> response =
                        client.withRawResponse().responses().createStreaming(params(body));
                StreamResponse<ResponseStreamEvent> events = response.parse()) {
            events.stream().forEach(event -> {
                accumulator.accumulate(event);
                event.created().ifPresent(_ -> starts.incrementAndGet());
            });
            Heard heard = heard(accumulator.response(), starts.get(), Heard.Told.of(response.headers()::values));
            Meaning pieces = meaning(accumulator.reconstructedResponse());
            if (!pieces.equals(heard.meaning())) {
                throw new AssertionError("the events say " + pieces + ", their end says " + heard.meaning());
            }
            return heard;
        }
    }

    private static ResponseCreateParams params(ObjectNode body) {
        var params = ResponseCreateParams.builder();
        body.properties()
                .forEach(field ->
                        params.putAdditionalBodyProperty(field.getKey(), JsonValue.fromJsonNode(field.getValue())));
        return params.build();
    }

    private static Heard heard(Response answer, long starts, Heard.Told told) {
        answer.error().ifPresent(error -> {
            throw new FailedResponseException(error.message());
        });
        List<String> ids = new ArrayList<>();
        ArrayNode replay = JSON.createArrayNode();
        for (ResponseOutputItem item : answer.output()) {
            item.functionCall().ifPresent(call -> ids.add(call.callId()));
            replay.add(JsonValue.from(item).convert(JsonNode.class));
        }
        ResponseUsage usage = answer.usage().orElseThrow();
        return new Heard(meaning(answer), ids, usage.inputTokens(), usage.outputTokens(), starts, told, replay);
    }

    private static Meaning meaning(Response answer) {
        StringBuilder thinking = new StringBuilder();
        StringBuilder text = new StringBuilder();
        StringBuilder refusal = new StringBuilder();
        List<Meaning.ToolCall> calls = new ArrayList<>();
        for (ResponseOutputItem item : answer.output()) {
            item.reasoning().ifPresent(reasoning -> {
                reasoning.summary().forEach(part -> thinking.append(part.text()));
                reasoning.content().orElse(List.of()).forEach(part -> thinking.append(part.text()));
            });
            item.message().ifPresent(message -> {
                for (ResponseOutputMessage.Content content : message.content()) {
                    content.outputText().ifPresent(part -> text.append(part.text()));
                    content.refusal().ifPresent(part -> refusal.append(part.refusal()));
                }
            });
            item.functionCall()
                    .ifPresent(call -> calls.add(new Meaning.ToolCall(call.name(), Sdk.tree(call.arguments()))));
        }
        return new Meaning(
                thinking.toString(),
                text.isEmpty() ? refusal.toString() : text.toString(),
                calls,
                end(answer, !calls.isEmpty(), !refusal.isEmpty()));
    }

    private static Meaning.End end(Response answer, boolean callsTools, boolean refuses) {
        String why = answer.incompleteDetails()
                .flatMap(Response.IncompleteDetails::reason)
                .map(Object::toString)
                .orElse("");
        return switch (answer.status().orElseThrow().asString() + " " + why) {
            case "completed " -> refuses ? Meaning.End.REFUSED : callsTools ? Meaning.End.TOOLS : Meaning.End.COMPLETE;
            case "incomplete max_output_tokens" -> Meaning.End.LENGTH;
            case "incomplete content_filter" -> Meaning.End.REFUSED;
            case String other -> throw new AssertionError("status: " + other);
        };
    }

    @Override
    public void close() {
        client.close();
    }
}

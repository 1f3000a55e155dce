package dev.sidestep.gateway.wires;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonField;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.HttpResponseFor;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.MessageParam;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Anthropic's SDK on Messages. A body's field `anthropic-version` is sent as the header of that name.
final class MessagesSdk implements Sdk {
    private static final String VERSION = "anthropic-version";

    private final AnthropicClient newest;
    private final AnthropicClient older;

    MessagesSdk(URI gateway, String key) {
        newest = client(gateway, key).build();
        older = client(gateway, key).putHeader(VERSION, "2023-06-01").build();
    }

    private static AnthropicOkHttpClient.Builder client(URI gateway, String key) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(gateway.toString())
                .authToken(key)
                .maxRetries(0)
                .timeout(SOON);
    }

    @Override
    public Heard ask(ObjectNode body, boolean stream) {
        ObjectNode asked = body.deepCopy();
        JsonNode version = asked.remove(VERSION);
        AnthropicClient client = version == null ? newest : older;
        return stream ? streamed(client, asked) : whole(client, asked);
    }

    private static Heard whole(AnthropicClient client, ObjectNode body) {
        try (HttpResponseFor<Message> response =
                client.withRawResponse().messages().create(params(body))) {
            return heard(response.parse(), 1, Heard.Told.of(response.headers()::values));
        }
    }

    private static Heard streamed(AnthropicClient client, ObjectNode body) {
        AtomicLong starts = new AtomicLong();
        MessageAccumulator accumulator = MessageAccumulator.create();
        try (HttpResponseFor<StreamResponse<RawMessageStreamEvent>> response =
                        client.withRawResponse().messages().createStreaming(params(body));
                StreamResponse<RawMessageStreamEvent> events = response.parse()) {
            events.stream().forEach(event -> {
                accumulator.accumulate(event);
                event.messageStart().ifPresent(_ -> starts.incrementAndGet());
            });
            return heard(accumulator.message(), starts.get(), Heard.Told.of(response.headers()::values));
        }
    }

    @SuppressWarnings("unchecked")
    private static MessageCreateParams params(ObjectNode body) {
        ObjectNode others = body.deepCopy();
        String model = others.remove("model").textValue();
        JsonValue messages = JsonValue.fromJsonNode(others.remove("messages"));
        var params = MessageCreateParams.builder()
                .model(model)
                .maxTokens(others.remove("max_tokens").longValue())
                .messages((JsonField<List<MessageParam>>) (JsonField<?>) messages);
        others.properties()
                .forEach(field ->
                        params.putAdditionalBodyProperty(field.getKey(), JsonValue.fromJsonNode(field.getValue())));
        return params.build();
    }

    private static Heard heard(Message answer, long starts, Heard.Told told) {
        StringBuilder thinking = new StringBuilder();
        StringBuilder text = new StringBuilder();
        List<Meaning.ToolCall> calls = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (ContentBlock block : answer.content()) {
            block.thinking().ifPresent(part -> thinking.append(part.thinking()));
            block.text().ifPresent(part -> text.append(part.text()));
            block.toolUse().ifPresent(call -> {
                ids.add(call.id());
                calls.add(new Meaning.ToolCall(call.name(), call._input().convert(JsonNode.class)));
            });
        }
        Meaning.End end = end(answer.stopReason().orElseThrow().asString());
        if (end == Meaning.End.REFUSED && text.isEmpty()) {
            answer.stopDetails().flatMap(details -> details.explanation()).ifPresent(text::append);
        }
        Meaning meaning = new Meaning(thinking.toString(), text.toString(), calls, end);
        JsonNode replay = JsonValue.from(answer.toParam()).convert(JsonNode.class);
        return new Heard(
                meaning, ids, answer.usage().inputTokens(), answer.usage().outputTokens(), starts, told, replay);
    }

    private static Meaning.End end(String stopReason) {
        return switch (stopReason) {
            case "end_turn", "stop_sequence" -> Meaning.End.COMPLETE;
            case "tool_use" -> Meaning.End.TOOLS;
            case "max_tokens" -> Meaning.End.LENGTH;
            case "refusal" -> Meaning.End.REFUSED;
            case String other -> throw new AssertionError("stop_reason: " + other);
        };
    }

    @Override
    public void close() {
        newest.close();
        older.close();
    }
}

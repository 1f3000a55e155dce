package dev.sidestep.gateway.wires;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonField;
import com.openai.core.JsonValue;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageParam;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// OpenAI's SDK on Chat Completions.
final class ChatSdk implements Sdk {
    /// Where the servers that show thoughts on this wire put them; OpenAI's own SDK has no field for it.
    private static final String THOUGHTS = "reasoning_content";

    private final OpenAIClient client;

    ChatSdk(URI gateway, String key) {
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

    @SuppressWarnings("deprecation") // marked so as to warn of fields that the SDK does not know, which these are
    private Heard whole(ObjectNode body) {
        try (HttpResponseFor<ChatCompletion> response =
                client.withRawResponse().chat().completions().create(params(body))) {
            ChatCompletion answer = response.parse();
            String thinking = thoughts(answer.choices().getFirst().message()._additionalProperties());
            return heard(answer, thinking, 1, Heard.Told.of(response.headers()::values));
        }
    }

    @SuppressWarnings("deprecation")
    private Heard streamed(ObjectNode body) {
        ObjectNode asked = body.deepCopy();
        asked.putObject("stream_options").put("include_usage", true);
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        StringBuilder thinking = new StringBuilder();
        AtomicLong starts = new AtomicLong();
        try (HttpResponseFor<StreamResponse<ChatCompletionChunk>> response =
                        client.withRawResponse().chat().completions().createStreaming(params(asked));
                StreamResponse<ChatCompletionChunk> chunks = response.parse()) {
            chunks.stream().forEach(chunk -> {
                accumulator.accumulate(chunk);
                chunk.choices()
                        .forEach(choice ->
                                thinking.append(thoughts(choice.delta()._additionalProperties())));
                starts.addAndGet(chunk.choices().stream()
                        .filter(choice -> choice.delta().role().isPresent())
                        .count());
            });
            return heard(
                    accumulator.chatCompletion(),
                    thinking.toString(),
                    starts.get(),
                    Heard.Told.of(response.headers()::values));
        }
    }

    private static String thoughts(Map<String, JsonValue> unknown) {
        return unknown.containsKey(THOUGHTS) ? unknown.get(THOUGHTS).convert(String.class) : "";
    }

    @SuppressWarnings("unchecked")
    private static ChatCompletionCreateParams params(ObjectNode body) {
        ObjectNode others = body.deepCopy();
        JsonValue model = JsonValue.fromJsonNode(others.remove("model"));
        JsonValue messages = JsonValue.fromJsonNode(others.remove("messages"));
        var params = ChatCompletionCreateParams.builder()
                .model(model)
                .messages((JsonField<List<ChatCompletionMessageParam>>) (JsonField<?>) messages);
        others.properties()
                .forEach(field ->
                        params.putAdditionalBodyProperty(field.getKey(), JsonValue.fromJsonNode(field.getValue())));
        return params.build();
    }

    private static Heard heard(ChatCompletion answer, String thinking, long starts, Heard.Told told) {
        ChatCompletion.Choice choice = answer.choices().getFirst();
        ChatCompletionMessage message = choice.message();
        List<ChatCompletionMessageToolCall> calls = message.toolCalls().orElse(List.of());
        var usage = answer.usage().orElseThrow();
        Meaning meaning = new Meaning(
                thinking,
                message.content()
                        .filter(text -> !text.isEmpty())
                        .or(message::refusal)
                        .orElse(""),
                calls.stream()
                        .map(call -> call.asFunction().function())
                        .map(function -> new Meaning.ToolCall(function.name(), Sdk.tree(function.arguments())))
                        .toList(),
                end(choice));
        return new Heard(
                meaning,
                calls.stream().map(call -> call.asFunction().id()).toList(),
                usage.promptTokens(),
                usage.completionTokens(),
                starts,
                told,
                replay(message));
    }

    private static JsonNode replay(ChatCompletionMessage message) {
        return JsonValue.from(message.toParam()).convert(JsonNode.class);
    }

    private static Meaning.End end(ChatCompletion.Choice choice) {
        if (choice.message().refusal().isPresent()) {
            return Meaning.End.REFUSED;
        }
        return switch (choice.finishReason().asString()) {
            case "stop" -> Meaning.End.COMPLETE;
            case "tool_calls" -> Meaning.End.TOOLS;
            case "length" -> Meaning.End.LENGTH;
            case "content_filter" -> Meaning.End.REFUSED;
            case String other -> throw new AssertionError("finish_reason: " + other);
        };
    }

    @Override
    public void close() {
        client.close();
    }
}

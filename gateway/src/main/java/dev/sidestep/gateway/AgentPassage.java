package dev.sidestep.gateway;

import dev.sidestep.core.quota.Usage;
import dev.sidestep.exchange.AnswerHead;
import dev.sidestep.store.Conversation;
import dev.sidestep.wire.json.Json;
import dev.sidestep.wire.openai.ChatAnswer;
import dev.sidestep.wire.openai.ChatChunk;
import dev.sidestep.wire.sse.SseEvent;
import dev.sidestep.wire.sse.SseReader;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;

/// An agent's answer on its way: what it says becomes part of the conversation.
final class AgentPassage implements Passage {
    /// Characters of a streamed answer that are remembered; the client gets all of them.
    private static final int MOST_CHARACTERS = 50_000;

    private final Conversations conversations;
    private final Conversation.Key key;
    private final String question;
    private final SseReader events = new SseReader();
    private final StringBuilder streamed = new StringBuilder();

    AgentPassage(Conversations conversations, Conversation.Key key, String question) {
        this.conversations = conversations;
        this.key = key;
        this.question = question;
    }

    @Override
    public Buffer whole(AnswerHead head, Buffer body) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("agent", key.agent());
        document.put("model", head.target().model().id());
        document.put("target", head.target().name());
        document.put("attempts", head.attempts().size());
        document.put("conversation_id", key.id());
        if (ChatAnswer.chat(body.getBytes()) instanceof ChatAnswer.Answered answered) {
            document.put("message", answered.text());
            answered.finish().ifPresent(finish -> document.put("finish_reason", finish));
            answered.usage().ifPresent(usage -> document.put("usage", inWords(usage)));
            conversations.add(key, question, answered.text());
        }
        return Buffer.buffer(Json.bytes(document));
    }

    private static Map<String, Object> inWords(Usage usage) {
        return Map.of("prompt_tokens", usage.inputTokens(), "completion_tokens", usage.outputTokens());
    }

    @Override
    public void piece(Buffer bytes) {
        byte[] chunk = bytes.getBytes();
        events.feed(chunk, 0, chunk.length, this::event);
    }

    private void event(SseEvent event) {
        if (streamed.length() < MOST_CHARACTERS) {
            ChatChunk.read(event.bytes(), event.from(), event.to()).ifPresent(read -> streamed.append(read.text()));
        }
    }

    @Override
    public void complete() {
        conversations.add(key, question, streamed.toString());
    }
}

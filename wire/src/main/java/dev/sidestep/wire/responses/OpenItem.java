package dev.sidestep.wire.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.json.Trees;
import org.jspecify.annotations.Nullable;

/// An item of an answer while it grows: it tells each step, and is the item when it is done. Not thread-safe.
abstract sealed class OpenItem {
    private final Emitter emitter;
    private final String id;
    private final int place;

    /// @param place among the answer's items, from 0
    OpenItem(Emitter emitter, String id, int place) {
        this.emitter = emitter;
        this.id = id;
        this.place = place;
    }

    int place() {
        return place;
    }

    final String id() {
        return id;
    }

    /// The item so far.
    ///
    /// @param status `in_progress`, `completed` or `incomplete`
    abstract ObjectNode item(String status);

    /// Tells the end of what is still open in it.
    abstract void endParts();

    final void begin() {
        emitter.emit("response.output_item.added", placed("item", item("in_progress")));
    }

    /// Ends it.
    ///
    /// @param status `completed` or `incomplete`
    final ObjectNode end(String status) {
        endParts();
        ObjectNode item = item(status);
        emitter.emit("response.output_item.done", placed("item", item));
        return item;
    }

    /// A step within the item.
    ///
    /// @param index the field that says which of its parts, or null where it has none
    final void step(String type, @Nullable String index, int part, ObjectNode fields) {
        ObjectNode event = Trees.object().put("item_id", id).put("output_index", place);
        if (index != null) {
            event.put(index, part);
        }
        event.setAll(fields);
        emitter.emit(type, event);
    }

    private ObjectNode placed(String name, ObjectNode value) {
        ObjectNode event = Trees.object().put("output_index", place);
        event.set(name, value);
        return event;
    }

    static ObjectNode field(String name, String value) {
        return Trees.object().put(name, value);
    }

    private static ObjectNode part(ObjectNode part) {
        ObjectNode event = Trees.object();
        event.set("part", part);
        return event;
    }

    /// What the model says: texts and refusals.
    static final class Message extends OpenItem {
        private static final String INDEX = "content_index";

        private final ArrayNode content = Trees.array();
        private final StringBuilder text = new StringBuilder();
        private boolean isOpen;
        private boolean isRefusal;

        Message(Emitter emitter, String id, int place) {
            super(emitter, id, place);
        }

        void text(String piece) {
            open(false);
            text.append(piece);
            step("response.output_text.delta", INDEX, content.size(), withLogprobs(field("delta", piece)));
        }

        void refusal(String piece) {
            open(true);
            text.append(piece);
            step("response.refusal.delta", INDEX, content.size(), field("delta", piece));
        }

        /// What follows is a part of its own.
        @Override
        void endParts() {
            if (!isOpen) {
                return;
            }
            ObjectNode done = content(text.toString());
            if (isRefusal) {
                step("response.refusal.done", INDEX, content.size(), field("refusal", text.toString()));
            } else {
                step("response.output_text.done", INDEX, content.size(), withLogprobs(field("text", text.toString())));
            }
            step("response.content_part.done", INDEX, content.size(), part(done));
            content.add(done);
            text.setLength(0);
            isOpen = false;
        }

        @Override
        ObjectNode item(String status) {
            ObjectNode item = Trees.object()
                    .put("id", id())
                    .put("type", "message")
                    .put("status", status)
                    .put("role", "assistant");
            item.set("content", content.deepCopy());
            return item;
        }

        private void open(boolean refuses) {
            if (isOpen && isRefusal != refuses) {
                endParts();
            }
            if (!isOpen) {
                isOpen = true;
                isRefusal = refuses;
                step("response.content_part.added", INDEX, content.size(), part(content("")));
            }
        }

        private ObjectNode content(String said) {
            if (isRefusal) {
                return Trees.object().put("type", "refusal").put("refusal", said);
            }
            ObjectNode part = Trees.object().put("type", "output_text").put("text", said);
            part.putArray("annotations");
            return withLogprobs(part);
        }

        /// SDKs want them, even where there are none.
        private static ObjectNode withLogprobs(ObjectNode fields) {
            fields.putArray("logprobs");
            return fields;
        }
    }

    /// What the model thinks, told as a summary.
    static final class Reasoning extends OpenItem {
        private static final String INDEX = "summary_index";

        private final StringBuilder text = new StringBuilder();
        private @Nullable String state;

        Reasoning(Emitter emitter, String id, int place) {
            super(emitter, id, place);
        }

        void thought(String piece) {
            if (text.isEmpty()) {
                step("response.reasoning_summary_part.added", INDEX, 0, part(Thoughts.summaryPart("")));
            }
            text.append(piece);
            step("response.reasoning_summary_text.delta", INDEX, 0, field("delta", piece));
        }

        /// @param sealed what only its issuer can read
        void sign(String sealed) {
            state = sealed;
        }

        @Override
        void endParts() {
            if (!text.isEmpty()) {
                step("response.reasoning_summary_text.done", INDEX, 0, field("text", text.toString()));
                step("response.reasoning_summary_part.done", INDEX, 0, part(Thoughts.summaryPart(text.toString())));
            }
        }

        @Override
        ObjectNode item(String status) {
            ObjectNode item = Trees.object().put("id", id()).put("type", "reasoning");
            boolean begins = status.equals("in_progress");
            item.set("summary", Thoughts.summary(begins ? "" : text.toString()));
            if (!begins) {
                item.put(Names.ENCRYPTED_CONTENT, state == null ? Thoughts.unproven() : state);
            }
            return item;
        }
    }

    /// The model's wish to use a tool.
    static final class Call extends OpenItem {
        private final String callId;
        private final String name;
        private final StringBuilder arguments = new StringBuilder();

        Call(Emitter emitter, String id, int place, String callId, String name) {
            super(emitter, id, place);
            this.callId = callId;
            this.name = name;
        }

        void arguments(String piece) {
            if (!piece.isEmpty()) {
                arguments.append(piece);
                step("response.function_call_arguments.delta", null, 0, field("delta", piece));
            }
        }

        /// Arguments are JSON: none at all is an object without fields.
        @Override
        void endParts() {
            if (arguments.isEmpty()) {
                arguments("{}");
            }
            ObjectNode done = field("name", name).put("arguments", arguments.toString());
            step("response.function_call_arguments.done", null, 0, done);
        }

        @Override
        ObjectNode item(String status) {
            return Trees.object()
                    .put("id", id())
                    .put("type", "function_call")
                    .put("status", status)
                    .put("call_id", callId)
                    .put("name", name)
                    .put("arguments", status.equals("in_progress") ? "" : arguments.toString());
        }
    }
}

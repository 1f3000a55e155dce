package dev.sidestep.wire.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Finish.Reason;
import dev.sidestep.wire.canonical.StreamEvent;
import dev.sidestep.wire.format.ByteSink;
import dev.sidestep.wire.format.Reply;
import dev.sidestep.wire.format.StreamWriter;
import dev.sidestep.wire.json.Trees;
import org.jspecify.annotations.Nullable;

/// Writes one streamed answer: each of its items from its beginning to its end, and the whole of it at last.
final class ResponsesStreamWriter implements StreamWriter {
    private final ResponseBody body;
    private final Emitter emitter = new Emitter();
    private final Output output;
    private boolean hasBegun;
    private boolean hasRefused;
    private Finish finish = new Finish(Reason.STOP, "");
    private @Nullable Usage usage;

    ResponsesStreamWriter(Reply reply) {
        this.body = new ResponseBody(reply);
        this.output = new Output(emitter, ResponseBody.id(reply.id()));
    }

    @Override
    public void write(StreamEvent event, ByteSink out) {
        emitter.to(out);
        begin();
        switch (event) {
            case StreamEvent.Started(var _, var _, var known) -> usage = known == null ? usage : known;
            case StreamEvent.Text(var piece) -> output.text(piece);
            case StreamEvent.Thinking(var piece) -> output.thought(piece);
            case StreamEvent.Signed(var opaque) -> output.sign(opaque);
            case StreamEvent.Redacted(var opaque) -> output.redacted(opaque);
            case StreamEvent.Refusal(var piece) -> {
                hasRefused = true;
                output.refusal(piece);
            }
            case StreamEvent.ToolCallBegun(var index, var id, var name, var _) -> output.call(index, id, name);
            case StreamEvent.ToolCallArguments(var index, var piece) -> output.arguments(index, piece);
            case StreamEvent.Counted(var counted) -> usage = counted;
            case StreamEvent.Finished(var why) -> finish(why);
            case StreamEvent.Failed _, StreamEvent.Malformed _ ->
                throw new IllegalArgumentException("a failure is not written as a step");
        }
    }

    private void begin() {
        if (!hasBegun) {
            hasBegun = true;
            emit("response.created", body.begun());
            emit("response.in_progress", body.begun());
        }
    }

    private void finish(Finish why) {
        finish = why;
        if (why.reason() == Reason.CONTENT_FILTER && !hasRefused) {
            output.refusal(why.detail());
        }
        output.end(ResponseBody.incomplete(why).isPresent() ? "incomplete" : "completed");
    }

    @Override
    public void end(ByteSink out) {
        emitter.to(out);
        boolean isComplete = ResponseBody.incomplete(finish).isEmpty();
        ObjectNode response = body.ended(finish, output.items(), usage);
        emit(isComplete ? "response.completed" : "response.incomplete", response);
    }

    private void emit(String type, ObjectNode response) {
        ObjectNode fields = Trees.object();
        fields.set("response", response);
        emitter.emit(type, fields);
    }
}

package dev.sidestep.wire.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.wire.canonical.CanonicalAnswer;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Finish.Reason;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.format.Reply;

/// Writes one whole answer. Used once.
final class ResponsesAnswerWriter {
    private final ResponseBody body;
    private final Output output;
    private int calls;
    private boolean hasRefused;

    ResponsesAnswerWriter(Reply reply) {
        this.body = new ResponseBody(reply);
        this.output = new Output(new Emitter(), ResponseBody.id(reply.id()));
    }

    JsonNode write(CanonicalAnswer answer) {
        answer.parts().forEach(this::part);
        Finish finish = answer.finish();
        if (finish.reason() == Reason.CONTENT_FILTER && !hasRefused) {
            output.refusal(finish.detail());
        }
        output.end(ResponseBody.incomplete(finish).isPresent() ? "incomplete" : "completed");
        return body.ended(finish, output.items(), answer.knownUsage());
    }

    private void part(Part part) {
        output.endPart();
        switch (part) {
            case Part.Text text -> {
                output.text(text.text());
                text.opaque().ifPresent(output::sign);
            }
            case Part.Refusal(var text) -> {
                hasRefused = true;
                output.refusal(text);
            }
            case Part.Thinking thinking -> {
                output.thought(thinking.text());
                thinking.opaque().ifPresent(output::sign);
            }
            case Part.RedactedThinking(Opaque opaque) -> output.redacted(opaque);
            case Part.ToolCall call -> {
                output.call(calls, call.id(), call.name());
                output.arguments(calls, call.arguments());
                calls++;
            }
            // An answer in this format has no place for them.
            case Part.Image _, Part.Audio _, Part.Document _, Part.ToolResult _, Part.Unknown _ -> {}
        }
    }
}

package dev.sidestep.wire.anthropic;

import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.StreamEvent;
import dev.sidestep.wire.canonical.StreamEvent.ToolCallArguments;
import dev.sidestep.wire.canonical.StreamEvent.ToolCallBegun;
import dev.sidestep.wire.format.ByteSink;
import dev.sidestep.wire.format.Reply;
import dev.sidestep.wire.format.StreamWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a streamed answer: one message, its blocks one after the other.
final class MessagesStreamWriter implements StreamWriter {
    /*
     * Only one block may be open, but tool calls may come in turns. What belongs to another block than an open tool
     * call waits until the call's arguments are a whole object, and so does everything behind it. A call whose
     * arguments never become one is closed at the end of the answer, or when too much waits for it.
     */

    /// Characters that wait; arguments of tools are files at most.
    private static final int MAX_WAITING = 8 << 20;

    private static final Finish NO_FINISH = new Finish(Finish.Reason.STOP, "");

    private final Blocks blocks;
    private final Deque<StreamEvent> waiting = new ArrayDeque<>();
    private int waitingSize;
    private boolean mustNotWait;
    private @Nullable OpenTool tool;
    private boolean hasToolCalls;
    private Usage usage;
    private Finish finish = NO_FINISH;

    MessagesStreamWriter(Reply reply) {
        this.blocks = new Blocks(reply);
        this.usage = MessagesAnswerWriter.estimate(reply);
    }

    /// The tool call whose block is open.
    private static final class OpenTool {
        private final int index;
        private final Completeness arguments = new Completeness();

        OpenTool(int index) {
            this.index = index;
        }
    }

    @Override
    public void write(StreamEvent event, ByteSink out) {
        switch (event) {
            case StreamEvent.Started(var _, var _, var counted) -> {
                usage = counted == null ? usage : counted;
                blocks.start(usage, out);
            }
            case StreamEvent.Counted(var counted) -> usage = counted;
            case StreamEvent.Finished(var reason) -> {
                finish = reason;
                blocks.start(usage, out);
                drain(out);
                blocks.close(out);
            }
            case StreamEvent.Failed _, StreamEvent.Malformed _ -> {
                // Whoever reads the stream ends it with an error of ours.
            }
            default -> {
                blocks.start(usage, out);
                content(event, out);
            }
        }
    }

    @Override
    public void end(ByteSink out) {
        blocks.end(finish, hasToolCalls, usage, out);
    }

    private void content(StreamEvent event, ByteSink out) {
        OpenTool current = tool;
        if (current != null && !current.arguments.isWhole() && !mustNotWait && !isOf(event, current)) {
            await(event, out);
            return;
        }
        put(event, out);
        if (tool != null && tool.arguments.isWhole() && !waiting.isEmpty() && !mustNotWait) {
            resume(out);
        }
    }

    private static boolean isOf(StreamEvent event, OpenTool tool) {
        return event instanceof ToolCallArguments(var index, var _) && index == tool.index;
    }

    private void await(StreamEvent event, ByteSink out) {
        waiting.add(event);
        waitingSize += event instanceof ToolCallArguments(var _, var piece) ? piece.length() : 64;
        if (waitingSize > MAX_WAITING) {
            drain(out);
        }
    }

    /// Puts what has waited, which may make some of it wait again.
    private void resume(ByteSink out) {
        List<StreamEvent> events = take();
        events.forEach(event -> content(event, out));
    }

    /// Puts all that waits, call by call: nothing more will complete an open one.
    private void drain(ByteSink out) {
        mustNotWait = true;
        List<StreamEvent> left = take();
        while (!left.isEmpty()) {
            left = putOne(left, out);
        }
        mustNotWait = false;
    }

    /// Puts all arguments of the open call, then the first event of another block; returns what is left.
    private List<StreamEvent> putOne(List<StreamEvent> events, ByteSink out) {
        List<StreamEvent> others = new ArrayList<>();
        for (StreamEvent event : events) {
            if (tool != null && isOf(event, tool)) {
                put(event, out);
            } else {
                others.add(event);
            }
        }
        if (!others.isEmpty()) {
            put(others.removeFirst(), out);
        }
        return others;
    }

    private List<StreamEvent> take() {
        List<StreamEvent> events = new ArrayList<>(waiting);
        waiting.clear();
        waitingSize = 0;
        return events;
    }

    /// Writes an event; its block is the open one, or may be opened.
    private void put(StreamEvent event, ByteSink out) {
        switch (event) {
            case StreamEvent.Text(var piece) -> piece(Blocks.Kind.TEXT, piece, out);
            case StreamEvent.Refusal(var piece) -> piece(Blocks.Kind.TEXT, piece, out);
            case StreamEvent.Thinking(var piece) -> piece(Blocks.Kind.THINKING, piece, out);
            case StreamEvent.Signed(var opaque) -> sign(opaque, out);
            case StreamEvent.Redacted(var opaque) -> {
                tool = null;
                blocks.redacted(MessagesAnswerWriter.opaque(opaque), out);
            }
            case ToolCallBegun begun -> {
                tool = new OpenTool(begun.index());
                hasToolCalls = true;
                blocks.tool(begun.id(), begun.name(), out);
            }
            case ToolCallArguments(var index, var piece) -> arguments(index, piece, out);
            case StreamEvent.Started _,
                    StreamEvent.Counted _,
                    StreamEvent.Finished _,
                    StreamEvent.Failed _,
                    StreamEvent.Malformed _ -> throw new AssertionError("not content");
        }
    }

    private void piece(Blocks.Kind kind, String piece, ByteSink out) {
        if (!piece.isEmpty()) {
            tool = null;
            blocks.piece(kind, piece, out);
        }
    }

    /// What was thought is signed in its own block, and what was said in an empty one behind it.
    private void sign(Opaque opaque, ByteSink out) {
        tool = null;
        blocks.sign(MessagesAnswerWriter.opaque(opaque), out);
    }

    private void arguments(int index, String piece, ByteSink out) {
        OpenTool current = tool;
        if (current != null && current.index == index && !piece.isEmpty()) {
            current.arguments.add(piece);
            blocks.piece(Blocks.Kind.TOOL, piece, out);
        }
    }
}

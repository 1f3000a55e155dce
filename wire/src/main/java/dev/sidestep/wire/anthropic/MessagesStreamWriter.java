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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /// What an event that waits counts beside its characters.
    private static final int WAITING_EVENT = 64;

    private static final Finish NO_FINISH = new Finish(Finish.Reason.STOP, "");

    private final Blocks blocks;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Map<Integer, Waiting> waitingCalls = new HashMap<>();
    private long waitingSize;
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

    /// What waits for a block of its own, in order: a tool call with its arguments so far, or what was said and thought
    /// between two of them.
    private record Waiting(boolean isCall, List<StreamEvent> events) {}

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
        if (current != null && !current.arguments.isWhole() && !isOf(event, current)) {
            await(event, out);
            return;
        }
        put(event, out);
        if (!waiting.isEmpty()) {
            resume(out);
        }
    }

    private static boolean isOf(StreamEvent event, OpenTool tool) {
        return event instanceof ToolCallArguments(var index, var _) && index == tool.index;
    }

    private void await(StreamEvent event, ByteSink out) {
        Waiting block = block(event);
        if (block != null) {
            block.events.add(event);
            waitingSize += size(event);
        }
        if (waitingSize > MAX_WAITING) {
            drain(out);
        }
    }

    /// Where an event waits, or null for arguments of a call whose block is closed.
    private @Nullable Waiting block(StreamEvent event) {
        if (event instanceof ToolCallArguments(var index, var _)) {
            return waitingCalls.get(index);
        }
        Waiting last = waiting.peekLast();
        if (last != null && !last.isCall && !(event instanceof ToolCallBegun)) {
            return last;
        }
        Waiting block = new Waiting(event instanceof ToolCallBegun, new ArrayList<>());
        waiting.add(block);
        if (event instanceof ToolCallBegun begun) {
            waitingCalls.put(begun.index(), block);
        }
        return block;
    }

    private static int size(StreamEvent event) {
        return WAITING_EVENT
                + switch (event) {
                    case StreamEvent.Text(var piece) -> piece.length();
                    case StreamEvent.Refusal(var piece) -> piece.length();
                    case StreamEvent.Thinking(var piece) -> piece.length();
                    case StreamEvent.Signed(var opaque) -> opaque.data().length();
                    case StreamEvent.Redacted(var opaque) -> opaque.data().length();
                    case ToolCallArguments(var _, var piece) -> piece.length();
                    case ToolCallBegun _,
                            StreamEvent.Started _,
                            StreamEvent.Counted _,
                            StreamEvent.Finished _,
                            StreamEvent.Failed _,
                            StreamEvent.Malformed _ -> 0;
                };
    }

    /// Puts what has waited, up to a tool call whose arguments are not whole yet.
    private void resume(ByteSink out) {
        while (!waiting.isEmpty() && (tool == null || tool.arguments.isWhole())) {
            putNext(out);
        }
    }

    /// Puts all that waits, call by call: nothing more will complete an open one.
    private void drain(ByteSink out) {
        while (!waiting.isEmpty()) {
            putNext(out);
        }
    }

    private void putNext(ByteSink out) {
        for (StreamEvent event : waiting.removeFirst().events) {
            waitingSize -= size(event);
            if (event instanceof ToolCallBegun begun) {
                waitingCalls.remove(begun.index());
            }
            put(event, out);
        }
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

package dev.sidestep.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The rules about `cache_control`: at most four, the longer-lived ones first. Throws [RefusedRequest].
final class CacheMarks {
    private static final int MAX_MARKS = 4;

    private CacheMarks() {}

    static void require(Input body) {
        var marks = new ArrayList<Input>();
        add(body.at("tools"), marks);
        add(body.at("system"), marks);
        for (var message : body.at("messages").elements()) {
            add(message.at("content"), marks);
        }
        int count = marks.size() + (body.has("cache_control") ? 1 : 0);
        if (count > MAX_MARKS) {
            throw Input.refused("A maximum of 4 blocks with cache_control may be provided. Found " + count + ".");
        }
        requireOrder(marks);
    }

    private static void add(Input blocks, List<Input> marks) {
        if (!blocks.node().isArray()) {
            return;
        }
        for (var block : blocks.elements()) {
            if (block.has("cache_control")) {
                var mark = block.at("cache_control");
                requireMark(mark);
                marks.add(mark);
            }
            if (block.at("type").text().equals("tool_result")) {
                add(block.at("content"), marks);
            }
        }
    }

    private static void requireMark(Input mark) {
        mark.allow(Set.of("type", "ttl"));
        if (!mark.required("type").text().equals("ephemeral")) {
            throw mark.at("type").wrong("Input should be 'ephemeral'");
        }
        if (mark.has("ttl") && !Set.of("5m", "1h").contains(mark.at("ttl").text())) {
            throw mark.at("ttl").wrong("Input should be '5m' or '1h'");
        }
    }

    private static void requireOrder(List<Input> marks) {
        boolean sawShort = false;
        for (var mark : marks) {
            boolean isLong = mark.at("ttl").text().equals("1h");
            if (isLong && sawShort) {
                throw mark.at("ttl")
                        .wrong("a ttl='1h' cache_control block must not come after a ttl='5m' "
                                + "cache_control block. Note that blocks are processed in the following order: `tools`, "
                                + "`system`, `messages`.");
            }
            sawShort |= !isLong;
        }
    }
}

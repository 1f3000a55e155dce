package dev.sidestep.wire.openai;

import dev.sidestep.wire.format.ToolCallMemory;
import dev.sidestep.wire.format.ToolCallMemory.Kept;
import java.util.regex.Pattern;

/// Names of tools: OpenAI and what is compatible take `[a-zA-Z0-9_-]{1,64}`, other wire formats take more. What does
/// not
/// fit gets another name on the way out and its own back in the answer.
final class ToolNames {
    private static final Pattern TAKEN = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final Pattern ODD = Pattern.compile("[^a-zA-Z0-9_-]");
    private static final int KEPT_LENGTH = 55;
    private static final int DIGEST_LENGTH = 8;

    /// Sets these apart from the tool calls' ids in the same memory: no id has a space.
    private static final String KEY = "name of a tool: ";

    private ToolNames() {}

    /// The name as it goes out; the memory keeps what it stands for.
    static String fit(String name, ToolCallMemory memory) {
        if (TAKEN.matcher(name).matches()) {
            return name;
        }
        String plain = ODD.matcher(name).replaceAll("_");
        String start = plain.substring(0, Math.min(plain.length(), KEPT_LENGTH));
        String fitted = start + "_" + Digest.letters(name, DIGEST_LENGTH);
        memory.keep(KEY + fitted, new Kept(name, null));
        return fitted;
    }

    /// The name as the caller knows it.
    static String restore(String name, ToolCallMemory memory) {
        return memory.find(KEY + name).map(Kept::providerId).orElse(name);
    }
}

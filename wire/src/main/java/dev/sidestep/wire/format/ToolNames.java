package dev.sidestep.wire.format;

import dev.sidestep.wire.format.ToolCallMemory.Kept;
import java.util.regex.Pattern;

/// The names of tools towards providers that take up to 64 letters, digits, underscores and hyphens; some wire formats
/// take more. What does not fit goes out by another name, and comes back by its own.
public final class ToolNames {
    private static final Pattern TAKEN = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern ODD = Pattern.compile("[^A-Za-z0-9_-]");
    private static final int KEPT_LENGTH = 55;
    private static final int DIGEST_LENGTH = 8;

    /// Sets these apart from the tool calls' ids in the same memory: no id has a space.
    private static final String KEY = "name of a tool: ";

    private ToolNames() {}

    /// The name as the provider gets it; the memory keeps what it stands for.
    public static String sent(String name, ToolCallMemory memory) {
        if (TAKEN.matcher(name).matches()) {
            return name;
        }
        String plain = ODD.matcher(name).replaceAll("_");
        String start = plain.isEmpty() ? "tool" : plain.substring(0, Math.min(plain.length(), KEPT_LENGTH));
        String sent = start + "_" + Digest.letters(name, DIGEST_LENGTH);
        memory.keep(KEY + sent, new Kept(name, null));
        return sent;
    }

    /// The name as the client knows it.
    public static String given(String name, ToolCallMemory memory) {
        return memory.providerId(KEY + name).orElse(name);
    }
}

package dev.sidestep.wire.anthropic;

import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ToolCallMemory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Names of tool calls, towards the provider and towards clients.
final class ToolIds {
    /// What the provider takes (its own have 30 characters), and what every client can pass on to every other provider.
    private static final Pattern PROVIDER = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9_-]{1,40}");
    private static final int DIGITS = 24;

    private ToolIds() {}

    /// The provider's name for a tool call of the client's: the same for the call and for its result.
    static String toProvider(String id, ToolCallMemory memory) {
        String known = memory.find(id).map(ToolCallMemory.Kept::providerId).orElse("");
        if (PROVIDER.matcher(known).matches()) {
            return known;
        }
        return PROVIDER.matcher(id).matches() ? id : named(id);
    }

    /// The client's name for a tool call of the provider's, kept in memory where it is another one.
    ///
    /// @param index its place among the answer's tool calls
    static String toClient(String id, int index, Aim aim) {
        if (CLIENT.matcher(id).matches()) {
            return id;
        }
        String own = named(aim.call() + "\n" + index);
        aim.memory().keep(own, new ToolCallMemory.Kept(id, null));
        return own;
    }

    private static String named(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "call_" + HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}

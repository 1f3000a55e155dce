package dev.sidestep.wire.responses;

import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ToolCallMemory.Kept;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The names of tools and of tool calls, towards one target and back from it.
///
/// What the target does not take goes by a name that follows from it, so that a call and its result stay together.
/// Immutable, apart from the memory.
final class Aliases {
    /// OpenAI refuses longer and other ones: `string_above_max_length`, "does not match pattern".
    private static final Pattern TAKEN = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /// An id that every provider takes, should the next call of the conversation go elsewhere.
    private static final Pattern PORTABLE = Pattern.compile("[A-Za-z0-9_-]{1,40}");

    private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9_-]{1,55}_[0-9a-f]{8}");
    private static final Pattern ODD = Pattern.compile("[^A-Za-z0-9_-]");
    private static final int PREFIX_LENGTH = 55;

    private final Aim aim;

    Aliases(Aim aim) {
        this.aim = aim;
    }

    /// The id of a tool call, as the target gets it.
    String sentId(String id) {
        String known = aim.memory()
                .find(id)
                .map(Kept::providerId)
                .filter(provider -> !provider.isEmpty())
                .orElse(id);
        return TAKEN.matcher(known).matches() ? known : "call_" + digest(known, 24);
    }

    /// The id of a tool call, as the client gets it.
    ///
    /// @param index its place among the answer's tool calls
    String givenId(String id, int index) {
        if (PORTABLE.matcher(id).matches()) {
            return id;
        }
        String own = "call_" + digest(aim.call() + "/" + index, 24);
        aim.memory().keep(own, new Kept(id, null));
        return own;
    }

    /// The name of a tool, as the target gets it. A changed one is remembered for the way back.
    String sentName(String name) {
        if (TAKEN.matcher(name).matches()) {
            return name;
        }
        String plain = ODD.matcher(name).replaceAll("_");
        String prefix = plain.substring(0, Math.min(plain.length(), PREFIX_LENGTH));
        String alias = (prefix.isEmpty() ? "tool" : prefix) + "_" + digest(name, 8);
        aim.memory().keep(alias, new Kept(name, null));
        return alias;
    }

    /// The name of a tool, as the client gave it.
    String givenName(String name) {
        if (!ALIAS.matcher(name).matches()) {
            return name;
        }
        return aim.memory()
                .find(name)
                .map(Kept::providerId)
                .filter(given -> !given.isEmpty())
                .orElse(name);
    }

    private static String digest(String text, int digits) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, digits);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

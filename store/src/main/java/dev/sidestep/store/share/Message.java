package dev.sidestep.store.share;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What one node says to all others at once. Immutable.
///
/// @param node the random id of the one that speaks
/// @param sequence counts its messages from 1
/// @param ignored how many changes in it were not understood
record Message(String node, long sequence, List<Told> told, int ignored) {
    private static final Pattern NODE = Pattern.compile("[0-9a-f]{16}");

    /// What a message's texts may come to: the rest is its head.
    private static final int MOST_BYTES = Json.MOST_BYTES - 256;

    static Message of(byte[] text, long nowMillis) throws GarbageException {
        Fields fields = Json.fields(text);
        fields.requireVersion();
        List<Told> told = new ArrayList<>();
        int ignored = 0;
        for (Object change : fields.list("c")) {
            try {
                told.add(toldOf(change, nowMillis));
            } catch (GarbageException _) {
                ignored++;
            }
        }
        return new Message(nodeOf(fields.text("n")), fields.number("s", 1, Long.MAX_VALUE), told, ignored);
    }

    static boolean isNode(String text) {
        return NODE.matcher(text).matches();
    }

    /// The text of a message.
    static byte[] text(String node, long sequence, List<String> changes) {
        return ("{\"v\":" + Fields.VERSION + ",\"n\":\"" + node + "\",\"s\":" + sequence + ",\"c\":["
                        + String.join(",", changes) + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Texts of changes, in as few messages as they fit into.
    static List<List<String>> packed(List<String> changes) {
        List<List<String>> messages = new ArrayList<>();
        int room = 0;
        for (String change : changes) {
            int bytes = change.getBytes(StandardCharsets.UTF_8).length + 1;
            if (bytes > room) {
                messages.add(new ArrayList<>());
                room = MOST_BYTES;
            }
            messages.getLast().add(change);
            room -= bytes;
        }
        return messages;
    }

    private static Told toldOf(Object change, long nowMillis) throws GarbageException {
        if (change instanceof Fields fields) {
            return Told.of(fields, nowMillis);
        }
        throw new GarbageException("not an object");
    }

    private static String nodeOf(String text) throws GarbageException {
        if (!isNode(text)) {
            throw new GarbageException("not a node's id");
        }
        return text;
    }
}

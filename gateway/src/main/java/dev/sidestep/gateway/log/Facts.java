package dev.sidestep.gateway.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/// What a line tells in pairs of a name and a value: those that it was given, and those of its text, where the program
/// itself wrote the name (`listening url={}`). What others say is never taken apart, so nobody can forge a pair.
final class Facts {
    /// The call that a line belongs to.
    static final String CALL = "call";

    /// The request that it belongs to, where that is no call.
    static final String REQUEST = "request";

    /// What the client calls its request.
    static final String CLIENT_REQUEST = "client_request";

    private static final String PLACE = "={}";

    private Facts() {}

    /// By name, in the line's order.
    static Map<String, String> of(ILoggingEvent event) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (KeyValuePair pair : pairs(event)) {
            facts.put(pair.key, String.valueOf(pair.value));
        }
        Object[] arguments = event.getArgumentArray();
        String pattern = event.getMessage();
        if (arguments != null && pattern != null) {
            add(pattern, arguments, facts);
        }
        return facts;
    }

    /// Those that the line was given beside its text.
    static List<KeyValuePair> pairs(ILoggingEvent event) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        return pairs == null ? List.of() : pairs;
    }

    private static void add(String pattern, Object[] arguments, Map<String, String> facts) {
        int argument = 0;
        for (int at = pattern.indexOf("{}");
                at >= 0 && argument < arguments.length;
                at = pattern.indexOf("{}", at + 2)) {
            String name = name(pattern, at);
            if (!name.isEmpty()) {
                facts.putIfAbsent(name, String.valueOf(arguments[argument]));
            }
            argument++;
        }
    }

    /// The name right before a place for a value; empty where there is none.
    private static String name(String pattern, int place) {
        int end = place - 1;
        if (end < 1 || !pattern.startsWith(PLACE, end)) {
            return "";
        }
        int from = end;
        while (from > 0 && isOfName(pattern.charAt(from - 1))) {
            from--;
        }
        return pattern.substring(from, end);
    }

    private static boolean isOfName(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '-';
    }
}

package dev.sidestep.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request target, read once: who may call and what is done are both decided on these segments.
/// Immutable.
///
/// @param segments decoded, none of them empty, `.` or `..`, none with control characters
/// @param query the parameters, decoded; of a name that is given twice, the first
record RequestPath(List<String> segments, Map<String, String> query) {
    /// More segments than any path of ours by far.
    private static final int MOST_SEGMENTS = 32;

    RequestPath {
        segments = List.copyOf(segments);
        query = Map.copyOf(query);
    }

    /// The path of a request target: in origin form, or in absolute form, whose host is ignored.
    ///
    /// @return empty where it is neither, or where it can be read in two ways
    static Optional<RequestPath> parse(String target) {
        String path = target;
        if (path.regionMatches(true, 0, "http://", 0, 7) || path.regionMatches(true, 0, "https://", 0, 8)) {
            int slash = path.indexOf('/', path.indexOf("//") + 2);
            path = slash < 0 ? "/" : path.substring(slash);
        }
        int mark = path.indexOf('?');
        String query = mark < 0 ? "" : path.substring(mark + 1);
        String plain = mark < 0 ? path : path.substring(0, mark);
        if (!plain.startsWith("/") || plain.indexOf('#') >= 0 || query.indexOf('#') >= 0) {
            return Optional.empty();
        }
        try {
            return segments(plain).map(segments -> new RequestPath(segments, parameters(query)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<List<String>> segments(String path) {
        List<String> segments = new ArrayList<>();
        if (path.equals("/")) {
            return Optional.of(segments);
        }
        for (String raw : path.substring(1).split("/", -1)) {
            // A plus stands for itself in a path.
            String segment = decoded(raw.replace("+", "%2B"));
            if (segment.isEmpty()
                    || segment.equals(".")
                    || segment.equals("..")
                    || segment.chars().anyMatch(c -> Character.isISOControl(c) || c == '\\' || c == ';' || c == '%')
                    || segments.size() == MOST_SEGMENTS) {
                return Optional.empty();
            }
            segments.add(segment);
        }
        return Optional.of(segments);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            int mark = pair.indexOf('=');
            String name = decoded(mark < 0 ? pair : pair.substring(0, mark));
            parameters.putIfAbsent(name, mark < 0 ? "" : decoded(pair.substring(mark + 1)));
        }
        return parameters;
    }

    private static String decoded(String text) {
        return text.indexOf('%') < 0 && text.indexOf('+') < 0 ? text : URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}

package dev.sidestep.gateway.accounts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The lines of a text in YAML, by number from 0. Immutable.
final class Lines {
    private final String text;
    private final int[] starts;
    private final String separator;

    Lines(String text) {
        this.text = text;
        List<Integer> found = new ArrayList<>(List.of(0));
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            found.add(at + 1);
        }
        this.starts = found.stream().mapToInt(Integer::intValue).toArray();
        this.separator = text.contains("\r\n") ? "\r\n" : "\n";
    }

    /// What ends a line that is added.
    String separator() {
        return separator;
    }

    int count() {
        return starts.length;
    }

    /// The line that an offset is in.
    int of(int offset) {
        int found = Arrays.binarySearch(starts, offset);
        return found >= 0 ? found : -found - 2;
    }

    int start(int line) {
        return line < starts.length ? starts[line] : text.length();
    }

    /// Behind its last character, before what separates it from the next.
    int end(int line) {
        int end = line + 1 < starts.length ? starts[line + 1] - 1 : text.length();
        return end > start(line) && text.charAt(end - 1) == '\r' ? end - 1 : end;
    }

    /// A line without what ends it.
    String content(int line) {
        return text.substring(start(line), end(line));
    }

    /// Some lines, each with a separator behind it.
    String contents(int first, int last) {
        StringBuilder contents = new StringBuilder(text.substring(start(first), start(last + 1)));
        if (last + 1 >= starts.length && end(last) == text.length()) {
            contents.append(separator);
        }
        return contents.toString();
    }

    /// How many spaces it begins with.
    int indent(int line) {
        String content = content(line);
        int indent = 0;
        while (indent < content.length() && content.charAt(indent) == ' ') {
            indent++;
        }
        return indent;
    }

    boolean isComment(int line) {
        return content(line).strip().startsWith("#");
    }

    boolean isBlank(int line) {
        return content(line).isBlank();
    }
}

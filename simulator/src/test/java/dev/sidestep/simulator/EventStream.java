package dev.sidestep.simulator;

import java.util.ArrayList;
import java.util.List;

/// Reads an event stream as the HTML standard says, from the whole text: the data of every event.
final class EventStream {
    private EventStream() {}

    static List<String> data(String text) {
        var events = new ArrayList<String>();
        var data = new ArrayList<String>();
        var withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
        for (var line : withoutMark.split("\r\n|\r|\n", -1)) {
            if (line.isEmpty() && !data.isEmpty()) {
                events.add(String.join("\n", data));
                data.clear();
            } else if (line.startsWith("data:")) {
                data.add(line.substring(5).replaceFirst("^ ", ""));
            }
        }
        return events;
    }
}

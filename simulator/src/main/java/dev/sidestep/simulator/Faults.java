package dev.sidestep.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Applies faults to the steps of an answer. Pure.
final class Faults {
    private static final Duration BEAT = Duration.ofMillis(50); // between comments or empty events

    private Faults() {}

    /// Whether the fault stands for the whole answer, so that the request need not be admitted first.
    static boolean replaces(Fault fault) {
        return switch (fault) {
            case Fault.Answer _, Fault.Worded _, Fault.Play _ -> true;
            case Fault.Delay _,
                    Fault.Cut _,
                    Fault.Insert _,
                    Fault.Broken _,
                    Fault.Reframe _,
                    Fault.ExtraHeaders _,
                    Fault.WrongLength _ -> false;
        };
    }

    static List<Step> apply(Fault fault, List<Step> steps, FaultWords words) {
        return switch (fault) {
            case Fault.Answer(int status, var headers, var body) -> answer(status, headers, body);
            case Fault.Worded(int status, var trouble) ->
                answer(status, Map.of("content-type", "application/json"), utf8(words.body(status, trouble)));
            case Fault.Play(var instead) -> instead;
            case Fault.Delay(var duration) -> prepend(new Step.Pause(duration), steps);
            case Fault.Cut(int events, var ending) -> cut(new Fault.Cut(events, ending), steps, words);
            case Fault.Insert(int events, var text) -> insert(events, text, steps);
            case Fault.Broken(int events) -> insert(events, words.broken(), steps);
            case Fault.Reframe(var framing) -> reframe(framing, steps);
            case Fault.ExtraHeaders(var headers) -> withHeaders(headers, steps);
            case Fault.WrongLength(long excess) -> wrongLength(excess, steps);
        };
    }

    static List<Step> answer(int status, Map<String, String> headers, byte[] body) {
        return List.of(
                new Step.Head(status, List.copyOf(headers.entrySet()), body.length),
                new Step.Send(body),
                new Step.End());
    }

    private static List<Step> prepend(Step first, List<Step> steps) {
        var all = new ArrayList<Step>(List.of(first));
        all.addAll(steps);
        return all;
    }

    private static List<Step> cut(Fault.Cut cut, List<Step> steps, FaultWords words) {
        var kept = new ArrayList<>(withoutLength(steps.subList(0, indexAfter(cut.events(), steps))));
        kept.addAll(steps(cut.ending(), words, eventsIn(kept)));
        return kept;
    }

    private static int eventsIn(List<Step> steps) {
        int events = 0;
        for (var step : steps) {
            if (step instanceof Step.Send(var bytes)) {
                var text = new String(bytes, StandardCharsets.UTF_8);
                events += text.split("\n\n", -1).length - 1;
            }
        }
        return events;
    }

    /// What is cut or grows must not declare the length that it would have had.
    private static List<Step> withoutLength(List<Step> steps) {
        return steps.stream()
                .map(step -> step instanceof Step.Head(int status, var headers, var _)
                        ? new Step.Head(status, headers, Step.Head.CHUNKED)
                        : step)
                .toList();
    }

    private static List<Step> insert(int events, String text, List<Step> steps) {
        var changed = new ArrayList<>(withoutLength(steps));
        changed.add(indexAfter(events, steps), Step.Send.of(text));
        return changed;
    }

    /// The index after the head and so many sends, or that of the end where there are fewer.
    private static int indexAfter(int events, List<Step> steps) {
        int seen = 0;
        for (int i = 0; i < steps.size(); i++) {
            var step = steps.get(i);
            if (step instanceof Step.End) {
                return i;
            }
            if (step instanceof Step.Send) {
                seen++;
            }
            if (seen == events && (events > 0 || step instanceof Step.Head)) {
                return i + 1;
            }
        }
        return steps.size();
    }

    private static List<Step> steps(Ending ending, FaultWords words, int eventsBefore) {
        return switch (ending) {
            case Ending.Plain.END -> List.of(new Step.End());
            case Ending.Plain.DONE -> List.of(Step.Send.of(words.done()), new Step.End());
            case Ending.Plain.CLOSE -> List.of(new Step.Close());
            case Ending.Plain.RESET -> List.of(new Step.Reset());
            case Ending.Plain.SILENCE -> List.of(new Step.Silence());
            case Ending.Plain.COMMENTS -> List.of(new Step.Repeat(utf8(": keep-alive\n\n"), BEAT));
            case Ending.Plain.ROLES -> List.of(new Step.Repeat(utf8(words.lifecycle()), BEAT));
            case Ending.Worded(var trouble) ->
                List.of(Step.Send.of(words.event(trouble, eventsBefore)), new Step.End());
            case Ending.ErrorObject(var json) -> List.of(Step.Send.of("data: " + json + "\n\n"), new Step.End());
            case Ending.ErrorEvent(var json) ->
                List.of(Step.Send.of("event: error\ndata: " + json + "\n\n"), new Step.End());
        };
    }

    private static List<Step> reframe(Framing framing, List<Step> steps) {
        var changed = new ArrayList<Step>();
        int event = 0;
        for (var step : withoutLength(steps)) {
            if (step instanceof Step.Send(var bytes)) {
                if (framing == Framing.BYTE_BY_BYTE) {
                    for (byte b : bytes) {
                        changed.add(new Step.Send(new byte[] {b}));
                    }
                } else {
                    changed.add(Step.Send.of(reframe(framing, new String(bytes, StandardCharsets.UTF_8), event++)));
                }
            } else {
                changed.add(step);
            }
        }
        return changed;
    }

    private static String reframe(Framing framing, String text, int event) {
        return switch (framing) {
            case CRLF -> text.replace("\n", "\r\n");
            case CR -> text.replace("\n", "\r");
            case NO_SPACE -> text.replace("data: ", "data:");
            // A line break may stand wherever JSON allows white space; the first comma is such a place in our events.
            case TWO_DATA_LINES -> text.replaceFirst(",", ",\ndata: ");
            case BYTE_ORDER_MARK -> event == 0 ? "\uFEFF" + text : text;
            case EXTRA_FIELDS -> ": comment\nid: " + event + "\nretry: 3000\n" + text;
            case BYTE_BY_BYTE -> text;
        };
    }

    private static List<Step> withHeaders(Map<String, String> headers, List<Step> steps) {
        return steps.stream()
                .map(step -> step instanceof Step.Head(int status, var present, long length)
                        ? new Step.Head(status, joined(present, headers), length)
                        : step)
                .toList();
    }

    private static List<Map.Entry<String, String>> joined(
            List<Map.Entry<String, String>> present, Map<String, String> more) {
        var all = new HashMap<String, String>();
        present.forEach(header -> all.put(header.getKey(), header.getValue()));
        all.putAll(more);
        return List.copyOf(all.entrySet());
    }

    private static List<Step> wrongLength(long excess, List<Step> steps) {
        long length = 0;
        for (var step : steps) {
            if (step instanceof Step.Send(var bytes)) {
                length += bytes.length;
            }
        }
        long declared = length + excess;
        return steps.stream()
                .map(step -> switch (step) {
                    case Step.Head(int status, var headers, var _) -> new Step.Head(status, headers, declared);
                    case Step.End() -> new Step.Close();
                    case Step other -> other;
                })
                .toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package dev.sidestep.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Something that goes wrong, as data. A fault either replaces the answer ([Answer], [Worded], [Play]) and uses no
/// quota, or
/// changes the one there would have been; then a request that is refused anyway leaves it queued.
public sealed interface Fault {
    /// Another answer instead. The array is not to be changed.
    record Answer(int status, Map<String, String> headers, byte[] body) implements Fault {
        public Answer {
            headers = Map.copyOf(headers);
        }
    }

    /// An error in the words and the shape of the wire that was asked, instead of an answer.
    record Worded(int status, Trouble trouble) implements Fault {}

    /// These steps instead of an answer: anything that HTTP allows, and whatever it does not.
    record Play(List<Step> steps) implements Fault {
        public Play {
            steps = List.copyOf(steps);
        }
    }

    /// The right answer, later.
    record Delay(Duration duration) implements Fault {}

    /// The first `events` events of the answer, then this end. In a stream, event 1 is what comes before any
    /// content (the role; `message_start` and `ping`; `response.created` and `response.in_progress`; nothing at
    /// Gemini), the content begins with event 2; an answer that is not streamed is one event.
    record Cut(int events, Ending ending) implements Fault {
        public Cut {
            if (events < 0) {
                throw new IllegalArgumentException("events must not be negative: " + events);
            }
        }
    }

    /// The right answer with something of ours sent in between, after so many events.
    record Insert(int events, String text) implements Fault {
        public Insert {
            if (events < 0) {
                throw new IllegalArgumentException("events must not be negative: " + events);
            }
        }
    }

    /// The right answer with an event in between that is no JSON, after so many events.
    record Broken(int events) implements Fault {
        public Broken {
            if (events < 0) {
                throw new IllegalArgumentException("events must not be negative: " + events);
            }
        }
    }

    /// The right events in an unusual, but mostly legal form.
    record Reframe(Framing framing) implements Fault {}

    /// The right answer with more headers.
    record ExtraHeaders(Map<String, String> headers) implements Fault {
        public ExtraHeaders {
            headers = Map.copyOf(headers);
        }
    }

    /// The right answer, declared this many bytes longer than it is, and the connection closed at its end.
    record WrongLength(long excessBytes) implements Fault {
        public WrongLength {
            if (excessBytes < 1) {
                throw new IllegalArgumentException("excess bytes must be positive: " + excessBytes);
            }
        }
    }

    /// A status with an error as the wire writes it.
    static Fault status(int status) {
        return new Worded(status, Trouble.STATUS);
    }

    /// A status with a JSON body.
    static Fault json(int status, String body) {
        return answer(status, "application/json", body);
    }

    /// The page of a CDN in front of the provider.
    static Fault html(int status) {
        return answer(status, "text/html; charset=UTF-8", """
                <html><head><title>Simulated page</title></head>
                <body><h1>Something between you and the provider speaks HTML</h1></body></html>
                """);
    }

    /// A status with a text body.
    static Fault answer(int status, String contentType, String body) {
        return new Answer(status, Map.of("content-type", contentType), body.getBytes(StandardCharsets.UTF_8));
    }

    /// A redirect, which an API never sends.
    static Fault redirect(String location) {
        return new Answer(302, Map.of("location", location), new byte[0]);
    }

    /// A 200 whose body is an error.
    static Fault errorInside200() {
        return new Worded(200, Trouble.OVERLOADED);
    }

    /// A body that says gzip, begins like gzip, and breaks off.
    static Fault truncatedGzip() {
        var start = new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, (byte) 0xab, 0x56};
        return new Answer(200, Map.of("content-type", "application/json", "content-encoding", "gzip"), start);
    }

    /// A reset instead of an answer.
    static Fault reset() {
        return new Play(List.of(new Step.Reset()));
    }

    /// A close instead of an answer, as a connection that went stale.
    static Fault close() {
        return new Play(List.of(new Step.Close()));
    }

    /// No answer at all on a connection that stays open.
    static Fault silence() {
        return new Play(List.of(new Step.Silence()));
    }

    /// The headers, and then a close.
    static Fault closeAfterHeaders() {
        return new Cut(0, Ending.Plain.CLOSE);
    }

    /// The headers, and then silence.
    static Fault stallBeforeContent() {
        return new Cut(0, Ending.Plain.SILENCE);
    }

    /// So many content events, and then silence.
    static Fault stallAfterContent(int contentEvents) {
        return new Cut(1 + contentEvents, Ending.Plain.SILENCE);
    }

    /// An error as the stream's first event.
    static Fault errorFirst() {
        return new Cut(0, Ending.error());
    }

    /// A limit that the provider tells only after the stream has begun, before any content.
    static Fault limitAfterRole() {
        return new Cut(1, new Ending.Worded(Trouble.LIMITED));
    }

    /// An error right after the role, before any content.
    static Fault errorAfterRole() {
        return new Cut(1, Ending.error());
    }

    /// An error after so many content events.
    static Fault errorAfterContent(int contentEvents) {
        return new Cut(1 + contentEvents, Ending.error());
    }

    /// Comments for ever.
    static Fault onlyComments() {
        return new Cut(0, Ending.Plain.COMMENTS);
    }

    /// Events without content for ever.
    static Fault onlyRoles() {
        return new Cut(0, Ending.Plain.ROLES);
    }

    /// A stream that ends properly, with nothing in it.
    static Fault emptyStream() {
        return new Cut(0, Ending.Plain.END);
    }

    /// A stream with nothing but its last event, such as `[DONE]`.
    static Fault onlyDone() {
        return new Cut(0, Ending.Plain.DONE);
    }

    /// A stream that ends after so many content events, with neither a finish reason nor its last event.
    static Fault endsEarly(int contentEvents) {
        return new Cut(1 + contentEvents, Ending.Plain.END);
    }

    /// A reset after so many content events.
    static Fault resetAfterContent(int contentEvents) {
        return new Cut(1 + contentEvents, Ending.Plain.RESET);
    }

    /// An event that is no JSON, after so many content events; the stream goes on.
    static Fault malformedEvent(int contentEvents) {
        return new Broken(1 + contentEvents);
    }

    /// A comment line of so many bytes, after the role; the stream goes on.
    static Fault giantLine(int bytes) {
        return new Insert(1, ": " + "x".repeat(bytes) + "\n\n");
    }

    /// The right answer with so many headers more, each of so many bytes.
    static Fault manyHeaders(int count, int bytesEach) {
        var headers = new java.util.HashMap<String, String>();
        for (int i = 0; i < count; i++) {
            headers.put("x-simulated-" + i, "x".repeat(bytesEach));
        }
        return new ExtraHeaders(headers);
    }

    /// Bytes instead of an answer, and then a close: a bad chunk size, two lengths, status 999, garbage.
    static Fault raw(String bytes) {
        return new Play(List.of(Step.Raw.of(bytes), new Step.Close()));
    }
}

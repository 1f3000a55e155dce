package dev.sidestep.gateway.log;

import dev.sidestep.call.CallEvent;
import dev.sidestep.call.CallEvent.Began;
import dev.sidestep.call.CallListener;
import dev.sidestep.exchange.Narration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Logs what people read about calls, each line with its call's id. Thread-safe; keeps something of calls under way
/// whose clients name their requests, and of nothing else.
public final class CallLog implements CallListener {
    private static final Logger log = LoggerFactory.getLogger("sidestep");

    private final Narration narration;
    private final Map<String, String> requests = new ConcurrentHashMap<>();

    /// Logs the lines of this narration.
    public CallLog(Narration narration) {
        this.narration = narration;
    }

    @Override
    public void on(CallEvent event) {
        if (event instanceof Began began && !began.facts().origin().request().isEmpty()) {
            requests.put(began.call(), began.facts().origin().request());
        }
        String call = event.about().orElse("");
        narration.lines(event).forEach(line -> write(line, call));
        if (event.isEnd()) {
            requests.remove(call);
        }
    }

    private void write(Narration.Line line, String call) {
        LoggingEventBuilder event = log.atLevel(line.level());
        if (!call.isEmpty()) {
            event = event.addKeyValue(Facts.CALL, call);
            String request = requests.get(call);
            event = request == null ? event : event.addKeyValue(Facts.CLIENT_REQUEST, request);
        }
        event.log(line.text());
    }
}

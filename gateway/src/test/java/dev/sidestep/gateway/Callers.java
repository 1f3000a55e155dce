package dev.sidestep.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Callers that make one call after the other until they are told to end.
final class Callers {
    private final LastingWorld world;
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> ids = new CopyOnWriteArrayList<>();
    private final AtomicInteger failed = new AtomicInteger();
    private volatile boolean isOver;

    Callers(LastingWorld world, int number) {
        this.world = world;
        for (int i = 0; i < number; i++) {
            callers.submit(this::call);
        }
    }

    private void call() {
        while (!isOver) {
            try {
                HttpResponse<String> answer = world.chat("auto");
                ids.add(LastingWorld.id(answer));
                failed.addAndGet(answer.statusCode() == 200 ? 0 : 1);
            } catch (IOException | RuntimeException _) {
                failed.incrementAndGet();
            }
        }
    }

    /// Ends them.
    ///
    /// @return how many of their calls were not answered
    int end() {
        isOver = true;
        callers.close();
        return failed.get();
    }

    /// How many calls they made.
    int made() {
        return ids.size();
    }

    /// The calls that they made.
    List<String> ids() {
        return List.copyOf(ids);
    }

    /// The calls that the ledger tells of, page after page.
    List<String> inLedger() {
        List<String> found = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = world.json("/api/v1/calls?limit=1000" + (next.isEmpty() ? "" : "&before=" + next));
            page.path("calls").forEach(call -> found.add(call.path("id").asText()));
            next = page.path("next").isNull() ? "" : page.path("next").asText("");
        } while (!next.isEmpty());
        return found;
    }
}

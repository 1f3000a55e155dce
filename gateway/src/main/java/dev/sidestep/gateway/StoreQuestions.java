package dev.sidestep.gateway;

import dev.sidestep.gateway.admin.CallDocument;
import dev.sidestep.gateway.admin.CallsDocument;
import dev.sidestep.gateway.admin.CallsRequest;
import dev.sidestep.gateway.admin.UsageDocument;
import dev.sidestep.gateway.admin.UsageRequest;
import dev.sidestep.store.Store;
import dev.sidestep.store.StoreUnavailableException;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.UsageRow;
import dev.sidestep.wire.format.ApiError;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What can be asked about what was recorded.
final class StoreQuestions {
    /// Some 50 MB of JSON.
    private static final int MOST_ROWS = 100_000;

    private static final String SECONDS_UNTIL_RETRY = "1";
    private static final ApiError NO_STORE = ApiError.of(
            "Nothing is recorded here, since the gateway has no store: set gateway.store to embedded or"
                    + " postgresql://…, and see that gateway.data-dir, SIDESTEP_DATA_DIR or HOME names a directory",
            "invalid_request_error",
            "no_store");

    private StoreQuestions() {}

    static void usage(Request request, byte[] body) {
        String accept = Optional.ofNullable(request.http().getHeader(HttpHeaders.ACCEPT))
                .orElse("");
        try {
            UsageRequest asked = UsageRequest.read(request.query(), accept, Instant.now());
            answer(request, store -> usage(asked, store.usage(asked.query())));
        } catch (IllegalArgumentException invalid) {
            refuse(request, invalid);
        }
    }

    private static Reply usage(UsageRequest asked, List<UsageRow> rows) {
        if (rows.size() > MOST_ROWS) {
            return Reply.refusal(
                    400,
                    invalid("That would be more than " + MOST_ROWS
                            + " rows: ask for less time, or tell fewer groups apart"));
        }
        return asked.isCsv()
                ? Reply.csv(UsageDocument.csv(asked.query(), rows))
                : Reply.json(UsageDocument.of(asked.query(), rows));
    }

    static void calls(Request request, byte[] body) {
        try {
            CallsRequest asked = CallsRequest.read(request.query());
            answer(request, store -> Reply.json(calls(asked, store)));
        } catch (IllegalArgumentException invalid) {
            refuse(request, invalid);
        }
    }

    private static Map<String, Object> calls(CallsRequest asked, Store store) {
        List<CallRow> calls = store.calls(asked.query());
        if (!asked.withTrail()) {
            return CallsDocument.of(asked.query(), calls);
        }
        List<String> ids = calls.stream().map(CallRow::id).toList();
        return CallsDocument.of(asked.query(), calls, store.attempts(ids));
    }

    static void call(Request request, byte[] body) {
        String id = request.variable(0);
        answer(
                request,
                store -> store.call(id)
                        .map(detail -> Reply.json(CallDocument.of(detail)))
                        .orElseGet(() -> Reply.refusal(404, notFound(id))));
    }

    private static void answer(Request request, Function<Store, Reply> question) {
        Optional<Store> store = request.service().store();
        if (store.isEmpty()) {
            request.refuse(404, NO_STORE);
            return;
        }
        Optional<Future<Reply>> reply = request.service().queries().ask(request.vertx(), store.get(), question);
        if (reply.isEmpty()) {
            unavailable(request, "Others ask about what was recorded already: try again in a second");
            return;
        }
        reply.get().onSuccess(each -> send(request, each)).onFailure(failure -> failed(request, failure));
    }

    private static void send(Request request, Reply reply) {
        if (reply.isCsv()) {
            request.response().putHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"usage.csv\"");
        }
        request.answer(reply);
    }

    private static void failed(Request request, Throwable failure) {
        if (failure instanceof StoreUnavailableException unavailable) {
            unavailable(request, String.valueOf(unavailable.getMessage()));
        } else {
            request.failed(failure);
        }
    }

    private static void unavailable(Request request, String message) {
        request.response().putHeader("retry-after", SECONDS_UNTIL_RETRY);
        request.refuse(503, ApiError.of(message, "server_error", "store_unavailable"));
    }

    private static void refuse(Request request, IllegalArgumentException invalid) {
        request.refuse(400, invalid(String.valueOf(invalid.getMessage())));
    }

    private static ApiError invalid(String message) {
        return ApiError.of(message, "invalid_request_error", "invalid_parameter");
    }

    private static ApiError notFound(String id) {
        return ApiError.of(
                "There is no call '" + id + "' in the ledger; GET /api/v1/calls lists the latest",
                "invalid_request_error",
                "call_not_found");
    }
}

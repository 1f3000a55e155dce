package dev.sidestep.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.gateway.auth.Admission;
import dev.sidestep.gateway.auth.Verdict;
import dev.sidestep.gateway.auth.Verdict.Admitted;
import dev.sidestep.gateway.auth.Verdict.Refused;
import dev.sidestep.gateway.auth.Visit;
import dev.sidestep.wire.format.ApiError;
import dev.sidestep.wire.json.Trees;
import io.vertx.core.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How a browser signs in with an admin's key and out again, so that the key itself stays nowhere in it.
final class SigningIn {
    private static final String ENDED = Admission.COOKIE + "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0";

    private SigningIn() {}

    static void show(Request request, byte[] body) {
        Admission admission = request.inForce().admission();
        answer(request, admission.session(Visit.of(request.http())));
    }

    static void open(Request request, byte[] body) {
        Admission admission = request.inForce().admission();
        if (!admission.needsKey()) {
            answer(request, Optional.empty());
            return;
        }
        Optional<String> key = key(body);
        if (key.isEmpty()) {
            request.refuse(400, ApiError.of("Expected {\"key\": \"…\"}", "invalid_request_error", "invalid_parameter"));
            return;
        }
        Visit visit = Visit.of(request.http());
        switch (admission.mayOpen(visit, key.get())) {
            case Refused refused -> refuse(request, refused);
            case Admitted admitted -> {
                String token = admission.open(admitted);
                request.response().putHeader(HttpHeaders.SET_COOKIE, cookie(token, visit.isSecure()));
                answer(request, Optional.of(token));
            }
        }
    }

    static void close(Request request, byte[] body) {
        Verdict verdict = request.inForce().admission().close(Visit.of(request.http()));
        switch (verdict) {
            case Refused refused -> refuse(request, refused);
            case Admitted _ -> {
                request.response().putHeader(HttpHeaders.SET_COOKIE, ENDED);
                answer(request, Optional.empty());
            }
        }
    }

    private static Optional<String> key(byte[] body) {
        return Trees.parse(body)
                .map(tree -> tree.path("key"))
                .filter(JsonNode::isTextual)
                .map(node -> node.textValue().strip())
                .filter(text -> !text.isEmpty());
    }

    /// It ends with the browser, or when the gateway says so.
    private static String cookie(String token, boolean isSecure) {
        return Admission.COOKIE + "=" + token + "; Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "");
    }

    private static void refuse(Request request, Refused refused) {
        request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        refused.headers().forEach(request.response()::putHeader);
        request.refuse(refused.status(), refused.error());
    }

    private static void answer(Request request, Optional<String> token) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("needs_key", request.inForce().admission().needsKey());
        document.put("signed_in", token.isPresent());
        document.put("csrf", token.map(Admission::csrf));
        request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        request.answer(200, document);
    }
}

package dev.sidestep.gateway;

import dev.sidestep.config.AccountConfig;
import dev.sidestep.gateway.accounts.AccountChange;
import dev.sidestep.gateway.accounts.NotInForceException;
import dev.sidestep.gateway.accounts.NotWritableException;
import dev.sidestep.gateway.admin.AccountChangeRequest;
import dev.sidestep.wire.format.ApiError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How accounts are changed over HTTP. Files are written on worker threads; the answer comes when the change is in
/// force.
final class AccountEdits {
    private static final Logger log = LoggerFactory.getLogger("sidestep");
    private static final int SHOWN_DIGITS = 8;

    private AccountEdits() {}

    static void change(Request request, byte[] body) {
        String name = request.variable(0);
        List<AccountConfig> all = accounts(request);
        Optional<AccountConfig> account =
                all.stream().filter(each -> each.name().equals(name)).findFirst();
        if (account.isEmpty()) {
            unknown(request, name);
            return;
        }
        read(request, () -> AccountChangeRequest.change(body))
                .ifPresent(change -> request.answerLater(() -> reply(() -> {
                    String written = request.service().accountChanges().change(account.get(), change, all);
                    log.info("account changed name={} {} written={} by={}", name, words(change), written, who(request));
                    return written;
                })));
    }

    private static List<AccountConfig> accounts(Request request) {
        return request.service().config().calls().accounts();
    }

    private static String words(AccountChange change) {
        return switch (change) {
            case AccountChange.Pinned(var models) -> "pinned=" + models;
            case AccountChange.Without(var models) -> "without=" + models;
            case AccountChange.Disabled(var disabled) -> "disabled=" + disabled;
        };
    }

    static void order(Request request, byte[] body) {
        read(request, () -> AccountChangeRequest.order(body)).ifPresent(names -> order(request, names));
    }

    private static void order(Request request, List<String> names) {
        List<AccountConfig> all = accounts(request);
        List<String> strangers = new ArrayList<>(names);
        strangers.removeAll(all.stream().map(AccountConfig::name).toList());
        if (!strangers.isEmpty()) {
            unknown(request, strangers.getFirst());
            return;
        }
        request.answerLater(() -> reply(() -> {
            String written = request.service().accountChanges().order(names, all);
            log.info("accounts ordered names={} written={} by={}", names, written, who(request));
            return written;
        }));
    }

    /// What a body says; empty where it says nothing of use, which is answered.
    private static <T> Optional<T> read(Request request, Supplier<T> body) {
        try {
            return Optional.of(body.get());
        } catch (IllegalArgumentException invalid) {
            request.refuse(400, error(invalid, "invalid_parameter"));
            return Optional.empty();
        }
    }

    /// The beginning of the hash of the key that was shown.
    private static String who(Request request) {
        String caller = request.caller();
        return caller.isEmpty() ? "anyone" : "key-" + caller.substring(0, Math.min(SHOWN_DIGITS, caller.length()));
    }

    /// Makes a change, and tells where it was written.
    private static Reply reply(Supplier<String> change) {
        try {
            return Reply.json(Map.of("written", change.get()));
        } catch (NotInForceException refused) {
            return Reply.refusal(409, error(refused, "not_in_force"));
        } catch (NotWritableException refused) {
            ApiError error = error(refused, "not_writable");
            return Reply.refusal(
                    409,
                    refused.yaml().map(yaml -> error.with(Map.of("yaml", yaml))).orElse(error));
        }
    }

    private static ApiError error(RuntimeException refused, String code) {
        return ApiError.of(String.valueOf(refused.getMessage()), "invalid_request_error", code);
    }

    private static void unknown(Request request, String name) {
        request.refuse(
                404,
                ApiError.of(
                        "There is no account '" + name + "'; GET /api/v1/targets names them",
                        "invalid_request_error",
                        "account_not_found"));
    }
}

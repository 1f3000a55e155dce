package dev.sidestep.gateway;

import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.AccountOrigin;
import dev.sidestep.gateway.accounts.AddedAccounts;
import dev.sidestep.gateway.accounts.InvalidAccountException;
import dev.sidestep.gateway.accounts.NewAccount;
import dev.sidestep.gateway.accounts.NotWritableException;
import dev.sidestep.gateway.admin.AccountsDocument;
import dev.sidestep.gateway.admin.PresetsDocument;
import dev.sidestep.wire.format.ApiError;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/// What can be asked about accounts, and how they are added and removed. Files are read and written
/// on worker threads.
final class AccountQuestions {
    private AccountQuestions() {}

    static void accounts(Request request, byte[] body) {
        answer(request, () -> Reply.json(document(request.service()).all()));
    }

    static void presets(Request request, byte[] body) {
        answer(request, () -> Reply.json(PresetsDocument.of()));
    }

    static void add(Request request, byte[] body) {
        answer(request, () -> added(request.service(), body));
    }

    private static Reply added(Service service, byte[] body) {
        AddedAccounts added = service.configured().added();
        NewAccount account = NewAccount.read(body, service.config().calls(), added.now());
        added.add(account);
        service.configured().refresh(service);
        return Reply.json(201, document(service).one(account.name()));
    }

    static void remove(Request request, byte[] body) {
        answer(request, () -> removed(request.service(), request.variable(0)));
    }

    private static Reply removed(Service service, String name) {
        AddedAccounts added = service.configured().added();
        if (!added.keeps(name)) {
            return standsElsewhere(service, name);
        }
        added.remove(name);
        service.configured().refresh(service);
        return Reply.json(Map.of("removed", name));
    }

    private static Reply standsElsewhere(Service service, String name) {
        return service.config().calls().accounts().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .map(each -> Reply.refusal(409, notWritable(elsewhere(each))))
                .orElseGet(() -> Reply.refusal(404, notFound(name)));
    }

    private static NotWritableException elsewhere(AccountConfig account) {
        String where = switch (account.origin()) {
            case AccountOrigin.Environment(var variable) ->
                "comes from the environment: unset " + variable + " and start again";
            case AccountOrigin.File(var source, var line) ->
                "stands in " + Path.of(source).getFileName() + ", line " + line + ": remove it there";
            case AccountOrigin.Code() -> "was configured by a program: change it there";
        };
        return new NotWritableException("account '" + account.name() + "' " + where + ", or disable it");
    }

    private static AccountsDocument document(Service service) {
        return new AccountsDocument(
                service.dispatcher(),
                service.config().calls(),
                service.configured().added());
    }

    private static void answer(Request request, Supplier<Reply> question) {
        request.answerLater(() -> answer(question));
    }

    private static Reply answer(Supplier<Reply> question) {
        try {
            return question.get();
        } catch (InvalidAccountException invalid) {
            return Reply.refusal(400, invalid(invalid));
        } catch (NotWritableException refused) {
            return Reply.refusal(409, notWritable(refused));
        }
    }

    private static ApiError invalid(InvalidAccountException invalid) {
        return ApiError.of(String.valueOf(invalid.getMessage()), "invalid_request_error", "invalid_account")
                .with(Map.of("fields", invalid.mistakes()));
    }

    private static ApiError notWritable(NotWritableException refused) {
        return ApiError.of(String.valueOf(refused.getMessage()), "invalid_request_error", "not_writable");
    }

    private static ApiError notFound(String name) {
        return ApiError.of(
                "There is no account '" + name + "'; GET /api/v1/accounts lists them",
                "invalid_request_error",
                "account_not_found");
    }
}

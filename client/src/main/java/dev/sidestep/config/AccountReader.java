package dev.sidestep.config;

import dev.sidestep.core.quota.QuotaLimit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads an account.
final class AccountReader {
    /// Stands for a key that could not be read: that is reported already, and a document with
    /// mistakes is not used.
    private static final Secret UNREADABLE = Secret.of("unreadable");

    /// More models than anyone gives limits by hand.
    private static final int MAX_MODELS = 1_000;

    private AccountReader() {}

    static Optional<AccountConfig> read(Section section) {
        Optional<String> provider = section.value("provider").flatMap(Names::read);
        Optional<String> name = section.value("name").flatMap(Names::read);
        if (!section.has("name") && !section.has("provider")) {
            section.mistake("name", "an account needs a name that begins with its provider's, or a provider");
        }
        // Read in any case, so that the mistakes in it are reported with the others.
        AccountConfig.Builder account =
                AccountConfig.builder(name.or(() -> provider).orElse("unreadable"));
        provider.or(() -> name).ifPresent(account::provider);
        section.value("quota-group").flatMap(Names::read).ifPresent(account::quotaGroup);
        account.models(section.texts("models"));
        section.integer("priority", 1, AccountConfig.MAX_PRIORITY).ifPresent(account::priority);
        section.value("base-url").flatMap(Value::baseUrl).ifPresent(account::baseUrl);
        account.quotas(quotas(section));
        account.pinned(section.texts("pinned")).without(section.texts("without"));
        account.origin(section.origin());
        secrets(section, account);
        boolean named = name.isPresent() || !section.has("name");
        boolean placed = provider.isPresent() || !section.has("provider");
        return named && placed && (name.isPresent() || provider.isPresent())
                ? Optional.of(account.build())
                : Optional.empty();
    }

    /// Those of a disabled account are needed by nobody: it may wait for a key that is not there yet.
    private static void secrets(Section section, AccountConfig.Builder account) {
        if (section.flag("disabled").orElse(false)) {
            account.disabled(true);
            List.of("key", "key-file", "headers").forEach(section::value);
            return;
        }
        key(section).ifPresent(account::key);
        account.headers(headers(section));
    }

    private static Optional<Secret> key(Section section) {
        Optional<Secret> key = section.secret("key");
        Optional<Secret> fromFile = section.value("key-file").flatMap(Value::secretFile);
        if (section.has("key") && section.has("key-file")) {
            section.mistake("key-file", "key and key-file exclude each other");
        }
        return section.has("key") || section.has("key-file")
                ? key.or(() -> fromFile).or(() -> Optional.of(UNREADABLE))
                : Optional.empty();
    }

    private static AccountQuotas quotas(Section account) {
        List<QuotaLimit> ofEachModel = limits(account, "quotas");
        Map<String, List<QuotaLimit>> ofModels = new LinkedHashMap<>();
        account.section("model-quotas")
                .map(Section::entries)
                .orElseGet(LinkedHashMap::new)
                .forEach((model, value) -> {
                    if (model.isBlank()) {
                        value.mistake("expected a model's id before the limits");
                    } else {
                        value.section()
                                .ifPresent(section -> ofModels.put(model, QuotaReader.read(section, ofEachModel)));
                    }
                });
        if (ofModels.size() > MAX_MODELS) {
            account.mistake("model-quotas", "more than " + MAX_MODELS + " models");
        }
        return new AccountQuotas(
                ofEachModel, ofModels, limits(account, "key-quotas"), limits(account, "shared-quotas"));
    }

    private static List<QuotaLimit> limits(Section account, String key) {
        return account.section(key)
                .map(section -> QuotaReader.read(section, List.of()))
                .orElse(List.of());
    }

    private static Map<String, Secret> headers(Section account) {
        Map<String, Secret> headers = new LinkedHashMap<>();
        account.section("headers")
                .map(Section::entries)
                .orElseGet(LinkedHashMap::new)
                .forEach((name, value) -> {
                    String objection = Headers.objection(name);
                    if (objection.isEmpty()) {
                        value.header().ifPresent(text -> headers.put(name, text));
                    } else {
                        value.mistake(objection);
                    }
                });
        if (headers.size() > Headers.MAX_HEADERS) {
            account.mistake("headers", "more than " + Headers.MAX_HEADERS + " headers");
        }
        return headers;
    }
}

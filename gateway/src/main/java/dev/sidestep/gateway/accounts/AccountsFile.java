package dev.sidestep.gateway.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.config.BaseUrls;
import dev.sidestep.config.Names;
import dev.sidestep.store.PrivateFiles;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.json.Json;
import dev.sidestep.wire.json.Trees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The file of the accounts that were added, `accounts.json`. Not thread-safe.
///
/// @param path where it is
/// @param clock names what is put aside
record AccountsFile(Path path, InstantSource clock) {
    static final String NAME = "accounts.json";

    /// More than anybody adds by hand; what is sealed with one key stays far below what its random
    /// nonces bear.
    static final int MOST_ACCOUNTS = 200;

    static final int MOST_MODELS = 1_000;

    private static final int VERSION = 1;

    /// So large are that many accounts never.
    private static final long MOST_BYTES = 16_000_000;

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    /// What the file says.
    ///
    /// @param order names of accounts, of which those added here take their places; as somebody put
    ///     them in order
    /// @param accounts in the order in which they were added
    record Content(List<String> order, List<AddedAccount> accounts) {
        static final Content NONE = new Content(List.of(), List.of());

        Content {
            order = List.copyOf(order);
            accounts = List.copyOf(accounts);
        }

        Optional<AddedAccount> of(String name) {
            return accounts.stream().filter(each -> each.name().equals(name)).findFirst();
        }
    }

    /// What it says; nothing where there is none.
    ///
    /// @throws IOException where it cannot be read
    /// @throws DamagedException where it is not what was written
    Content read() throws IOException, DamagedException {
        if (!Files.exists(path)) {
            return Content.NONE;
        }
        if (Files.size(path) > MOST_BYTES) {
            throw new DamagedException("it is larger than " + MOST_BYTES + " bytes");
        }
        return content(Trees.parse(Files.readAllBytes(path)).orElseThrow(() -> new DamagedException("it is no JSON")));
    }

    /// Makes it say this.
    void write(Content content) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", VERSION);
        document.put("order", content.order());
        document.put(
                "accounts",
                content.accounts().stream().map(AccountsFile::document).toList());
        PrivateFiles.replace(path, Json.bytes(document));
    }

    /// Gives it another name, so that a new one can be begun.
    ///
    /// @return the other name
    Path putAside() throws IOException {
        Path aside = path.resolveSibling("accounts-" + MOMENT.format(clock.instant()) + ".damaged.json");
        return Files.move(path, aside);
    }

    private static Map<String, Object> document(AddedAccount account) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", account.name());
        document.put("provider", account.provider());
        document.put("base_url", account.baseUrl().toString());
        document.put("wire", account.wire().id());
        document.put("models", account.models());
        document.put("quota_group", account.quotaGroup());
        document.put("quotas", account.quotas());
        document.put("pinned", account.pinned());
        document.put("without", account.without());
        document.put("disabled", account.isDisabled());
        document.put("added_at", account.addedAt().toString());
        document.put("key", account.sealedKey());
        return document;
    }

    private static Content content(JsonNode root) throws DamagedException {
        if (root.path("version").asInt(0) != VERSION || !root.path("accounts").isArray()) {
            throw new DamagedException("it is not of version " + VERSION);
        }
        List<AddedAccount> accounts = new ArrayList<>();
        for (JsonNode each : root.path("accounts")) {
            accounts.add(account(new Fields(each)));
        }
        long names = accounts.stream().map(AddedAccount::name).distinct().count();
        if (names != accounts.size() || accounts.size() > MOST_ACCOUNTS) {
            throw new DamagedException("it has accounts of one name, or more than " + MOST_ACCOUNTS);
        }
        List<String> order = new ArrayList<>();
        root.path("order").forEach(name -> order.add(name.asText()));
        return new Content(order, accounts);
    }

    private static AddedAccount account(Fields fields) throws DamagedException {
        Optional<String> name = fields.text("name").filter(Names::isName);
        Optional<String> provider = fields.text("provider").filter(Names::isName);
        Optional<String> quotaGroup = fields.text("quota_group").filter(Names::isName);
        Optional<URI> baseUrl = fields.text("base_url").flatMap(BaseUrls::parse);
        Optional<WireFormat> wire = fields.text("wire").flatMap(WireFormat::of);
        Optional<Instant> addedAt = fields.text("added_at").flatMap(AccountsFile::instant);
        List<String> models = fields.texts("models", MOST_MODELS);
        Map<String, Long> quotas = fields.numbers("quotas");
        List<String> pinned = fields.texts("pinned", MOST_MODELS);
        List<String> without = fields.texts("without", MOST_MODELS);
        boolean isDisabled = fields.flag("disabled");
        String key = fields.text("key").orElse(null);
        boolean isWhole = List.of(name, provider, quotaGroup, baseUrl, wire, addedAt).stream()
                .allMatch(Optional::isPresent);
        if (!isWhole || !fields.mistakes().isEmpty()) {
            throw new DamagedException("an account in it is not as it was written");
        }
        return new AddedAccount(
                name.orElseThrow(),
                provider.orElseThrow(),
                baseUrl.orElseThrow(),
                wire.orElseThrow(),
                models,
                quotaGroup.orElseThrow(),
                quotas,
                pinned,
                without,
                isDisabled,
                addedAt.orElseThrow(),
                key);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}

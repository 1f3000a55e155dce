package dev.sidestep.gateway.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.config.AccountQuotas;
import dev.sidestep.config.BaseUrls;
import dev.sidestep.config.ConfigException;
import dev.sidestep.config.Mistake;
import dev.sidestep.config.Names;
import dev.sidestep.config.ProviderConfig;
import dev.sidestep.config.Secret;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.json.Trees;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An account that somebody wants to add, as described, with its key still open. Immutable.
public final class NewAccount {
    /// Longer than any provider's.
    private static final int MOST_KEY_CHARS = 2_048;

    private static final String PLAIN_TEXT =
            "the key would travel unencrypted: use https, or say allow_http for a network that you trust";

    private final AddedAccount account;
    private final Optional<Secret> key;

    private NewAccount(AddedAccount account, Optional<Secret> key) {
        this.account = account;
        this.key = key;
    }

    /// Its name.
    public String name() {
        return account.name();
    }

    /// As it would stand in the file, but for its key.
    AddedAccount account() {
        return account;
    }

    /// Its key, where it has one.
    Optional<Secret> key() {
        return key;
    }

    /// Reads one.
    ///
    /// @param body a JSON object
    /// @param calls with which it has to get along
    /// @throws InvalidAccountException with everything that is wrong
    public static NewAccount read(byte[] body, SidestepConfig calls, Instant now) {
        JsonNode object = Trees.parse(body)
                .filter(JsonNode::isObject)
                .orElseThrow(() -> new InvalidAccountException(
                        Map.of("body", "expected a JSON object such as {\"name\": \"groq\", \"key\": \"…\"}")));
        return new Reader(new Fields(object), calls).read(now);
    }

    /// One reading.
    private record Reader(Fields fields, SidestepConfig calls) {
        NewAccount read(Instant now) {
            String name = name("name").orElse("");
            String provider = name("provider").orElse(name);
            Optional<ProviderConfig> known = provider.isEmpty() ? Optional.empty() : calls.provider(provider);
            Optional<URI> address = address();
            Optional<WireFormat> wire = wire(known);
            Optional<Secret> key = key();
            AddedAccount account = new AddedAccount(
                    name,
                    known.map(ProviderConfig::name).orElse(provider),
                    address.or(() -> known.map(ProviderConfig::baseUrl)).orElse(URI.create("https://unknown")),
                    wire.or(() -> known.map(each -> each.wires().getFirst())).orElse(WireFormat.OPENAI),
                    fields.texts("models", AccountsFile.MOST_MODELS),
                    name("quota_group").orElse(name),
                    fields.numbers("quotas"),
                    fields.texts("pinned", AccountsFile.MOST_MODELS),
                    fields.texts("without", AccountsFile.MOST_MODELS),
                    fields.flag("disabled"),
                    now,
                    null);
            review(account, known, address, key);
            if (!fields.mistakes().isEmpty()) {
                throw new InvalidAccountException(fields.mistakes());
            }
            return new NewAccount(account, key);
        }

        private Optional<String> name(String field) {
            Optional<String> text = fields.text(field);
            if (text.isPresent() && !Names.isName(text.get())) {
                fields.mistake(field, "expected " + Names.EXPECTED);
                return Optional.empty();
            }
            return text;
        }

        private Optional<URI> address() {
            Optional<String> text = fields.text("base_url");
            Optional<URI> address = text.flatMap(BaseUrls::parse);
            boolean isPlainTextAllowed = fields.flag("allow_http");
            if (text.isPresent() && address.isEmpty()) {
                fields.mistake("base_url", "expected " + BaseUrls.EXPECTED);
            } else if (address.filter(BaseUrls::isPlainText).isPresent() && !isPlainTextAllowed) {
                fields.mistake("base_url", PLAIN_TEXT);
            }
            return address;
        }

        private Optional<WireFormat> wire(Optional<ProviderConfig> known) {
            Optional<String> text = fields.text("wire");
            Optional<WireFormat> wire = text.flatMap(WireFormat::of);
            if (text.isPresent() && wire.isEmpty()) {
                fields.mistake("wire", "expected openai, responses, anthropic or gemini");
            }
            if (wire.isPresent()
                    && known.filter(each -> !each.wires().contains(wire.get())).isPresent()) {
                fields.mistake(
                        "wire",
                        known.get().displayName() + " speaks "
                                + known.get().wires().getFirst().id() + ": leave this out, or name another provider");
            }
            return wire;
        }

        private Optional<Secret> key() {
            Optional<String> text = fields.text("key");
            if (text.filter(key -> key.length() > MOST_KEY_CHARS).isPresent()) {
                fields.mistake("key", "expected at most " + MOST_KEY_CHARS + " characters");
                return Optional.empty();
            }
            try {
                return text.map(Secret::of);
            } catch (IllegalArgumentException malformed) {
                fields.mistake("key", String.valueOf(malformed.getMessage()));
                return Optional.empty();
            }
        }

        private void review(
                AddedAccount account, Optional<ProviderConfig> known, Optional<URI> address, Optional<Secret> key) {
            if (account.name().isEmpty()) {
                fields.mistake("name", "an account needs a name, such as groq-2");
            } else if (known.isEmpty() && address.isEmpty()) {
                fields.mistake(
                        "base_url", "no provider is called '" + account.provider() + "', so its address is needed");
            } else if (known.filter(ProviderConfig::keyNeeded).isPresent() && address.isEmpty() && key.isEmpty()) {
                fields.mistake("key", "an account at " + known.get().displayName() + " needs a key");
            } else {
                fit(account, key);
            }
        }

        /// Whether the account can stand beside the others.
        private void fit(AddedAccount account, Optional<Secret> key) {
            if (calls.accounts().stream().anyMatch(each -> each.name().equals(account.name()))) {
                fields.mistake("name", "there is an account '" + account.name() + "' already: choose another name");
            }
            try {
                AccountQuotas.named(account.quotas());
            } catch (IllegalArgumentException wrong) {
                fields.mistake("quotas", String.valueOf(wrong.getMessage()));
                return;
            }
            try {
                Merging.with(alone(), account, key);
                if (fields.mistakes().isEmpty()) {
                    Merging.with(calls, account, key);
                }
            } catch (ConfigException misfits) {
                misfits.mistakes().forEach(this::mistake);
            }
        }

        /// The mistake at the field that stands for the option.
        private void mistake(Mistake mistake) {
            String option = mistake.path().substring(mistake.path().lastIndexOf('.') + 1);
            fields.mistake(option.replace('-', '_'), mistake.text());
        }

        /// The configuration without any account, and with models known: what is only warned of in
        /// an environment is a mistake in a form.
        private SidestepConfig alone() {
            return new SidestepConfig(
                    calls.catalogue(), calls.providers(), List.of(), Map.of(), calls.knobs(), false, List.of());
        }
    }
}

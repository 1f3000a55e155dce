package dev.sidestep.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the library's part of a configuration file.
final class SidestepReader {
    /// More accounts, providers, routes or targets of a route than anyone keeps by hand.
    private static final int MAX_ENTRIES = 1_000;

    private final ConfigDocument document;
    private final Section root;
    private final SidestepConfig.Builder config = SidestepConfig.builder();
    private final List<String> paths = new ArrayList<>();

    SidestepReader(ConfigDocument document) {
        this.document = document;
        this.root = document.root();
    }

    SidestepConfig read() {
        Catalogue catalogue = catalogue();
        config.catalogue(catalogue).knobs(Knobs.read(root));
        providers(catalogue);
        accounts();
        routes();
        SidestepConfig read = config.unchecked();
        new Resolution(read, paths, document.report()).resolve();
        return read.withWarnings(document.warnings());
    }

    private Catalogue catalogue() {
        return root.choice("catalog", Map.of("current", false, "classic", true)).orElse(false)
                ? Catalogue.classic()
                : Catalogue.current();
    }

    private void providers(Catalogue catalogue) {
        entries("providers")
                .forEach((name, value) -> value.section()
                        .flatMap(section -> ProviderReader.read(name, section, catalogue))
                        .ifPresent(config::provider));
    }

    private void accounts() {
        if (!root.has("accounts")) {
            config.modelsMayBeUnknown(true);
            new EnvironmentReader(document.references().environment(), document.report())
                    .read()
                    .forEach(config::account);
            return;
        }
        List<Value> accounts = root.list("accounts");
        if (root.value("accounts").filter(Value::isEmptyList).isPresent()) {
            root.mistake("accounts", "expected at least one account; left out, they come from the environment");
        }
        if (accounts.size() > MAX_ENTRIES) {
            root.mistake("accounts", "more than " + MAX_ENTRIES + " accounts");
            return;
        }
        for (Value account : accounts) {
            account.section().flatMap(AccountReader::read).ifPresent(read -> {
                config.account(read);
                paths.add(account.path());
            });
        }
    }

    private void routes() {
        entries("routes").forEach((name, value) -> {
            List<String> targets = value.texts();
            if (name.equals(SidestepConfig.AUTO)) {
                value.mistake("'auto' stands for the catalogue's order and cannot be a route");
            } else if (targets.size() > MAX_ENTRIES) {
                value.mistake("more than " + MAX_ENTRIES + " targets");
            } else if (value.isEmptyList()) {
                value.mistake("a route needs at least one target");
            } else if (!targets.isEmpty()) {
                config.route(name, targets);
            }
        });
    }

    /// The entries of a section whose keys are names that people chose, without those that are no
    /// names.
    private Map<String, Value> entries(String key) {
        Map<String, Value> entries = root.section(key).map(Section::entries).orElseGet(LinkedHashMap::new);
        if (entries.size() > MAX_ENTRIES) {
            root.mistake(key, "more than " + MAX_ENTRIES + " entries");
            return Map.of();
        }
        entries.entrySet().removeIf(entry -> {
            boolean malformed = !Names.isName(entry.getKey());
            if (malformed) {
                entry.getValue().mistake("expected " + Names.EXPECTED);
            }
            return malformed;
        });
        return entries;
    }
}

package dev.sidestep.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.ConfiguredAccount;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Lifecycle;
import dev.sidestep.core.Model;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lists what a call can ask for.
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        description = {"Lists the models that a call can ask for, in the order in which they are tried.", ""},
        footer = {
            "",
            "Examples:",
            "  sidestep models                                what this configuration offers",
            "  sidestep models --account groq                 of one account",
            "  sidestep models --running                      what a running gateway offers, as providers list it",
            "  sidestep status                                what is cooling in a running gateway",
            "",
            "A call names a model as model, provider/model, account/model, a route's name, or auto."
        })
final class ModelsCommand implements Callable<Integer> {
    /// What people choose a model by; the rest decides where a call can go, and `explain` tells it.
    private static final Set<Feature> SHOWN = EnumSet.of(
            Feature.EMBEDDINGS,
            Feature.VISION,
            Feature.AUDIO,
            Feature.FILES,
            Feature.TOOLS,
            Feature.JSON_SCHEMA,
            Feature.REASONING);

    private final Terminal terminal;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--account", paramLabel = "NAME", description = "Only this account's models.")
    private Optional<String> only = Optional.empty();

    @Option(names = "--simulate", description = "The models of the simulated providers.")
    private boolean simulate;

    @Option(
            names = "--running",
            description = "The models of a running gateway, with what the providers' own lists added and took out.")
    private boolean running;

    @Mixin
    private RunningGateway gateway = new RunningGateway();

    ModelsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (running) {
            running(gateway);
            return 0;
        }
        SidestepConfig read =
                simulate ? Simulation.OFFLINE : config.read(terminal).calls();
        Table table =
                new Table("ACCOUNT", "MODEL", "WINDOW", "OUTPUT", "$/M IN", "$/M OUT", "CAN", "LIFECYCLE", "PLACE");
        if (read.accounts().stream().map(AccountConfig::name).noneMatch(this::isShown)) {
            throw CommandFailedException.wrongUsage(
                    "There is no account " + only.orElse("") + ". There are: " + names(read));
        }
        read.resolve().stream()
                .filter(this::isShown)
                .forEach(account -> account.models().forEach(model -> row(table, account, model)));
        table.print(terminal);
        unasked(read);
        routes(read.routes());
        return 0;
    }

    private boolean isShown(ConfiguredAccount account) {
        return isShown(account.account().name());
    }

    private boolean isShown(String account) {
        return only.isEmpty() || only.get().equals(account);
    }

    private void running(RunningGateway asked) {
        JsonNode document = RunningGateway.read(asked.ask(terminal, "GET", "/api/v1/targets"));
        Set<String> added = new HashSet<>();
        document.path("model_lists")
                .forEach(list -> list.path("added")
                        .forEach(id -> added.add(list.path("account").asText() + "/" + id.asText())));
        Table table = new Table("ACCOUNT", "MODEL", "STATE", "KNOWN FROM", "PLACE");
        for (JsonNode target : document.path("targets")) {
            String account = target.path("account").asText();
            if (isShown(account)) {
                boolean isListed = added.contains(target.path("target").asText());
                table.row(
                        account,
                        target.path("model").asText(),
                        target.path("state").asText(),
                        isListed ? "the provider's list" : "configuration",
                        target.path("pinned").isNumber() ? "pinned" : "");
            }
        }
        for (JsonNode target : document.path("disabled")) {
            String account = target.path("account").asText();
            if (isShown(account)) {
                table.row(account, target.path("model").asText(), "not asked", "configuration", why(target));
            }
        }
        table.print(terminal);
    }

    private static String why(JsonNode unasked) {
        return unasked.path("why").asText().equals("without") ? "without" : "disabled";
    }

    private static void row(Table table, ConfiguredAccount account, Model model) {
        table.row(
                account.account().name(),
                model.id(),
                tokens(model.contextWindowTokens()),
                tokens(model.maxOutputTokens()),
                model.price()
                        .map(price -> price.inputUsdPerMillion().toPlainString())
                        .orElse("-"),
                model.price()
                        .map(price -> price.outputUsdPerMillion().toPlainString())
                        .orElse("-"),
                model.features().stream()
                        .filter(SHOWN::contains)
                        .map(Feature::id)
                        .collect(Collectors.joining(" ")),
                lifecycle(model.lifecycle()),
                account.choice().pins(model.id()) ? "pinned" : "");
    }

    private void unasked(SidestepConfig read) {
        read.resolve().stream()
                .filter(account ->
                        isShown(account) && !account.choice().without().isEmpty())
                .forEach(account -> tellUnasked(
                        account.account().name() + " without",
                        String.join(", ", account.choice().without())));
        read.disabled().stream()
                .filter(this::isShown)
                .forEach(account -> tellUnasked(account.account().name() + " disabled", Accounts.text(account)));
    }

    private void tellUnasked(String title, String text) {
        terminal.print(terminal.paint(Paint.TITLE, title) + "  " + text);
    }

    private void routes(Map<String, List<String>> routes) {
        routes.forEach((name, targets) ->
                terminal.print(terminal.paint(Paint.TITLE, "route " + name) + "  " + String.join(", ", targets)));
    }

    private static String names(SidestepConfig config) {
        return config.accounts().stream().map(AccountConfig::name).collect(Collectors.joining(", "));
    }

    private static String tokens(long count) {
        return count == 0 ? "-" : Long.toString(count);
    }

    private static String lifecycle(Lifecycle lifecycle) {
        return switch (lifecycle) {
            case Lifecycle.Active() -> "active";
            case Lifecycle.Deprecated(var shutdown) -> "ends " + shutdown;
            case Lifecycle.Retired(var since) -> "retired " + since;
        };
    }
}

package dev.sidestep.core.testing;

import dev.sidestep.core.Account;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Lifecycle;
import dev.sidestep.core.Model;
import dev.sidestep.core.Provider;
import dev.sidestep.core.Target;
import dev.sidestep.core.selection.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Catalogues for tests: the classic one of the specification, and small ones.
public final class Catalogues {
    /// The classic models of Groq, most capable first.
    public static final List<String> GROQ = List.of(
            "llama-3.3-70b-versatile",
            "llama-3.3-70b-specdec",
            "llama-3.1-70b-versatile",
            "llama-3.1-8b-instant",
            "llama-3.2-90b-text-preview",
            "llama-3.2-90b-vision-preview",
            "llama-3.2-11b-text-preview",
            "llama-3.2-11b-vision-preview",
            "llama-3.2-3b-preview",
            "llama-3.2-1b-preview",
            "llama3-70b-8192",
            "llama3-8b-8192",
            "llama3-groq-70b-8192-tool-use-preview",
            "llama3-groq-8b-8192-tool-use-preview",
            "mixtral-8x7b-32768",
            "gemma2-9b-it",
            "gemma-7b-it");

    /// The classic models of OpenAI.
    public static final List<String> OPENAI = List.of(
            "gpt-4o",
            "gpt-4o-mini",
            "gpt-4-turbo",
            "gpt-4-turbo-preview",
            "gpt-4",
            "gpt-3.5-turbo",
            "gpt-3.5-turbo-16k");

    /// The classic models of Anthropic.
    public static final List<String> ANTHROPIC = List.of(
            "claude-3-5-sonnet-20241022",
            "claude-3-5-haiku-20241022",
            "claude-3-opus-20240229",
            "claude-3-sonnet-20240229",
            "claude-3-haiku-20240307");

    /// The classic models of Gemini.
    public static final List<String> GEMINI = List.of("gemini-2.5-flash", "gemini-2.0-flash");

    private static final Map<String, List<String>> FALLBACKS = Map.of(
            "groq", List.of("openai", "anthropic", "gemini"),
            "openai", List.of("anthropic", "groq", "gemini"),
            "anthropic", List.of("openai", "groq", "gemini"),
            "gemini", List.of("openai", "anthropic", "groq"));

    private Catalogues() {}

    /// A provider named after its type, with the specification's fallbacks.
    public static Provider provider(String type) {
        return new Provider(type, type, type, FALLBACKS.getOrDefault(type, List.of()));
    }

    /// An account whose models can do everything.
    public static Account account(String name, String type, List<String> models) {
        return Account.of(
                name, provider(type), models.stream().map(Model::unknown).toList());
    }

    /// An account whose models can do everything.
    public static Account account(String name, String type, String... models) {
        return account(name, type, Arrays.asList(models));
    }

    /// The same account, of which a call tries only so many targets.
    public static Account limited(Account account, int attemptsPerCall) {
        return new Account(account.name(), account.provider(), account.quotaGroup(), account.models(), attemptsPerCall);
    }

    /// The same account in a quota group with others.
    public static Account inGroup(Account account, String quotaGroup) {
        return new Account(account.name(), account.provider(), quotaGroup, account.models(), account.attemptsPerCall());
    }

    /// A chat model with these features besides, and a window.
    public static Model model(String id, long contextWindowTokens, long maxOutputTokens, Feature... features) {
        return new Model(id, Set.of(features), contextWindowTokens, maxOutputTokens, null, Lifecycle.ACTIVE);
    }

    /// The classic Groq account.
    public static Account groq() {
        return account("groq-free", "groq", GROQ);
    }

    /// The classic OpenAI account.
    public static Account openai() {
        return account("openai", "openai", OPENAI);
    }

    /// The classic Anthropic account.
    public static Account anthropic() {
        return account("anthropic", "anthropic", ANTHROPIC);
    }

    /// The Gemini account.
    public static Account gemini() {
        return account("gemini", "gemini", GEMINI);
    }

    /// The targets of these accounts, with no routes.
    public static Targets targets(Account... accounts) {
        return Targets.of(List.of(accounts), Map.of());
    }

    /// The one target of this name.
    public static Target target(Targets targets, String name) {
        return targets.all().stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// `prefix/id` for each id.
    public static List<String> names(String prefix, List<String> ids) {
        return ids.stream().map(id -> prefix + "/" + id).toList();
    }
}

package dev.sidestep.gateway.dashboard;

import dev.sidestep.core.Nanos;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.gateway.admin.TargetState;
import dev.sidestep.gateway.dashboard.Trouble.Severity;
import dev.sidestep.store.StoreStatus;
import dev.sidestep.store.share.ShareStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Finds what is wrong: of several things the one that costs the most calls, then the one that somebody can mend.
final class Diagnosis {
    private static final long LONG_WAIT_NANOS = Duration.ofSeconds(10).toNanos();

    /// More names than these make no sentence.
    private static final int MOST_NAMES = 3;

    private final Situation now;

    private Diagnosis(Situation now) {
        this.now = now;
    }

    /// What is wrong in a situation, or that nothing is.
    static Trouble of(Situation situation) {
        Diagnosis diagnosis = new Diagnosis(situation);
        return Stream.<Supplier<Optional<Trouble>>>of(
                        diagnosis::noAccounts,
                        diagnosis::nothingCanAnswer,
                        diagnosis::storeFails,
                        diagnosis::keysRefused,
                        diagnosis::fundsUsedUp,
                        diagnosis::providersFail,
                        diagnosis::callsWaitLong,
                        diagnosis::isApart,
                        diagnosis::accountsWait,
                        diagnosis::modelsGone,
                        diagnosis::someWait)
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(diagnosis::nothing);
    }

    private Optional<Trouble> noAccounts() {
        return when(
                now.targets().isEmpty(),
                () -> new Trouble(
                        Severity.CRITICAL,
                        "No account is configured, so no call can be answered.",
                        "Add one on the page Accounts, or start with a key in the environment, such as GROQ_API_KEY.",
                        "accounts"));
    }

    private Optional<Trouble> nothingCanAnswer() {
        if (now.targets().stream().anyMatch(Standing::canAnswer)) {
            return Optional.empty();
        }
        List<Standing> waiting = now.targets(each -> each.state() != TargetState.BENCHED);
        return Optional.of(waiting.isEmpty() ? allBenched() : allWaiting(waiting));
    }

    private Trouble allBenched() {
        return new Trouble(
                Severity.CRITICAL,
                "None of the " + targets(now.targets().size()) + " can answer: keys were refused, funds are used up,"
                        + " or models are gone.",
                "Look at each account's reason, and replace keys, add funds, or add another account.",
                "accounts");
    }

    private Trouble allWaiting(List<Standing> waiting) {
        return new Trouble(
                Severity.CRITICAL,
                "All " + targets(now.targets().size()) + " of " + accounts(now.accounts())
                        + " wait for a limit; the first is back in " + firstBack(waiting) + ".",
                "Wait, or add an account: calls are refused meanwhile, or wait where they may.",
                "models");
    }

    private Optional<Trouble> storeFails() {
        return now.store().filter(store -> !store.isWell()).map(this::failing);
    }

    private Trouble failing(StoreStatus store) {
        return new Trouble(
                Severity.WARNING,
                "The store cannot be written" + because(store.trouble()) + ": " + counted(store.queued(), "record")
                        + " wait; calls go on.",
                "See whether the disk is full or the database is down; what waits is written once it can be.",
                "calls");
    }

    private Optional<Trouble> keysRefused() {
        return ofAccounts(
                CooldownKind.UNAUTHORIZED,
                (accounts, verb) -> new Trouble(
                        Severity.WARNING,
                        "The key of " + accounts + " was refused.",
                        "Replace it; until then the others answer.",
                        "accounts"));
    }

    private Optional<Trouble> fundsUsedUp() {
        return ofAccounts(
                CooldownKind.OUT_OF_FUNDS,
                (accounts, verb) -> new Trouble(
                        Severity.WARNING,
                        accounts + " " + verb + " used up the funds.",
                        "Add funds at the provider, or disable the account; until then the others answer.",
                        "accounts"));
    }

    /// What to say of some accounts.
    private interface Saying {
        Trouble of(String accounts, String verb);
    }

    private Optional<Trouble> ofAccounts(CooldownKind kind, Saying saying) {
        List<String> accounts = now.targets(each -> each.isFor(kind)).stream()
                .map(Standing::account)
                .distinct()
                .toList();
        return when(!accounts.isEmpty(), () -> saying.of(names(accounts), accounts.size() == 1 ? "has" : "have"));
    }

    private Optional<Trouble> providersFail() {
        Predicate<Standing> fails = each -> each.isFor(CooldownKind.UNHEALTHY) || each.isFor(CooldownKind.OVERLOADED);
        List<String> providers = now.providersWhere(fails);
        return when(
                !providers.isEmpty(),
                () -> new Trouble(
                        Severity.WARNING,
                        names(providers) + (providers.size() == 1 ? " fails" : " fail") + " at all of "
                                + targets(now.targets(each -> providers.contains(each.provider()))
                                        .size())
                                + "; it is tried again in " + firstBack(now.targets(fails::test)) + ".",
                        "Nothing to do: calls go to the others. The provider's status page may tell more.",
                        "models"));
    }

    private Optional<Trouble> callsWaitLong() {
        long calls = (long) now.waiting().interactive() + now.waiting().batch();
        return when(
                now.waiting().longestWaitNanos() >= LONG_WAIT_NANOS,
                () -> new Trouble(
                        Severity.WARNING,
                        counted(calls, "call") + (calls == 1 ? " waits" : " wait") + " for a limit, the first for "
                                + span(now.waiting().longestWaitNanos()) + " already.",
                        "Add an account, or let calls fall back to more models.",
                        "models"));
    }

    private Optional<Trouble> isApart() {
        return now.share().filter(share -> !share.isConnected()).map(Diagnosis::apart);
    }

    private static Trouble apart(ShareStatus share) {
        return new Trouble(
                Severity.WARNING,
                "This node is apart from the others" + because(share.trouble()) + ".",
                "See whether Redis can be reached; meanwhile this node keeps to its share of each limit.",
                "models");
    }

    private Optional<Trouble> accountsWait() {
        List<String> accounts = now.accountsWhere(each -> !each.canAnswer());
        List<Standing> theirs = now.targets(each -> accounts.contains(each.account()));
        return when(
                !accounts.isEmpty(),
                () -> new Trouble(
                        Severity.NOTICE,
                        names(accounts) + (accounts.size() == 1 ? " waits" : " wait") + " for its limits, with "
                                + targets(theirs.size()) + "; the first is back in " + firstBack(theirs) + ".",
                        "Nothing to do: the other accounts answer.",
                        "models"));
    }

    private Optional<Trouble> modelsGone() {
        List<String> models = now.targets(each -> each.isFor(CooldownKind.MODEL_UNAVAILABLE)).stream()
                .map(Standing::model)
                .distinct()
                .toList();
        return when(
                !models.isEmpty(),
                () -> new Trouble(
                        Severity.NOTICE,
                        names(models) + (models.size() == 1 ? " is" : " are") + " not offered any more.",
                        "Take what is gone out of the configuration; until then calls go round it.",
                        "models"));
    }

    private Optional<Trouble> someWait() {
        List<Standing> away = now.targets(each -> !each.canAnswer());
        return when(
                !away.isEmpty(),
                () -> new Trouble(
                        Severity.OK,
                        (now.targets().size() - away.size()) + " of "
                                + targets(now.targets().size()) + " can answer; the first of the others is back in "
                                + firstBack(away) + ".",
                        "",
                        "models"));
    }

    private Trouble nothing() {
        return new Trouble(
                Severity.OK,
                "All " + targets(now.targets().size()) + " of " + accounts(now.accounts()) + " can answer.",
                "",
                "models");
    }

    private static Optional<Trouble> when(boolean isSo, Supplier<Trouble> trouble) {
        return isSo ? Optional.of(trouble.get()) : Optional.empty();
    }

    private String firstBack(List<Standing> away) {
        return span(away.stream()
                .mapToLong(each -> each.backAtNanos() - now.nowNanos())
                .min()
                .orElse(0));
    }

    /// `7s`, `18m 21s`, `2h 5m`, as on the terminal and on the pages.
    private static String span(long nanos) {
        long seconds = Math.max(0, Nanos.toSecondsRoundedUp(nanos));
        if (seconds < 60) {
            return seconds + "s";
        }
        return seconds < 3600
                ? seconds / 60 + "m " + seconds % 60 + "s"
                : seconds / 3600 + "h " + seconds % 3600 / 60 + "m";
    }

    private static String because(String trouble) {
        return trouble.isEmpty() ? "" : " (" + trouble.replaceAll("[.\\s]+$", "") + ")";
    }

    private static String names(List<String> names) {
        if (names.size() > MOST_NAMES) {
            return String.join(", ", names.subList(0, MOST_NAMES)) + " and " + (names.size() - MOST_NAMES) + " more";
        }
        return names.size() < 2
                ? String.join("", names)
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }

    private static String targets(long count) {
        return counted(count, "target");
    }

    private static String accounts(long count) {
        return counted(count, "account");
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}

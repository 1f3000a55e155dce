package dev.sidestep.gateway.accounts;

import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.SidestepConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Where accounts that were added stand among those of the configuration.
///
/// @param order names of accounts, as somebody put them in order
/// @param isAdded true for an account that was added
record Ordering(List<String> order, Predicate<String> isAdded) {
    /// The configuration with each added account that has a place in the order behind the one that
    /// comes before it there; the others stay at the end.
    SidestepConfig of(SidestepConfig calls) {
        List<AccountConfig> accounts = new ArrayList<>(calls.accounts());
        for (String name : order) {
            if (isAdded.test(name)) {
                accounts.stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .ifPresent(account -> move(account, accounts, calls));
            }
        }
        return calls.ordered(accounts);
    }

    private void move(AccountConfig account, List<AccountConfig> accounts, SidestepConfig calls) {
        accounts.remove(account);
        int place = place(account.name(), accounts);
        accounts.add(place, account.withPriority(priority(account, accounts.subList(0, place), calls)));
    }

    private int place(String name, List<AccountConfig> accounts) {
        List<String> before = order.subList(0, order.indexOf(name));
        int place = 0;
        for (int i = 0; i < accounts.size(); i++) {
            if (before.contains(accounts.get(i).name())) {
                place = i + 1;
            }
        }
        return place;
    }

    /// That of the account of its type before it, so that the two stay together; the first of its
    /// type comes first.
    private static int priority(AccountConfig account, List<AccountConfig> before, SidestepConfig calls) {
        String type = type(account, calls);
        return before.reversed().stream()
                .filter(each -> type(each, calls).equals(type))
                .findFirst()
                .map(AccountConfig::priority)
                .orElse(1);
    }

    private static String type(AccountConfig account, SidestepConfig calls) {
        return calls.provider(account.provider())
                .map(provider -> provider.type())
                .orElse(account.provider());
    }
}

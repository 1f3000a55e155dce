package dev.sidestep.gateway.accounts;

import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.AccountOrigin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/// The places where accounts stand that can be changed, and the words for those that cannot. Thread-safe; changes write
/// files, and belong on no event loop.
public final class AccountPlaces {
    private final List<AccountPlace> places = new CopyOnWriteArrayList<>();

    /// Adds a place. No two have the same account.
    public void add(AccountPlace place) {
        places.add(place);
    }

    /// Writes a change of an account.
    ///
    /// @param all the accounts in force
    /// @return what people call the place where it was written
    /// @throws NotWritableException where it cannot be written; nothing has changed then
    public String change(AccountConfig account, AccountChange change, List<AccountConfig> all) {
        AccountPlace place = placeOf(account).orElseThrow(() -> refusal(account, all, Optional.of(change)));
        place.change(account.name(), change);
        return place.name();
    }

    /// Writes the order in which accounts are tried; those that are not named keep their places.
    ///
    /// @param names of accounts in force
    /// @param all the accounts in force
    /// @return what people call the places where it was written
    /// @throws NotWritableException where it cannot be written
    public String order(List<String> names, List<AccountConfig> all) {
        List<AccountConfig> wanted = new ArrayList<>(all);
        wanted.sort(Comparator.comparingInt(account -> place(account.name(), names, all)));
        List<AccountPlace> concerned = all.stream()
                .filter(account -> names.contains(account.name()))
                .map(account -> placeOf(account).orElseThrow(() -> refusal(account, wanted, Optional.empty())))
                .distinct()
                .toList();
        concerned.forEach(place -> place.order(names));
        return concerned.stream().map(AccountPlace::name).collect(Collectors.joining(", "));
    }

    /// Where an account is in the new order: the n-th that is named stands where the first n of them stood.
    private static int place(String account, List<String> names, List<AccountConfig> all) {
        List<String> before = all.stream().map(AccountConfig::name).toList();
        int index = names.indexOf(account);
        return index < 0
                ? before.indexOf(account)
                : before.stream()
                        .filter(names::contains)
                        .map(before::indexOf)
                        .toList()
                        .get(index);
    }

    private Optional<AccountPlace> placeOf(AccountConfig account) {
        return places.stream().filter(place -> place.has(account.name())).findFirst();
    }

    private NotWritableException refusal(
            AccountConfig account, List<AccountConfig> all, Optional<AccountChange> change) {
        List<AccountConfig> alike = all.stream()
                .filter(other ->
                        other.origin().getClass().equals(account.origin().getClass()))
                .toList();
        String yaml = YamlProposal.of(alike, account.name(), change);
        String name = account.name();
        return switch (account.origin()) {
            case AccountOrigin.Environment(var variable) ->
                new NotWritableException(
                        name + " comes from the environment variable " + variable + ": write its account into "
                                + files() + ", as the error's yaml does, and it can be changed here",
                        yaml);
            case AccountOrigin.File(var source, var line) ->
                new NotWritableException(name + " stands in " + Path.of(source).getFileName() + ", line " + line
                        + ", which this gateway did not start with: change it there");
            case AccountOrigin.Code() ->
                new NotWritableException(
                        name + " was configured by the program that started this gateway, as serve --simulate does, and"
                                + " stands in no file: start with a sidestep.yaml, such as the error's yaml",
                        yaml);
        };
    }

    private String files() {
        return places.stream()
                .filter(ConfigFile.class::isInstance)
                .map(AccountPlace::name)
                .findFirst()
                .orElse("a sidestep.yaml, start with that");
    }
}

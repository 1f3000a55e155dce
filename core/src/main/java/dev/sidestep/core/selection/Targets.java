package dev.sidestep.core.selection;

import dev.sidestep.core.Account;
import dev.sidestep.core.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Every configured target, by account, by name and by route. Immutable: a reload of the
/// configuration makes a new one.
public final class Targets {
    /// The name that asks for the catalogue's own order.
    public static final String AUTO = "auto";

    private final List<Account> accounts;
    private final List<Target> all = new ArrayList<>();
    private final Map<Account, List<Target>> byAccount = new HashMap<>();
    private final Map<String, List<Target>> byName = new HashMap<>();
    private final Map<Account, List<Account>> successors = new HashMap<>();
    private final Set<String> routes;

    private Targets(List<Account> accounts, Map<String, List<String>> routes) {
        this.accounts = List.copyOf(accounts);
        this.routes = Set.copyOf(routes.keySet());
        accounts.forEach(this::add);
        accounts.forEach(account -> successors.put(account, successorsOf(account)));
        byName.put(AUTO, List.copyOf(all));
        routes.forEach((name, members) -> byName.put(name, membersOf(name, members)));
    }

    /// The targets of these accounts.
    ///
    /// @param accounts in the order of preference, names unique
    /// @param routes public names of the operator's own, each for an ordered list of models or targets
    /// @throws IllegalArgumentException where two accounts share a name, or a route names a model
    ///     that no account has
    public static Targets of(List<Account> accounts, Map<String, List<String>> routes) {
        return new Targets(accounts, routes);
    }

    private void add(Account account) {
        if (byAccount.keySet().stream().anyMatch(other -> other.name().equals(account.name()))) {
            throw new IllegalArgumentException("two accounts are named " + account.name());
        }
        List<Target> own = new ArrayList<>();
        account.models().forEach(model -> own.add(new Target(account, model, all.size() + own.size())));
        all.addAll(own);
        byAccount.put(account, List.copyOf(own));
        own.forEach(this::addNames);
    }

    private void addNames(Target target) {
        String model = target.model().id();
        Set<String> names = new LinkedHashSet<>();
        names.add(model);
        names.add(target.name());
        names.add(target.account().provider().name() + "/" + model);
        names.add(target.providerType() + "/" + model);
        names.forEach(
                name -> byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(target));
    }

    private List<Target> membersOf(String route, List<String> members) {
        Set<Target> targets = new LinkedHashSet<>();
        for (String member : members) {
            List<Target> found = byName.get(member);
            if (found == null || routes.contains(member)) {
                throw new IllegalArgumentException("route " + route + " names '" + member + "', which no account has");
            }
            targets.addAll(found);
        }
        return List.copyOf(targets);
    }

    /// The other accounts in the order in which a failover leaves this one for them: other provider
    /// types first, as the provider's fallbacks say, then those it does not mention, then its own type.
    private List<Account> successorsOf(Account from) {
        List<String> fallbacks = from.provider().fallbacks();
        Comparator<Account> byPreference = Comparator.comparingInt(account -> {
            if (account.provider().type().equals(from.provider().type())) {
                return Integer.MAX_VALUE;
            }
            int byType = fallbacks.indexOf(account.provider().type());
            int place =
                    byType >= 0 ? byType : fallbacks.indexOf(account.provider().name());
            return place >= 0 ? place : fallbacks.size();
        });
        return accounts.stream()
                .filter(account -> account != from)
                .sorted(byPreference)
                .toList();
    }

    /// The configured accounts, in order.
    public List<Account> accounts() {
        return accounts;
    }

    /// Every target, account by account.
    public List<Target> all() {
        return List.copyOf(all);
    }

    /// How many targets there are.
    public int size() {
        return all.size();
    }

    /// The account's targets, in its order.
    public List<Target> of(Account account) {
        return byAccount.getOrDefault(account, List.of());
    }

    /// The accounts to go on to from this one, best first.
    List<Account> successors(Account account) {
        return successors.getOrDefault(account, List.of());
    }

    /// The names of the operator's routes.
    public Set<String> routes() {
        return routes;
    }

    /// The targets that a name stands for, in order: a route's, every account's that has the model,
    /// one provider's, or one account's. Empty where the name is unknown.
    public List<Target> named(String name) {
        return byName.getOrDefault(name, List.of());
    }

    /// The way of a call that asks for `wanted` and brings its own `order` of names, empty where it
    /// brings none.
    ///
    /// A list of the operator's or the caller's own is taken as it is: nothing is tried beyond it.
    ///
    /// @return a course with no targets where no name of the call is known
    public Course course(String wanted, List<String> order) {
        if (order.isEmpty() && !routes.contains(wanted)) {
            List<Target> named = named(wanted);
            return named.isEmpty() ? new Course.Listed(List.of()) : new Course.Circular(named.getFirst());
        }
        Set<Target> listed = new LinkedHashSet<>(named(wanted));
        order.forEach(name -> listed.addAll(named(name)));
        return new Course.Listed(List.copyOf(listed));
    }

    /// The way of a call that may not change the model, only the account: embeddings of two models
    /// cannot be compared.
    public Course courseOfOneModel(String wanted) {
        List<Target> named = named(wanted);
        if (named.isEmpty()) {
            return new Course.Listed(List.of());
        }
        String model = named.getFirst().model().id();
        return new Course.Listed(named.stream()
                .filter(target -> target.model().id().equals(model))
                .toList());
    }
}

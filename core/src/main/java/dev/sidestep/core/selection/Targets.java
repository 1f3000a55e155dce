package dev.sidestep.core.selection;

import dev.sidestep.core.Account;
import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Every configured target, by account, by name and by route. Immutable: a reload of the
/// configuration makes a new one.
public final class Targets {
    /// The name that asks for the catalogue's own order.
    public static final String AUTO = "auto";

    private final List<Account> accounts;
    private final List<Target> all;
    private final Map<Account, List<Target>> byAccount = new HashMap<>();
    private final Map<String, List<Target>> byName = new HashMap<>();
    private final Map<LimitKey, Target> firstByKey = new HashMap<>();
    private final Map<Account, List<Account>> successors = new HashMap<>();
    private final Set<String> routes;

    private Targets(List<Account> accounts, Map<String, List<String>> routes) {
        this.accounts = List.copyOf(accounts);
        this.routes = Set.copyOf(routes.keySet());
        List<Target> added = new ArrayList<>();
        accounts.forEach(account -> added.addAll(add(account, added.size())));
        this.all = List.copyOf(added);
        accounts.forEach(account -> successors.put(account, successorsOf(account)));
        all.forEach(this::addNames);
        all.forEach(target -> target.limitKeys().forEach(key -> firstByKey.putIfAbsent(key, target)));
        byName.put(AUTO, all);
        byName.replaceAll((_, named) -> List.copyOf(named));
        Map<String, List<Target>> members = new HashMap<>();
        routes.forEach((name, listed) -> members.put(name, membersOf(name, listed)));
        byName.putAll(members);
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

    private List<Target> add(Account account, int firstOrdinal) {
        if (byAccount.keySet().stream().anyMatch(other -> other.name().equals(account.name()))) {
            throw new IllegalArgumentException("two accounts are named " + account.name());
        }
        List<Target> own = new ArrayList<>();
        account.models().forEach(model -> own.add(new Target(account, model, firstOrdinal + own.size())));
        byAccount.put(account, List.copyOf(own));
        return own;
    }

    /// A name that is both an account's and a provider's begins with the account's: it has no other.
    private void addNames(Target target) {
        String model = target.model().id();
        Set<String> names = new LinkedHashSet<>();
        names.add(model);
        names.add(target.account().provider().name() + "/" + model);
        names.add(target.providerType() + "/" + model);
        names.remove(target.name());
        names.forEach(
                name -> byName.computeIfAbsent(name, _ -> new ArrayList<>()).addLast(target));
        byName.computeIfAbsent(target.name(), _ -> new ArrayList<>()).addFirst(target);
    }

    private List<Target> membersOf(String route, List<String> members) {
        Set<Target> targets = new LinkedHashSet<>();
        for (String member : members) {
            if (routes.contains(member)) {
                throw new IllegalArgumentException(
                        "route " + route + " names '" + member + "', which is a route itself");
            }
            List<Target> found = named(member);
            if (found.isEmpty()) {
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
            int byName = fallbacks.indexOf(account.provider().name());
            int place =
                    byName >= 0 ? byName : fallbacks.indexOf(account.provider().type());
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
        return all;
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

    /// A target that the key can hold back: the named one where it is such a target, else the first; empty where none
    /// is.
    ///
    /// @param name `account/model`
    public Optional<Target> held(LimitKey key, String name) {
        Optional<Target> called = named(name).stream()
                .filter(target ->
                        target.name().equals(name) && target.limitKeys().contains(key))
                .findFirst();
        return called.isPresent() ? called : held(key);
    }

    /// The first target that the key can hold back.
    public Optional<Target> held(LimitKey key) {
        return Optional.ofNullable(firstByKey.get(key));
    }

    /// The way of a call that asks for `wanted` and brings its own `order` of names, empty where it
    /// brings none.
    ///
    /// A list of the operator's or the caller's own is taken as it is: nothing is tried beyond it.
    /// A caller who asks for `auto` and brings an order means that order.
    ///
    /// @return a course with no targets where no name of the call is known
    public Course course(String wanted, List<String> order) {
        if (order.isEmpty() && !routes.contains(wanted)) {
            List<Target> named = named(wanted);
            return named.isEmpty() ? new Course.Listed(List.of()) : new Course.Circular(named.getFirst());
        }
        return listed(wanted, order);
    }

    /// The same where the operator ranks targets: first what was asked for by its name, then the
    /// others, each in the operator's order. A caller's own order stays as it is.
    public Course course(String wanted, List<String> order, Ranking ranking, long nowNanos) {
        List<Target> named = named(wanted);
        if (!order.isEmpty() || ranking.isAsListed() || named.isEmpty()) {
            return course(wanted, order);
        }
        if (routes.contains(wanted)) {
            return new Course.Listed(ranking.of(named, nowNanos));
        }
        Set<Target> ranked = new LinkedHashSet<>(wanted.equals(AUTO) ? List.of() : ranking.of(named, nowNanos));
        ranked.addAll(ranking.all(nowNanos));
        return new Course.Listed(List.copyOf(ranked));
    }

    private Course listed(String wanted, List<String> order) {
        boolean isOrderAll = wanted.equals(AUTO) && !routes.contains(AUTO);
        Set<Target> listed = new LinkedHashSet<>(isOrderAll ? List.of() : named(wanted));
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

    /// The part of a way that stays with one account, for a call that names what no other account knows.
    ///
    /// @param account by its name; where it is empty or not configured, the one that the way begins at
    public Course within(Course course, String account) {
        return switch (course) {
            case Course.Circular(var start) -> new Course.Listed(circle(of(chosen(account, start)), start));
            case Course.Listed(var targets) -> {
                if (targets.isEmpty()) {
                    yield course;
                }
                Account chosen = chosen(account, targets.getFirst());
                yield new Course.Listed(targets.stream()
                        .filter(target -> target.account().equals(chosen))
                        .toList());
            }
        };
    }

    private Account chosen(String account, Target first) {
        return accounts.stream()
                .filter(each -> each.name().equals(account))
                .findFirst()
                .orElse(first.account());
    }

    /// From a target to the end and round to it; from the same model where the target is another account's.
    private static List<Target> circle(List<Target> targets, Target start) {
        int first = 0;
        while (first < targets.size()
                && !targets.get(first).model().id().equals(start.model().id())) {
            first++;
        }
        int from = first == targets.size() ? 0 : first;
        List<Target> circle = new ArrayList<>(targets.subList(from, targets.size()));
        circle.addAll(targets.subList(0, from));
        return circle;
    }
}

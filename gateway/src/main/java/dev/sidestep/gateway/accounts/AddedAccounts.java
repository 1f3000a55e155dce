package dev.sidestep.gateway.accounts;

import dev.sidestep.config.ConfigException;
import dev.sidestep.config.Secret;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.gateway.accounts.AccountsFile.Content;
import dev.sidestep.gateway.config.GatewayConfig;
import dev.sidestep.store.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The accounts that are added while the gateway runs, kept in a file of their own with their keys
/// sealed. Whatever is wrong with that file or with the vault's key, the accounts that can be used
/// are used, and the others are told as locked. Thread-safe; it reads and writes files, and belongs
/// on no event loop.
public final class AddedAccounts implements AccountPlace {
    private static final Logger log = LoggerFactory.getLogger("sidestep");

    private static final String NOWHERE = "accounts cannot be kept here, since nothing outlives this process: set"
            + " gateway.store to embedded or to a database, or write the account into the configuration";

    private static final String OTHER_KEY = "its key was sealed with another vault key, or was changed since: put the"
            + " right key back and restart, or remove the account and add it again";

    private final @Nullable AccountsFile file;
    private final @Nullable Vaults vaults;
    private final InstantSource clock;

    /// Changed under the monitor of this object only.
    private volatile Known known = Known.NONE;

    private volatile Map<String, String> misfits = Map.of();
    private volatile String trouble = "";
    private boolean isUnreadable;

    /// What the file said when it was read last.
    ///
    /// @param keys open ones, by account
    /// @param locked why an account's key does not open, by account
    private record Known(Content content, Map<String, Secret> keys, Map<String, String> locked) {
        static final Known NONE = new Known(Content.NONE, Map.of(), Map.of());

        Known {
            keys = Map.copyOf(keys);
            locked = Map.copyOf(locked);
        }
    }

    /// An account that is kept and cannot be used.
    ///
    /// @param name its name
    /// @param provider its provider's name
    /// @param host where it is
    /// @param quotaGroup with which it shares its quota
    /// @param reason why it cannot, and what to do, in words
    public record Locked(String name, String provider, String host, String quotaGroup, String reason) {}

    private AddedAccounts(@Nullable AccountsFile file, @Nullable Vaults vaults, InstantSource clock) {
        this.file = file;
        this.vaults = vaults;
        this.clock = clock;
    }

    /// Those that are kept where the configuration says, if anywhere.
    public static AddedAccounts open(GatewayConfig config, InstantSource clock) {
        Optional<Path> directory = config.accountsDirectory();
        if (directory.isEmpty()) {
            return new AddedAccounts(null, null, clock);
        }
        AccountsFile file = new AccountsFile(directory.get().resolve(AccountsFile.NAME), clock);
        AddedAccounts accounts =
                new AddedAccounts(file, new Vaults(config.vault().key(), directory.get()), clock);
        accounts.reread();
        return accounts;
    }

    /// The configuration with these accounts in it. Those that do not fit in are left out, and told
    /// as locked.
    ///
    /// @param read the configuration without them
    public GatewayConfig into(GatewayConfig read) {
        Known now = known;
        Map<String, String> left = new LinkedHashMap<>();
        SidestepConfig calls = read.calls();
        for (AddedAccount account : now.content().accounts()) {
            if (!now.locked().containsKey(account.name())) {
                calls = with(calls, account, now, left);
            }
        }
        misfits = Map.copyOf(left);
        Ordering ordering = new Ordering(now.content().order(), this::has);
        return read.toBuilder().calls(ordering.of(calls)).build();
    }

    private static SidestepConfig with(
            SidestepConfig calls, AddedAccount account, Known now, Map<String, String> left) {
        try {
            return Merging.with(calls, account, Optional.ofNullable(now.keys().get(account.name())));
        } catch (ConfigException | IllegalArgumentException misfit) {
            String reason = "it does not fit in with the configuration any more: " + misfit.getMessage();
            log.warn("account locked name={} reason={}", account.name(), reason);
            left.put(account.name(), reason);
            return calls;
        }
    }

    /// True where this account is kept here and was put in force last: it may be locked, and the configuration may have
    /// another of that name.
    @Override
    public boolean has(String account) {
        return keeps(account) && !known.locked().containsKey(account) && !misfits.containsKey(account);
    }

    @Override
    public String name() {
        return AccountsFile.NAME;
    }

    /// True where this account is kept here, in force or not.
    public boolean keeps(String account) {
        return known.content().of(account).isPresent();
    }

    /// When the account was added, where it was.
    public Optional<Instant> addedAt(String account) {
        return known.content().of(account).map(AddedAccount::addedAt);
    }

    /// The accounts that are kept here and cannot be used.
    public List<Locked> locked() {
        Known now = known;
        Map<String, String> reasons = new LinkedHashMap<>(misfits);
        reasons.putAll(now.locked());
        return now.content().accounts().stream()
                .filter(each -> reasons.containsKey(each.name()))
                .map(each -> new Locked(
                        each.name(),
                        each.provider(),
                        each.baseUrl().getAuthority(),
                        each.quotaGroup(),
                        reasons.getOrDefault(each.name(), "")))
                .toList();
    }

    /// What is wrong with the file, in words; empty where nothing is.
    public String trouble() {
        return trouble;
    }

    /// Keeps another account. It is in force after the next reload.
    ///
    /// @throws NotWritableException where it cannot be kept; nothing has changed then
    /// @throws InvalidAccountException where an account of that name is kept already
    public synchronized void add(NewAccount fresh) {
        AddedAccount account = fresh.account();
        if (keeps(account.name())) {
            throw new InvalidAccountException(Map.of(
                    "name", "an account of this name was added before, and is locked: remove it, or choose another"));
        }
        if (known.content().accounts().size() >= AccountsFile.MOST_ACCOUNTS) {
            throw new NotWritableException(
                    "there are " + AccountsFile.MOST_ACCOUNTS + " added accounts already: remove one first");
        }
        Optional<String> sealed = fresh.key().map(key -> sealed(key, account.owner()));
        List<AddedAccount> accounts = new ArrayList<>(known.content().accounts());
        accounts.add(account.sealed(sealed.orElse(null)));
        write(new Content(known.content().order(), accounts));
        log.info(
                "account added name={} provider={} host={}",
                account.name(),
                account.provider(),
                account.baseUrl().getAuthority());
    }

    /// Forgets an account, and its key with it. It is out of force after the next reload.
    ///
    /// @throws NotWritableException where it is none of these, or the file cannot be written;
    ///     nothing has changed then
    public synchronized void remove(String name) {
        requireHere(name);
        write(new Content(
                known.content().order(),
                known.content().accounts().stream()
                        .filter(each -> !each.name().equals(name))
                        .toList()));
        log.info("account removed name={}", name);
    }

    @Override
    public synchronized void change(String name, AccountChange change) {
        requireHere(name);
        replace(account -> account.name().equals(name) ? account.with(change) : account);
    }

    @Override
    public synchronized void order(List<String> names) {
        if (!known.content().accounts().isEmpty()
                && !names.equals(known.content().order())) {
            write(new Content(names, known.content().accounts()));
        }
    }

    private void requireHere(String name) {
        if (!keeps(name)) {
            throw new NotWritableException("account '" + name + "' was not added here");
        }
    }

    private void replace(UnaryOperator<AddedAccount> change) {
        write(new Content(
                known.content().order(),
                known.content().accounts().stream().map(change).toList()));
    }

    private String sealed(Secret key, String owner) {
        if (vaults == null) {
            throw new NotWritableException(NOWHERE);
        }
        boolean isNoneOpen = known.keys().isEmpty() && !known.locked().isEmpty();
        if (isNoneOpen) {
            throw new NotWritableException(
                    "the keys that are kept already do not open, and another would be sealed with"
                            + " another key: "
                            + known.locked().values().iterator().next() + ". Or remove those accounts first");
        }
        try {
            return vaults.made().seal(key, owner);
        } catch (VaultClosedException closed) {
            throw new NotWritableException(closed.getMessage());
        }
    }

    private void write(Content content) {
        if (file == null) {
            throw new NotWritableException(NOWHERE);
        }
        if (isUnreadable) {
            throw new NotWritableException(trouble);
        }
        try {
            file.write(content);
        } catch (IOException failed) {
            throw new NotWritableException(file.path() + " cannot be written: " + PrivateFiles.reason(failed));
        }
        known = unlocked(content);
    }

    private synchronized void reread() {
        known = unlocked(content());
        known.locked().forEach((name, reason) -> log.warn("account locked name={} reason={}", name, reason));
    }

    /// What the file says. One that is damaged is put aside; one that cannot be read is left alone,
    /// and not written.
    private Content content() {
        if (file == null) {
            return Content.NONE;
        }
        try {
            return file.read();
        } catch (IOException failed) {
            isUnreadable = true;
            tell(file.path() + " cannot be read (" + PrivateFiles.reason(failed)
                    + "), so that none of its accounts is used: see to that, and restart");
        } catch (DamagedException damaged) {
            putAside(file, String.valueOf(damaged.getMessage()));
        }
        return Content.NONE;
    }

    private void putAside(AccountsFile damaged, String how) {
        try {
            tell(damaged.path() + " is damaged: " + how + ". It is kept as "
                    + damaged.putAside().getFileName()
                    + ", and none of its accounts is used: mend it and put it back, or add the accounts again");
        } catch (IOException failed) {
            isUnreadable = true;
            tell(damaged.path() + " is damaged: " + how + ". It cannot be put aside (" + PrivateFiles.reason(failed)
                    + "), and none of its accounts is used");
        }
    }

    private void tell(String words) {
        trouble = words;
        log.error("{}", words);
    }

    private Known unlocked(Content content) {
        Map<String, Secret> keys = new LinkedHashMap<>();
        Map<String, String> locked = new LinkedHashMap<>();
        List<AddedAccount> sealed = content.accounts().stream()
                .filter(each -> each.sealedKey().isPresent())
                .toList();
        if (vaults == null || sealed.isEmpty()) {
            return new Known(content, keys, locked);
        }
        try {
            Vault vault = vaults.existing();
            for (AddedAccount account : sealed) {
                vault.open(account.sealedKey().orElse(""), account.owner())
                        .ifPresentOrElse(
                                key -> keys.put(account.name(), key), () -> locked.put(account.name(), OTHER_KEY));
            }
        } catch (VaultClosedException closed) {
            sealed.forEach(account -> locked.put(account.name(), closed.getMessage()));
        }
        return new Known(content, keys, locked);
    }

    /// The time by which accounts are added.
    public Instant now() {
        return clock.instant();
    }
}

package dev.sidestep.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/// The pure model of the simulated providers: who may, how much is left, what goes wrong. It reads no clock: every
/// decision takes the moment (`nowNanos`, monotonic). Thread-safe; all of it can be changed while it runs.
public final class Simulator {
    // One lock guards everything below: decisions are short, and a simulator is no bottleneck.
    private final QuotaBook quotas;
    private final List<DeclaredLimit> declared = new ArrayList<>();
    private final List<QueuedFault> faults = new ArrayList<>();
    private final List<QueuedSpeech> speeches = new ArrayList<>();
    private final Map<Asked, Place> places = new BoundedMap<>();
    private SimulatorSpec spec;

    /// A simulator in the state that the specification describes. Its moment 0 is that of 1970 in
    /// UTC, for the providers that count by the calendar.
    public Simulator(SimulatorSpec spec) {
        this(spec, Instant.EPOCH);
    }

    /// A simulator in the state that the specification describes.
    ///
    /// @param zero the instant of moment 0, for the providers that count by the calendar
    public Simulator(SimulatorSpec spec, Instant zero) {
        this.spec = spec;
        this.quotas = new QuotaBook(zero);
        spec.restrictions().forEach(r -> limited(r.where(), r.dimension(), r.duration()));
        spec.faults().forEach(f -> inject(f.where(), f.fault(), f.times()));
    }

    /// What is simulated now.
    public synchronized SimulatorSpec spec() {
        return spec;
    }

    /// Declares a limit as hit: matching requests are refused in this dimension; the first of an organisation
    /// for a model with exactly this wait, the later ones with what is left of it.
    public synchronized void limited(Where where, Dimension dimension, Duration wait) {
        declared.add(new DeclaredLimit(new Restriction(where, dimension, wait)));
    }

    /// Takes back every declared limit.
    public synchronized void clearLimited() {
        declared.clear();
    }

    /// Takes back the limits that were declared for these requests, or for some of them.
    public synchronized void clearLimited(Where where) {
        declared.removeIf(limit -> where.covers(limit.where()));
    }

    /// The declared limits that are still hit, each with what is left of its wait: all of it, until a request meets
    /// it.
    public synchronized List<Restriction> limited(long nowNanos) {
        return declared.stream().flatMap(limit -> limit.left(nowNanos).stream()).toList();
    }

    /// Makes every bucket full again.
    public synchronized void refill() {
        quotas.clear();
    }

    /// Makes every bucket of a provider full again.
    public synchronized void refill(String provider) {
        quotas.clear(provider);
    }

    /// Gives a model other limits, with full buckets.
    public synchronized void limits(String provider, String model, Limits limits) {
        changeModel(provider, model, found -> found.withLimits(limits));
        quotas.clear(provider, model);
    }

    /// From now on the provider answers that it no longer serves the model.
    public synchronized void decommission(String provider, String model) {
        changeModel(provider, model, ModelSpec::retired);
    }

    /// Whether the models' limits count.
    public synchronized void enforceLimits(boolean enforced) {
        change(spec.toBuilder().enforceLimits(enforced).build());
    }

    /// How fast models answer from now on.
    public synchronized void pace(Pace pace) {
        change(spec.toBuilder().pace(pace).build());
    }

    /// Makes a fault happen until [#clearFaults].
    public void inject(Where where, Fault fault) {
        inject(where, fault, ScriptedFault.FOREVER);
    }

    /// Makes a fault happen to the next `times` matching requests, after those already queued for them.
    public synchronized void inject(Where where, Fault fault, int times) {
        faults.add(new QueuedFault(new ScriptedFault(where, fault, times)));
    }

    /// Takes back every fault.
    public synchronized void clearFaults() {
        faults.clear();
    }

    /// Takes back the faults that are for these requests, or for some of them.
    public synchronized void clearFaults(Where where) {
        faults.removeIf(queued -> where.covers(queued.script.where()));
    }

    /// The faults that are still to happen, in this order, each as often as it still does.
    public synchronized List<ScriptedFault> faults() {
        return faults.stream()
                .map(queued -> new ScriptedFault(queued.script.where(), queued.script.fault(), queued.left))
                .toList();
    }

    /// Makes models say this, until [#clearSpeeches].
    public void say(Where where, Speech speech) {
        say(where, speech, ScriptedFault.FOREVER);
    }

    /// Makes the next `times` matching answers say this, after what is already queued for them.
    public synchronized void say(Where where, Speech speech, int times) {
        speeches.add(new QueuedSpeech(where, speech, times));
    }

    /// Lets models speak for themselves again.
    public synchronized void clearSpeeches() {
        speeches.clear();
    }

    /// What the next answer is to be, taken from the queue; empty where the model is to speak for itself.
    synchronized Optional<Speech> nextSpeech(Account account, String provider, String model) {
        for (var queued : speeches) {
            if (queued.where.matches(account, provider, model)) {
                if (queued.left != ScriptedFault.FOREVER && --queued.left == 0) {
                    speeches.remove(queued);
                }
                return Optional.of(queued.speech);
            }
        }
        return Optional.empty();
    }

    /// Decides on a request: fits or not, and if not, why and for how long. Takes the request's tokens when it fits.
    public synchronized Admission admit(Ask ask, long nowNanos) {
        var place = place(ask);
        if (place.model().isEmpty()) {
            return new Admission.UnknownModel(ask.model());
        }
        var model = place.model().get();
        if (model.decommissioned()) {
            return new Admission.Decommissioned(ask.model());
        }
        if (ask.maxTokens() > model.maxOutputTokens()) {
            return new Admission.OutputTooLong(model, ask.maxTokens());
        }
        if (ask.promptTokens() + ask.maxTokens() > model.contextWindow()) {
            return new Admission.ContextExceeded(model, ask.promptTokens(), ask.maxTokens());
        }
        long tokens = reserved(ask);
        var quota = quotas.quotas(place.holder(), nowNanos);
        for (var limit : declared) {
            long wait = limit.remainingNanos(place.account(), ask, nowNanos);
            if (wait > 0) {
                return limit.refusal(wait, tokens, model.limits(), place.account())
                        .with(quota.told(nowNanos));
            }
        }
        return quota.admit(tokens, nowNanos);
    }

    /// Nanoseconds until a request would be admitted if nobody else asked, 0 for at once; empty where it never is.
    /// Takes nothing.
    public synchronized OptionalLong waitNanos(Ask ask, long nowNanos) {
        var place = place(ask);
        if (place.model().isEmpty() || !canServe(place.model().get(), ask)) {
            return OptionalLong.empty();
        }
        var wait = quotas.quotas(place.holder(), nowNanos).waitNanos(reserved(ask), nowNanos);
        if (wait.isEmpty() || declared.isEmpty()) {
            return wait;
        }
        long declaredWait = declared.stream()
                .mapToLong(limit -> limit.foreseenNanos(place.account(), ask, nowNanos))
                .max()
                .orElse(0);
        return OptionalLong.of(Math.max(wait.getAsLong(), declaredWait));
    }

    private static boolean canServe(ModelSpec model, Ask ask) {
        return !model.decommissioned()
                && ask.maxTokens() <= model.maxOutputTokens()
                && ask.promptTokens() + ask.maxTokens() <= model.contextWindow();
    }

    private long reserved(Ask ask) {
        return ask.promptTokens() + (ask.maxTokens() > 0 ? ask.maxTokens() : spec.defaultMaxTokens());
    }

    private record Asked(String provider, String account, String model) {}

    /// What an account and a model of a provider are, looked up once.
    private record Place(Optional<ModelSpec> model, Account account, QuotaBook.Holder holder) {}

    private Place place(Ask ask) {
        return place(ask.provider(), ask.account(), ask.model());
    }

    private Place place(String provider, String account, String model) {
        return places.computeIfAbsent(new Asked(provider, account, model), this::lookUp);
    }

    private Place lookUp(Asked asked) {
        var provider = provider(asked.provider());
        var model = provider.model(asked.model());
        var account = account(provider, asked.account());
        boolean enforced = spec.limitsEnforced();
        var holder = new QuotaBook.Holder(
                provider,
                account.organization(),
                asked.model(),
                enforced ? model.map(ModelSpec::limits).orElse(Limits.none()) : Limits.none(),
                enforced ? provider.rules().organizationLimits() : Limits.none());
        return new Place(model, account, holder);
    }

    private void change(SimulatorSpec changed) {
        spec = changed;
        places.clear();
    }

    /// Replaces what was reserved by what was really used. Once per reservation.
    public synchronized void settle(Reservation reservation, long usedTokens, long nowNanos) {
        quotas.settle(reservation, usedTokens, nowNanos);
    }

    /// What a provider's headers would say about an account and a model now.
    public synchronized List<Quota> quotas(String provider, String account, String model, long nowNanos) {
        if (!spec.limitsEnforced()) {
            return List.of();
        }
        return quotas.quotas(place(provider, account, model).holder(), nowNanos).told(nowNanos);
    }

    /// The account of a key; empty when the provider knows no such key.
    synchronized Optional<Account> authenticate(ProviderSpec provider, String key) {
        for (var account : provider.accounts()) {
            if (account.key().equals(key)) {
                return Optional.of(new Account(account.name(), account.organization()));
            }
        }
        return provider.acceptAnyKey() && !key.isBlank() ? Optional.of(strangerOf(key)) : Optional.empty();
    }

    /// The fault that is next for a request; it stays queued until [#spend].
    synchronized Optional<QueuedFault> nextFault(Account account, String provider, String model) {
        return faults.stream()
                .filter(f -> f.script.where().matches(account, provider, model))
                .findFirst();
    }

    synchronized void spend(QueuedFault fault) {
        if (fault.left != ScriptedFault.FOREVER && --fault.left == 0) {
            faults.remove(fault);
        }
    }

    private static Account account(ProviderSpec provider, String name) {
        return provider.accounts().stream()
                .filter(a -> a.name().equals(name))
                .findFirst()
                .map(a -> new Account(a.name(), a.organization()))
                .orElseGet(() -> new Account(name, "org_" + name));
    }

    // Named after its digest, so that the same key is the same account again and is never shown.
    private static Account strangerOf(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            var name = "key-" + HexFormat.of().formatHex(digest, 0, 6);
            return new Account(name, "org_" + name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private ProviderSpec provider(String name) {
        return spec.provider(name).orElseThrow(() -> new IllegalArgumentException("no such provider: " + name));
    }

    private void changeModel(String provider, String id, UnaryOperator<ModelSpec> change) {
        var models = new ArrayList<>(provider(provider).models());
        if (models.stream().noneMatch(model -> model.id().equals(id))) {
            throw new IllegalArgumentException("no such model: " + provider + "/" + id);
        }
        models.replaceAll(model -> model.id().equals(id) ? change.apply(model) : model);
        change(spec.with(provider(provider).withModels(models)));
    }

    /// What is to be said, and how often still. Guarded by the simulator's lock.
    private static final class QueuedSpeech {
        private final Where where;
        private final Speech speech;
        private int left;

        private QueuedSpeech(Where where, Speech speech, int times) {
            if (times < 1) {
                throw new IllegalArgumentException("times must be positive: " + times);
            }
            this.where = where;
            this.speech = speech;
            this.left = times;
        }
    }

    /// A scripted fault with the times it is still to happen. Guarded by the simulator's lock.
    static final class QueuedFault {
        private final ScriptedFault script;
        private int left;

        private QueuedFault(ScriptedFault script) {
            this.script = script;
            this.left = script.times();
        }

        Fault fault() {
            return script.fault();
        }
    }
}

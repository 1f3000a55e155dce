package dev.sidestep.config;

import dev.sidestep.core.Feature;
import dev.sidestep.core.failover.FailoverPolicy;
import dev.sidestep.core.health.HealthPolicy;
import dev.sidestep.core.queue.Priority;
import dev.sidestep.core.selection.Order;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How patient and how persistent a failover is. Immutable; [#defaults()] or [#builder()], which
/// tells each knob's range and default.
///
/// @param failover what a call may change for itself
/// @param attemptsPerProvider most targets of one account that are tried in a call
/// @param idleTimeout longest silence between two pieces of content
/// @param connectTimeout longest wait for a connection
/// @param order in which a call's targets are tried
/// @param stickFor a conversation stays with its target for so long; zero for never
/// @param maxWaiting most calls that wait for a reset at the same time
/// @param priority of calls that name none
/// @param batchAgeing a batch call that has waited for this counts as interactive
/// @param keepAlive how often a streaming client that waits is told that somebody is there; zero for
///     never
/// @param health when a target counts as unhealthy
/// @param allowedLosses features that a call may do without: a target that lacks one is asked all the
///     same, without it, and the answer tells so
/// @param fetchesImages whether images and documents at addresses are fetched here for targets that do not do it
public record Knobs(
        FailoverPolicy failover,
        int attemptsPerProvider,
        Duration idleTimeout,
        Duration connectTimeout,
        Order order,
        Duration stickFor,
        int maxWaiting,
        Priority priority,
        Duration batchAgeing,
        Duration keepAlive,
        HealthPolicy health,
        Set<Feature> allowedLosses,
        boolean fetchesImages) {

    /// The value of `attemptsPerProvider` that stands for all.
    public static final int ALL = Integer.MAX_VALUE;

    static final Counts MAX_ATTEMPTS = new Counts("max-attempts", 1, 1_000);
    static final Counts ATTEMPTS_PER_PROVIDER = new Counts("attempts-per-provider", 1, ALL);
    static final Counts SAME_TARGET_RETRIES = new Counts("same-target-retries", 0, 10);
    static final Counts MAX_WAITING = new Counts("max-waiting", 0, 1_000_000);
    static final Counts HEALTH_FAILURES = new Counts("failures", 1, 1_000);
    static final Spans ATTEMPT_TIMEOUT = new Spans("attempt-timeout", Duration.ofMillis(100), Duration.ofHours(1));
    static final Spans ANSWER_TIMEOUT = new Spans("answer-timeout", Duration.ofMillis(100), Duration.ofDays(1));
    static final Spans IDLE_TIMEOUT = new Spans("idle-timeout", Duration.ofMillis(100), Duration.ofHours(1));
    static final Spans CONNECT_TIMEOUT = new Spans("connect-timeout", Duration.ofMillis(10), Duration.ofMinutes(5));
    static final Spans DEADLINE = new Spans("deadline", Duration.ofMillis(100), Duration.ofDays(1));
    static final Spans DEFAULT_COOLDOWN = new Spans("default-cooldown", Duration.ofSeconds(1), Duration.ofDays(1));
    static final Spans MAX_COOLDOWN = new Spans("max-cooldown", Duration.ofSeconds(1), Duration.ofDays(31));
    static final Spans WAIT_UP_TO = new Spans("wait-up-to", Duration.ZERO, Duration.ofMinutes(5));
    static final Spans STICK_FOR = new Spans("stick-for", Duration.ZERO, Duration.ofDays(1));
    static final Spans BATCH_AGEING = new Spans("batch-ageing", Duration.ZERO, Duration.ofHours(1));
    static final Spans KEEP_ALIVE = new Spans("keep-alive", Duration.ZERO, Duration.ofMinutes(5));
    static final Spans HEALTH_WINDOW = new Spans("window", Duration.ofSeconds(1), Duration.ofHours(1));
    static final Spans SLOW_FIRST_CONTENT =
            new Spans("slow-first-content", Duration.ofMillis(100), Duration.ofHours(1));

    /// What answers a call is no matter of loss.
    private static final Map<String, Feature> LOSSES = Arrays.stream(Feature.values())
            .filter(feature -> feature != Feature.CHAT && feature != Feature.EMBEDDINGS)
            .collect(Collectors.toMap(Feature::id, Function.identity()));

    private static final Map<String, Order> ORDERS =
            Arrays.stream(Order.values()).collect(Collectors.toMap(Order::id, Function.identity()));

    public Knobs {
        allowedLosses = Set.copyOf(allowedLosses);
        MAX_ATTEMPTS.require(failover.maxAttempts());
        SAME_TARGET_RETRIES.require(failover.sameTargetRetries());
        ATTEMPT_TIMEOUT.require(failover.attemptTimeout());
        ANSWER_TIMEOUT.require(failover.answerTimeout());
        DEADLINE.require(failover.deadline());
        DEFAULT_COOLDOWN.require(failover.defaultCooldown());
        MAX_COOLDOWN.require(failover.maxCooldown());
        WAIT_UP_TO.require(failover.waitUpTo());
        ATTEMPTS_PER_PROVIDER.require(attemptsPerProvider);
        IDLE_TIMEOUT.require(idleTimeout);
        CONNECT_TIMEOUT.require(connectTimeout);
        STICK_FOR.require(stickFor);
        MAX_WAITING.require(maxWaiting);
        BATCH_AGEING.require(batchAgeing);
        KEEP_ALIVE.require(keepAlive);
        HEALTH_WINDOW.require(health.window());
        HEALTH_FAILURES.require(health.failures());
        SLOW_FIRST_CONTENT.require(health.slowFirstContent());
        if (areCrossed(failover)) {
            throw new IllegalArgumentException(COOLDOWNS_CROSSED);
        }
    }

    static final String COOLDOWNS_CROSSED = "max-cooldown must not be shorter than default-cooldown";

    private static boolean areCrossed(FailoverPolicy failover) {
        return failover.maxCooldown().compareTo(failover.defaultCooldown()) < 0;
    }

    /// Features that a target may lack though a call needs them.
    public Set<Feature> dispensable() {
        if (!fetchesImages) {
            return allowedLosses;
        }
        Set<Feature> all = EnumSet.of(Feature.IMAGE_URLS);
        all.addAll(allowedLosses);
        return all;
    }

    /// The defaults.
    public static Knobs defaults() {
        return builder().build();
    }

    /// A builder that starts with the defaults.
    public static Builder builder() {
        return new Builder();
    }

    /// Reads the knobs of a section; what is wrong there is reported, and the default taken.
    static Knobs read(Section section) {
        Builder knobs = builder();
        MAX_ATTEMPTS.read(section, knobs, Builder::maxAttempts);
        readAttemptsPerProvider(section, knobs);
        SAME_TARGET_RETRIES.read(section, knobs, Builder::sameTargetRetries);
        ATTEMPT_TIMEOUT.read(section, knobs, Builder::attemptTimeout);
        ANSWER_TIMEOUT.read(section, knobs, Builder::answerTimeout);
        IDLE_TIMEOUT.read(section, knobs, Builder::idleTimeout);
        CONNECT_TIMEOUT.read(section, knobs, Builder::connectTimeout);
        DEADLINE.read(section, knobs, Builder::deadline);
        DEFAULT_COOLDOWN.read(section, knobs, Builder::defaultCooldown);
        MAX_COOLDOWN.read(section, knobs, Builder::maxCooldown);
        section.choice("order", ORDERS).ifPresent(knobs::order);
        STICK_FOR.read(section, knobs, Builder::stickFor);
        WAIT_UP_TO.read(section, knobs, Builder::waitUpTo);
        MAX_WAITING.read(section, knobs, Builder::maxWaiting);
        section.value("priority").flatMap(Value::priority).ifPresent(knobs::priority);
        BATCH_AGEING.read(section, knobs, Builder::batchAgeing);
        KEEP_ALIVE.read(section, knobs, Builder::keepAlive);
        section.section("health").map(Knobs::health).ifPresent(knobs::health);
        Set<Feature> losses = EnumSet.noneOf(Feature.class);
        for (Value loss : section.list("allow-losses")) {
            loss.choice(LOSSES).ifPresent(losses::add);
        }
        knobs.allowedLosses(losses);
        section.flag("fetch-images").ifPresent(knobs::fetchesImages);
        if (areCrossed(knobs.failover())) {
            section.mistake(MAX_COOLDOWN.key(), COOLDOWNS_CROSSED);
            knobs.maxCooldown(knobs.failover().defaultCooldown());
        }
        return knobs.build();
    }

    static HealthPolicy health(Section section) {
        HealthPolicy usual = HealthPolicy.defaults();
        return new HealthPolicy(
                HEALTH_WINDOW.read(section).orElse(usual.window()),
                HEALTH_FAILURES.read(section).orElse(usual.failures()),
                usual.share(),
                SLOW_FIRST_CONTENT.read(section).orElse(usual.slowFirstContent()));
    }

    private static void readAttemptsPerProvider(Section section, Builder knobs) {
        boolean all = section.value(ATTEMPTS_PER_PROVIDER.key())
                .filter(value -> value.is("all"))
                .isPresent();
        if (!all) {
            ATTEMPTS_PER_PROVIDER.read(section, knobs, Builder::attemptsPerProvider);
        }
    }

    /// A count's name in configuration and its range, both ends included.
    record Counts(String key, int least, int most) {
        void require(int value) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(key + " must be from " + least + " to " + most + ": " + value);
            }
        }

        void read(Section section, Builder knobs, BiConsumer<Builder, Integer> knob) {
            read(section).ifPresent(value -> knob.accept(knobs, value));
        }

        OptionalInt read(Section section) {
            return section.integer(key, least, most);
        }
    }

    /// A span's name in configuration and its range, both ends included.
    record Spans(String key, Duration least, Duration most) {
        void require(Duration value) {
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                throw new IllegalArgumentException(key + " must be from " + Quantities.text(least) + " to "
                        + Quantities.text(most) + ": " + Quantities.text(value));
            }
        }

        void read(Section section, Builder knobs, BiConsumer<Builder, Duration> knob) {
            read(section).ifPresent(value -> knob.accept(knobs, value));
        }

        Optional<Duration> read(Section section) {
            return section.duration(key, least, most);
        }
    }

    /// Builds [Knobs], starting with the defaults. Not thread-safe.
    public static final class Builder {
        private final FailoverPolicy.Builder failover = FailoverPolicy.builder();
        private boolean hasAnswerTimeout;
        private int attemptsPerProvider = ALL;
        private Duration idleTimeout = Duration.ofSeconds(60);
        private Duration connectTimeout = Duration.ofSeconds(3);
        private Order order = Order.LISTED;
        private Duration stickFor = Duration.ofMinutes(5);
        private int maxWaiting = 1_000;
        private Priority priority = Priority.INTERACTIVE;
        private Duration batchAgeing = Duration.ofSeconds(30);
        private Duration keepAlive = Duration.ofSeconds(15);
        private HealthPolicy health = HealthPolicy.defaults();
        private Set<Feature> allowedLosses = Set.of();
        private boolean fetchesImages;

        private Builder() {}

        /// Most attempts of one call; 1 to 1000, default 25.
        public Builder maxAttempts(int value) {
            failover.maxAttempts(value);
            return this;
        }

        /// Sets [Knobs#attemptsPerProvider()]; at least 1, default [#ALL].
        public Builder attemptsPerProvider(int value) {
            this.attemptsPerProvider = value;
            return this;
        }

        /// Further attempts on a target after a transient failure; 0 to 10, default 1.
        public Builder sameTargetRetries(int value) {
            failover.sameTargetRetries(value);
            return this;
        }

        /// Longest wait for the first content of a stream; 100 ms to 1 h, default 30 s.
        public Builder attemptTimeout(Duration value) {
            failover.attemptTimeout(value);
            return this;
        }

        /// Longest wait for a whole answer that is not streamed; 100 ms to 24 h, default 4
        /// attempt-timeouts.
        public Builder answerTimeout(Duration value) {
            hasAnswerTimeout = true;
            failover.answerTimeout(value);
            return this;
        }

        /// Sets [Knobs#idleTimeout()]; 100 ms to 1 h, default 60 s.
        public Builder idleTimeout(Duration value) {
            this.idleTimeout = value;
            return this;
        }

        /// Sets [Knobs#connectTimeout()]; 10 ms to 5 min, default 3 s.
        public Builder connectTimeout(Duration value) {
            this.connectTimeout = value;
            return this;
        }

        /// Longest duration of a call; 100 ms to 24 h, default 5 min.
        public Builder deadline(Duration value) {
            failover.deadline(value);
            return this;
        }

        /// A rate limit's cooldown where the provider names none; 1 s to 24 h, default 5 min.
        public Builder defaultCooldown(Duration value) {
            failover.defaultCooldown(value);
            return this;
        }

        /// Longest cooldown, whatever the provider says; 1 s to 31 days, default 24 h.
        public Builder maxCooldown(Duration value) {
            failover.maxCooldown(value);
            return this;
        }

        /// Sets [Knobs#order()]; by default as listed.
        public Builder order(Order value) {
            this.order = value;
            return this;
        }

        /// Sets [Knobs#stickFor()]; 0 to 24 h, default 5 min.
        public Builder stickFor(Duration value) {
            this.stickFor = value;
            return this;
        }

        /// A reset this close is waited for while other targets are left; 0 to 5 min, default 1 s.
        public Builder waitUpTo(Duration value) {
            failover.waitUpTo(value);
            return this;
        }

        /// Sets [Knobs#maxWaiting()]; 0 to 1,000,000, default 1000.
        public Builder maxWaiting(int value) {
            this.maxWaiting = value;
            return this;
        }

        /// Sets [Knobs#priority()]; by default interactive.
        public Builder priority(Priority value) {
            this.priority = value;
            return this;
        }

        /// Sets [Knobs#batchAgeing()]; 0 to 1 h, default 30 s.
        public Builder batchAgeing(Duration value) {
            this.batchAgeing = value;
            return this;
        }

        /// Sets [Knobs#keepAlive()]; 0 to 5 min, default 15 s.
        public Builder keepAlive(Duration value) {
            this.keepAlive = value;
            return this;
        }

        /// Sets [Knobs#health()]; window 1 s to 1 h, failures 1 to 1000, slow first content 100 ms to
        /// 1 h.
        public Builder health(HealthPolicy value) {
            this.health = value;
            return this;
        }

        /// Sets [Knobs#allowedLosses()]; by default none.
        public Builder allowedLosses(Set<Feature> value) {
            this.allowedLosses = value;
            return this;
        }

        /// Sets [Knobs#fetchesImages()]; by default they are not.
        public Builder fetchesImages(boolean value) {
            this.fetchesImages = value;
            return this;
        }

        /// The knobs.
        ///
        /// @throws IllegalArgumentException when a value is out of its range; the message names it
        public Knobs build() {
            return new Knobs(
                    failover(),
                    attemptsPerProvider,
                    idleTimeout,
                    connectTimeout,
                    order,
                    stickFor,
                    maxWaiting,
                    priority,
                    batchAgeing,
                    keepAlive,
                    health,
                    allowedLosses,
                    fetchesImages);
        }

        private FailoverPolicy failover() {
            FailoverPolicy policy = failover.build();
            return hasAnswerTimeout
                    ? policy
                    : policy.toBuilder()
                            .answerTimeout(policy.attemptTimeout().multipliedBy(4))
                            .build();
        }
    }
}

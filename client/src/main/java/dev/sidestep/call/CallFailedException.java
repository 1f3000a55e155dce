package dev.sidestep.call;

import dev.sidestep.core.failover.Attempt;
import dev.sidestep.core.failover.Decision.Bound;
import dev.sidestep.core.failover.Decision.Reason;
import dev.sidestep.core.selection.Skip;
import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The one way in which a call fails: why, after which attempts, and when to come back.
public final class CallFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final Bound bound;
    private final transient List<Attempt> attempts;
    private final transient List<Skip> skipped;
    private final @Nullable Duration retryAfter;
    private final transient @Nullable ProviderAnswer providerAnswer;

    /// A provider's own refusal, as it came: the answer to a request that is itself at fault.
    ///
    /// @param status HTTP status
    /// @param contentType as the provider declared it
    /// @param body its bytes, at most 64 KiB
    public record ProviderAnswer(int status, String contentType, byte[] body) {
        /// The same with other bytes.
        public ProviderAnswer with(byte[] otherBody) {
            return new ProviderAnswer(status, contentType, otherBody);
        }
    }

    /// @param message for people
    /// @param attempts every attempt, in order
    /// @param skipped why the others are out
    /// @param retryAfter from now until a target that could serve the call is free, or null where no
    ///     wait helps
    /// @param providerAnswer the provider's own refusal, where the request is at fault
    public CallFailedException(
            String message,
            Reason reason,
            Bound bound,
            List<Attempt> attempts,
            List<Skip> skipped,
            @Nullable Duration retryAfter,
            @Nullable ProviderAnswer providerAnswer) {
        super(message);
        this.reason = reason;
        this.bound = bound;
        this.attempts = List.copyOf(attempts);
        this.skipped = List.copyOf(skipped);
        this.retryAfter = retryAfter;
        this.providerAnswer = providerAnswer;
    }

    /// What stood in the way.
    public Reason reason() {
        return reason;
    }

    /// What ended the search.
    public Bound bound() {
        return bound;
    }

    /// Every attempt, in order.
    public List<Attempt> attempts() {
        return attempts;
    }

    /// Why the targets that were not tried are out: the first 32 of them.
    public List<Skip> skipped() {
        return skipped;
    }

    /// From the failure until a target that could serve this call is free; empty where no wait helps.
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /// The provider's own answer, where the request itself is at fault.
    public Optional<ProviderAnswer> providerAnswer() {
        return Optional.ofNullable(providerAnswer);
    }
}

package dev.sidestep.simulator;

import java.util.List;

/// A simulated provider's decision on a request.
public sealed interface Admission {
    /// Goes ahead; the reservation is to be settled with what was really used.
    record Admitted(Reservation reservation, List<Quota> quotas) implements Admission {
        public Admitted {
            quotas = List.copyOf(quotas);
        }
    }

    /// A request that is turned away.
    sealed interface Denied extends Admission {}

    /// Does not fit now, and fits in `waitNanos` if nobody else takes the room.
    ///
    /// @param organizationWide whether the limit is the organisation's own, over all models
    record Limited(
            Dimension dimension,
            long limit,
            long used,
            long requested,
            long waitNanos,
            String organization,
            boolean organizationWide,
            List<Quota> quotas)
            implements Denied {
        public Limited {
            quotas = List.copyOf(quotas);
        }

        Limited with(List<Quota> told) {
            return new Limited(dimension, limit, used, requested, waitNanos, organization, organizationWide, told);
        }
    }

    /// Can never fit: larger than the limit itself.
    record TooLarge(Dimension dimension, long limit, long requested, String organization) implements Denied {}

    /// Prompt and answer exceed the model's window.
    record ContextExceeded(ModelSpec model, long promptTokens, long maxTokens) implements Denied {}

    /// `max_tokens` is more than the model can write.
    record OutputTooLong(ModelSpec model, long maxTokens) implements Denied {}

    /// The provider does not know the model.
    record UnknownModel(String model) implements Denied {}

    /// The provider no longer serves the model.
    record Decommissioned(String model) implements Denied {}
}

package dev.sidestep.benchmarks.goodput;

import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Limits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// How many calls of the mix a world sustains: what its limits give back in each second, a day's share of the daily
/// ones.
/// What buckets hold when they are full comes on top, and is not counted.
///
/// The largest calls are given their room first, at the targets with the most tokens per request; so the figure is what
/// a
/// careful distribution reaches, rather than a bound that none can.
final class Capacity {
    private static final int HALVINGS = 40;

    /// What one limit-holder still gives per second.
    private static final class Flow {
        private final double largestCall;
        private double requests;
        private double tokens;

        private Flow(Limits limits) {
            this.requests = Math.min(
                    perSecond(limits, Dimension.REQUESTS_PER_MINUTE), perSecond(limits, Dimension.REQUESTS_PER_DAY));
            this.tokens = Math.min(
                    perSecond(limits, Dimension.TOKENS_PER_MINUTE), perSecond(limits, Dimension.TOKENS_PER_DAY));
            this.largestCall = Math.min(
                    limits.limit(Dimension.TOKENS_PER_MINUTE).orElse(Long.MAX_VALUE),
                    limits.limit(Dimension.TOKENS_PER_DAY).orElse(Long.MAX_VALUE));
        }

        private static double perSecond(Limits limits, Dimension dimension) {
            var limit = limits.limit(dimension);
            return limit.isEmpty() ? Double.MAX_VALUE : limit.getAsLong() * 1e9 / dimension.windowNanos();
        }

        private double calls(double tokensEach) {
            return Math.min(requests, tokens / tokensEach);
        }

        private void take(double calls, double tokensEach) {
            requests -= calls;
            tokens -= calls * tokensEach;
        }
    }

    /// A target's own limits and those of its organisation.
    private record Path(Flow own, Flow shared, double tokenFactor) {
        double tokensPerRequest() {
            return own.tokens / own.requests;
        }

        boolean takes(CallSize size) {
            return size.tokens() * tokenFactor <= Math.min(own.largestCall, shared.largestCall);
        }

        double serve(double calls, CallSize size) {
            double tokens = size.meanTokensUsed() * tokenFactor;
            double served = Math.min(calls, Math.min(own.calls(tokens), shared.calls(tokens)));
            own.take(served, tokens);
            shared.take(served, tokens);
            return served;
        }
    }

    private Capacity() {}

    /// Calls of the mix per second.
    static double callsPerSecond(World world) {
        double low = 0;
        double high = 1;
        while (sustains(world, high)) {
            high *= 2;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (sustains(world, middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static boolean sustains(World world, double callsPerSecond) {
        var paths = paths(world);
        paths.sort(Comparator.comparingDouble(Path::tokensPerRequest).reversed());
        for (var size : CallSize.MIX.reversed()) {
            double left = callsPerSecond * size.share();
            for (var path : paths) {
                left -= path.takes(size) ? path.serve(left, size) : 0;
            }
            if (left > callsPerSecond * 1e-9) {
                return false;
            }
        }
        return true;
    }

    private static List<Path> paths(World world) {
        var paths = new ArrayList<Path>();
        var seen = new HashSet<String>();
        Map<String, Flow> organizations = new HashMap<>();
        for (var spot : world.spots()) {
            // Another key of the same organisation adds nothing.
            if (!spot.model().decommissioned()
                    && seen.add(spot.organization() + "/" + spot.model().id())) {
                var shared = organizations.computeIfAbsent(
                        spot.organization(), _ -> new Flow(spot.family().rules().organizationLimits()));
                paths.add(new Path(
                        new Flow(spot.model().limits()), shared, spot.family().tokenFactor()));
            }
        }
        return paths;
    }
}

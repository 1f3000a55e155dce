package dev.sidestep.gateway.log;

import dev.sidestep.config.Secret;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes secrets out of texts: the configured ones wherever they stand, and what looks like one. In one pass over the
/// text, however many secrets there are. Thread-safe.
public final class Redaction {
    static final String MASK = "***";

    /// Shorter keys are place holders, such as those of a local server, and may be words of a text.
    private static final int SHORTEST = 8;

    /// More than a gateway has, however often its keys are changed while it runs.
    private static final int MOST_SECRETS = 100_000;

    /// Without one of these in it, a text has nothing that the patterns would find.
    private static final List<String> MARKERS = List.of(
            "sk-",
            "sk_",
            "gsk_",
            "AIza",
            "xai-",
            "hf_",
            "AKIA",
            "earer ",
            "EARER ",
            "asic ",
            "ey=",
            "EY=",
            "oken=",
            "ecret=",
            "assword=",
            "://",
            "-key",
            "-Key",
            "uthorization");

    private static final Pattern LOOKS_SECRET = Pattern.compile("(?<![A-Za-z0-9])"
            // Keys by the beginnings that providers give them.
            + "(?:((?:sk[-_]|gsk_|AIza|xai-|hf_|AKIA)[A-Za-z0-9_-]{8,}+)"
            // What credentials are shown with.
            + "|(?i:bearer|basic) {1,4}+([A-Za-z0-9._~+/=-]{8,}+)"
            + "|(?i:authorization|(?:x-|x-goog-)?api-key)[\"']?+ ?+[:=] ?+[\"']?+(?:(?i:bearer|basic) )?+([^\\s\"',;]++)"
            // Parameters of addresses, and passwords in them.
            + "|(?<=[?&])(?i:api_?key|key|access_token|token|secret|password)=([^&\\s\"'<>,;]++)"
            + "|(?<=://)[^/\\s:@]*+:([^/\\s@]++)@)");

    private final AtomicReference<Known> known = new AtomicReference<>(Known.of(Set.of()));

    /// The secrets that are known, found by their last eight characters. Immutable.
    ///
    /// @param likely a bit for each of them, so that most places of a text are passed over at once
    private record Known(Set<String> secrets, BitSet likely, Map<Long, List<String>> byEnd) {
        private static final int BITS = 16;
        private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

        static Known of(Set<String> secrets) {
            BitSet likely = new BitSet(1 << BITS);
            Map<Long, List<String>> byEnd = new HashMap<>();
            for (String secret : secrets) {
                long end = 0;
                for (int at = secret.length() - SHORTEST; at < secret.length(); at++) {
                    end = with(end, secret.charAt(at));
                }
                likely.set(bit(end));
                byEnd.computeIfAbsent(end, _ -> new ArrayList<>(1)).add(secret);
            }
            return new Known(secrets, likely, byEnd);
        }

        /// The last eight characters, when one more has come.
        private static long with(long end, char next) {
            return end << Byte.SIZE | next & 0xFF;
        }

        private static int bit(long end) {
            return (int) (end * MIX >>> Long.SIZE - BITS);
        }

        void hide(String text, BitSet hidden) {
            if (secrets.isEmpty()) {
                return;
            }
            long end = 0;
            for (int at = 0; at < text.length(); at++) {
                end = with(end, text.charAt(at));
                if (likely.get(bit(end))) {
                    hide(text, at + 1, byEnd.getOrDefault(end, List.of()), hidden);
                }
            }
        }

        private static void hide(String text, int end, List<String> candidates, BitSet hidden) {
            for (String secret : candidates) {
                if (text.startsWith(secret, end - secret.length())) {
                    hidden.set(end - secret.length(), end);
                }
            }
        }
    }

    /// Takes these out from now on, too. Those that were told before stay: calls under way may still show them.
    public void conceal(Collection<Secret> secrets) {
        known.updateAndGet(before -> {
            Set<String> all = new HashSet<>(before.secrets());
            secrets.stream()
                    .map(Secret::reveal)
                    .filter(secret -> secret.length() >= SHORTEST)
                    .limit(Math.max(0, MOST_SECRETS - all.size()))
                    .forEach(all::add);
            return all.size() == before.secrets().size() ? before : Known.of(Set.copyOf(all));
        });
    }

    /// The text with `***` in the place of each secret.
    public String of(String text) {
        BitSet hidden = new BitSet(0);
        known.get().hide(text, hidden);
        if (isMarked(text)) {
            hidePatterns(text, hidden);
        }
        return hidden.isEmpty() ? text : masked(text, hidden);
    }

    private static boolean isMarked(String text) {
        for (String marker : MARKERS) {
            if (text.contains(marker)) {
                return true;
            }
        }
        return false;
    }

    private static void hidePatterns(String text, BitSet hidden) {
        Matcher matcher = LOOKS_SECRET.matcher(text);
        while (matcher.find()) {
            for (int group = 1; group <= matcher.groupCount(); group++) {
                if (matcher.start(group) >= 0) {
                    hidden.set(matcher.start(group), matcher.end(group));
                }
            }
        }
    }

    private static String masked(String text, BitSet hidden) {
        StringBuilder masked = new StringBuilder(text.length());
        int shown = 0;
        for (int from = hidden.nextSetBit(0); from >= 0; from = hidden.nextSetBit(shown)) {
            masked.append(text, shown, from).append(MASK);
            shown = hidden.nextClearBit(from);
        }
        return masked.append(text, shown, text.length()).toString();
    }
}

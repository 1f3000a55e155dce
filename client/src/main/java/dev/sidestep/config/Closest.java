package dev.sidestep.config;

import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;

/// Words for a name that is not known: what it may have been meant to be.
final class Closest {
    /// Longest text that is quoted back.
    private static final int MAX_QUOTED = 60;

    /// What keys of providers look like; one that stands in the wrong place is not printed either.
    private static final Pattern SECRET = Pattern.compile("(?i)(^|\\W)(sk-|gsk_|csk-|xai-|fw_|AIza|key-|bearer ).*");

    /// Addresses with a password or with parameters in them.
    private static final Pattern SECRET_ADDRESS = Pattern.compile("://([^/\\s]*@|\\S*[?#])");

    private Closest() {}

    /// `, did you mean 'groq'?` where one of the names is close, else nothing.
    static String suggestion(String name, Collection<String> names) {
        int allowed = name.length() < 4 ? 1 : Math.max(2, name.length() / 3);
        String best = "";
        for (String candidate : names) {
            int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT), allowed);
            if (distance <= allowed) {
                best = candidate;
                allowed = distance - 1;
            }
        }
        return best.isEmpty() ? "" : ", did you mean '" + best + "'?";
    }

    /// The text in quotes, cut when long, and hidden when it looks like a key.
    static String quoted(String text) {
        if (SECRET.matcher(text).find()) {
            return "what looks like a secret";
        }
        if (SECRET_ADDRESS.matcher(text).find()) {
            return "an address with a password or parameters in it";
        }
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return "'" + (line.length() > MAX_QUOTED ? line.substring(0, MAX_QUOTED) + "…" : line) + "'";
    }

    /// How many letters must be inserted, removed, replaced or swapped with their neighbour; more
    /// than `limit` is not counted exactly.
    private static int distance(String from, String to, int limit) {
        if (Math.abs(from.length() - to.length()) > limit) {
            return limit + 1;
        }
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int cheapest(int[][] cost, String from, String to, int i, int j) {
        int same = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        int best = Math.min(cost[i - 1][j - 1] + same, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}

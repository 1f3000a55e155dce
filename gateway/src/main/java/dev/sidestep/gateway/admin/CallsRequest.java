package dev.sidestep.gateway.admin;

import dev.sidestep.store.ledger.CallQuery;
import java.util.List;
import java.util.Map;

/// Which calls somebody asks for, and how much of each. Immutable.
///
/// @param query which
/// @param withTrail whether each comes with its attempts in short, and with what it took and cost
public record CallsRequest(CallQuery query, boolean withTrail) {
    private static final int USUAL = 50;
    private static final int MOST_CHARACTERS = 256;

    /// Reads one.
    ///
    /// @param parameters some of `model`, `account`, `client`, `outcome`, `before`, `limit` and `with`
    /// @throws IllegalArgumentException where one of them cannot be read; the message says what was expected
    public static CallsRequest read(Map<String, String> parameters) {
        Parameters.requireKnown(
                parameters, List.of("model", "account", "client", "outcome", "before", "limit", "with"));
        CallQuery query = new CallQuery(
                text(parameters, "model"),
                text(parameters, "account"),
                text(parameters, "client"),
                text(parameters, "outcome"),
                text(parameters, "before"),
                limit(parameters.getOrDefault("limit", Integer.toString(USUAL))));
        return new CallsRequest(query, isTrail(parameters.getOrDefault("with", "")));
    }

    private static boolean isTrail(String part) {
        if (!List.of("", "trail").contains(part)) {
            throw new IllegalArgumentException("with must be trail, or left out");
        }
        return part.equals("trail");
    }

    private static String text(Map<String, String> parameters, String name) {
        String text = parameters.getOrDefault(name, "");
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(name + " must have at most " + MOST_CHARACTERS + " characters");
        }
        return text;
    }

    private static int limit(String text) {
        int limit = text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > CallQuery.MOST) {
            throw new IllegalArgumentException("limit must be a whole number from 1 to " + CallQuery.MOST);
        }
        return limit;
    }
}

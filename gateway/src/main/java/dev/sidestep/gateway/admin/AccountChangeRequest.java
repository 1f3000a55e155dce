package dev.sidestep.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.gateway.accounts.AccountChange;
import dev.sidestep.wire.json.Trees;
import java.util.ArrayList;
import java.util.List;

/// Reads what somebody wants to change of accounts.
public final class AccountChangeRequest {
    /// More than any account has, and than anyone puts in order by hand.
    private static final int MOST_NAMES = 1_000;

    private static final int LONGEST_NAME = 200;

    private AccountChangeRequest() {}

    /// A change of one account: `pinned`, `without` or `disabled`.
    ///
    /// @throws IllegalArgumentException where it is none, in words for the caller
    public static AccountChange change(byte[] body) {
        JsonNode only =
                only(body, "one of {\"pinned\": [\"model\"]}, {\"without\": [\"model\"]}, {\"disabled\": true}");
        if (only.has("pinned")) {
            return new AccountChange.Pinned(names(only, "pinned"));
        }
        if (only.has("without")) {
            return new AccountChange.Without(names(only, "without"));
        }
        if (!only.path("disabled").isBoolean()) {
            throw new IllegalArgumentException("Expected pinned, without, or disabled: true or false");
        }
        return new AccountChange.Disabled(only.path("disabled").booleanValue());
    }

    /// The names of accounts in the order in which they are to be tried.
    ///
    /// @throws IllegalArgumentException where there are none, in words for the caller
    public static List<String> order(byte[] body) {
        JsonNode only = only(body, "{\"accounts\": [\"account\", …]}");
        List<String> names = names(only, "accounts");
        if (names.isEmpty()) {
            throw new IllegalArgumentException("accounts names no account");
        }
        return names;
    }

    private static JsonNode only(byte[] body, String expected) {
        return Trees.parse(body)
                .filter(tree -> tree.isObject() && tree.size() == 1)
                .orElseThrow(() -> new IllegalArgumentException("Expected " + expected));
    }

    private static List<String> names(JsonNode object, String field) {
        JsonNode list = object.path(field);
        if (!list.isArray() || list.size() > MOST_NAMES) {
            throw new IllegalArgumentException("Expected a list of at most " + MOST_NAMES + " names in " + field);
        }
        List<String> names = new ArrayList<>();
        for (JsonNode name : list) {
            if (!isName(name) || names.contains(name.textValue())) {
                throw new IllegalArgumentException(field + "[" + names.size() + "] is no name, or stands there twice");
            }
            names.add(name.textValue());
        }
        return names;
    }

    private static boolean isName(JsonNode name) {
        String text = name.isTextual() ? name.textValue() : "";
        return !text.isBlank()
                && text.length() <= LONGEST_NAME
                && !text.contains("${")
                && text.chars().noneMatch(Character::isISOControl);
    }
}

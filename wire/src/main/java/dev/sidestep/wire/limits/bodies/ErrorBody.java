package dev.sidestep.wire.limits.bodies;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the body of a refusal says, freed of the shapes that providers wrap it in.
///
/// @param isError false for JSON that holds no error: a good answer
/// @param message the provider's sentence
/// @param raw the sentence of the provider behind the provider, where a broker passes it on
/// @param type the error's type
/// @param code the error's code, a number as its digits
/// @param labels every short machine word: types, codes, statuses, reasons; lower case
/// @param numericStatus an HTTP status that the body itself names, or 0
/// @param violations the violated quotas, as Google tells them
/// @param innerHeaders headers of the provider behind the provider; names in lower case
/// @param delay a span to wait, or empty
/// @param delayMillis a span to wait in milliseconds, or empty
/// @param resetAt a moment to wait for, or empty
public record ErrorBody(
        boolean isError,
        String message,
        String raw,
        String type,
        String code,
        Set<String> labels,
        int numericStatus,
        List<Violation> violations,
        Map<String, String> innerHeaders,
        String delay,
        String delayMillis,
        String resetAt) {
    public ErrorBody {
        labels = Set.copyOf(labels);
        violations = List.copyOf(violations);
        innerHeaders = Map.copyOf(innerHeaders);
    }

    /// A body with nothing in it but a sentence, or JSON with none of the words looked for.
    public static ErrorBody text(String message, boolean isError) {
        return new ErrorBody(isError, message, "", "", "", Set.of(), 0, List.of(), Map.of(), "", "", "");
    }
}

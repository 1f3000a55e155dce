package dev.sidestep.gateway.admin;

import java.util.List;
import java.util.stream.Collectors;

/// Lines of comma-separated values, as RFC 4180 describes them. Not thread-safe.
final class Csv {
    /// With which a spreadsheet takes a text for a formula; names come from people.
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private final StringBuilder text = new StringBuilder();

    void line(List<String> fields) {
        text.append(fields.stream().map(Csv::field).collect(Collectors.joining(",")))
                .append("\r\n");
    }

    private static String field(String value) {
        boolean isFormula = !value.isEmpty() && FORMULA_STARTS.indexOf(value.charAt(0)) >= 0;
        String harmless = isFormula ? "'" + value : value;
        return harmless.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
                ? "\"" + harmless.replace("\"", "\"\"") + "\""
                : harmless;
    }

    /// All lines so far.
    String text() {
        return text.toString();
    }
}

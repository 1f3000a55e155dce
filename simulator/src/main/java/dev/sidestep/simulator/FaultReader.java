package dev.sidestep.simulator;

import java.time.Duration;

/// Reads a fault of a specification: an object with a `kind`, and what that kind needs.
final class FaultReader {
    private static final String ERROR_ENDING = "error";
    private static final String LIMIT_ENDING = "limit";
    private static final String KINDS = "status, answer, html, redirect, error-inside-200, truncated-gzip, reset, "
            + "close, silence, raw, delay, cut, insert, reframe, headers, wrong-length";

    private FaultReader() {}

    static Fault read(Field field) {
        field.allow(
                "kind",
                "status",
                "content-type",
                "body",
                "location",
                "bytes",
                "count",
                "millis",
                "events",
                "ending",
                "json",
                "text",
                "framing");
        return switch (field.text("kind")) {
            case "status" -> Fault.status(status(field));
            case "answer" ->
                Fault.answer(status(field), field.text("content-type", "application/json"), field.text("body", ""));
            case "html" -> Fault.html(status(field));
            case "redirect" -> Fault.redirect(field.text("location"));
            case "error-inside-200" -> Fault.errorInside200();
            case "truncated-gzip" -> Fault.truncatedGzip();
            case "reset" -> Fault.reset();
            case "close" -> Fault.close();
            case "silence" -> Fault.silence();
            case "raw" -> Fault.raw(field.text("text"));
            case "delay" -> new Fault.Delay(Duration.ofMillis(field.number("millis", 1_000)));
            case "cut" -> new Fault.Cut((int) field.number("events", 0), ending(field));
            case "insert" -> new Fault.Insert((int) field.number("events", 0), field.text("text"));
            case "reframe" -> new Fault.Reframe(field.choice("framing", Framing.class));
            case "headers" -> Fault.manyHeaders((int) field.number("count", 1), (int) field.number("bytes", 1));
            case "wrong-length" -> new Fault.WrongLength(field.number("bytes", 1));
            case String other -> throw new IllegalArgumentException("'kind' must be one of " + KINDS + ": " + other);
        };
    }

    private static int status(Field field) {
        return (int) field.number("status", 503);
    }

    private static Ending ending(Field field) {
        var ending = field.text("ending");
        if (ending.equals(LIMIT_ENDING)) {
            return new Ending.Worded(Trouble.LIMITED);
        }
        if (!ending.equals(ERROR_ENDING)) {
            return field.choice("ending", Ending.Plain.class);
        }
        return field.has("json") ? new Ending.ErrorObject(field.text("json")) : Ending.error();
    }
}

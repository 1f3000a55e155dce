package dev.sidestep.wire.limits;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/// A real refusal and what it must be read as: one line of `cases.jsonl`.
record Case(
        int id,
        String provider,
        int status,
        Map<String, String> headers,
        String body,
        String kind,
        String scope,
        String window,
        double waitSeconds,
        boolean stream,
        boolean negative) {
    /// The wall clock of every test here.
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static final JsonFactory JSON = new JsonFactory();

    static List<Case> all() {
        InputStream cases = Objects.requireNonNull(Case.class.getResourceAsStream("cases.jsonl"), "cases.jsonl");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(cases, StandardCharsets.UTF_8))) {
            return lines.lines().map(Case::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Case> where(Predicate<Case> wanted) {
        return all().stream().filter(wanted).toList();
    }

    Outcome outcome() {
        return reading().outcome();
    }

    Reading reading() {
        return ErrorReader.read(
                new Answer(provider, status, headers(headers), body.getBytes(StandardCharsets.UTF_8), NOW));
    }

    /// The JSON of the stream's event.
    String data() {
        return body.lines()
                .filter(line -> line.startsWith("data:"))
                .findFirst()
                .orElseThrow()
                .substring(5);
    }

    static Headers headers(Map<String, String> each) {
        Map<String, String> lower = new HashMap<>();
        each.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        return name -> Optional.ofNullable(lower.get(name));
    }

    @Override
    public String toString() {
        return "#" + id + " " + provider + " " + status + " " + kind;
    }

    private static Case parse(String line) {
        Map<String, String> headers = new HashMap<>();
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = JSON.createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "headers" -> readHeaders(parser, headers);
                    case "body" -> fields.put(name, bodyOf(parser));
                    default -> fields.put(name, parser.getText());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return of(headers, fields);
    }

    private static Case of(Map<String, String> headers, Map<String, String> fields) {
        String wait = field(fields, "wait_seconds");
        return new Case(
                Integer.parseInt(field(fields, "id")),
                field(fields, "provider"),
                Integer.parseInt(field(fields, "status")),
                headers,
                field(fields, "body"),
                field(fields, "kind"),
                field(fields, "scope"),
                field(fields, "window"),
                wait.equals("null") ? -1 : Double.parseDouble(wait),
                Boolean.parseBoolean(field(fields, "stream")),
                Boolean.parseBoolean(field(fields, "negative")));
    }

    private static String field(Map<String, String> fields, String name) {
        return Objects.requireNonNull(fields.get(name), name);
    }

    private static void readHeaders(JsonParser parser, Map<String, String> headers) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            headers.put(name, parser.nextTextValue());
        }
    }

    private static String bodyOf(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(out)) {
            generator.copyCurrentStructure(parser);
        }
        return out.toString();
    }
}

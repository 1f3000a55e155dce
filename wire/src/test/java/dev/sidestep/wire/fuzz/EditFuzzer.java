package dev.sidestep.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sidestep.wire.json.BodyEdits;
import dev.sidestep.wire.json.BodyField;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.RequestBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Edits in place against a list of fields. The first two bytes of an input choose an edit and the field that it is
/// about, the rest is the body.
final class EditFuzzer {
    /// JSON this long is valid only within all bounds of our reader, and the judge has none.
    private static final int BOUND_BYTES = 400;

    private static final String VALUE = "{\"new\":[1,\"é\"]}";
    private static final String NAME = "renamed";

    @FuzzTest(maxDuration = "10m")
    void anEditLeavesEveryOtherByte(byte[] input) {
        if (input.length < 2 || input.length > BOUND_BYTES) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 2, input.length);
        Optional<RequestBody> body = scan(bytes);
        assertThat(body.isPresent()).isEqualTo(isObject(bytes));
        body.ifPresent(scanned -> edited(scanned, input[0], input[1]));
    }

    private static boolean isObject(byte[] bytes) {
        if (!Given.isJson(bytes)) {
            return false;
        }
        return new String(bytes, StandardCharsets.UTF_8).strip().startsWith("{");
    }

    private static Optional<RequestBody> scan(byte[] bytes) {
        try {
            return Optional.of(RequestBody.scan(bytes, (_, cursor) -> cursor.skip()));
        } catch (InvalidRequestException _) {
            return Optional.empty();
        }
    }

    private static void edited(RequestBody body, byte edit, byte field) {
        String name = body.fields().isEmpty()
                ? "none"
                : Given.pick(body.fields(), field).name();
        List<String> expected = new ArrayList<>();
        for (BodyField before : body.fields()) {
            if (before.name().equals(name)) {
                changed(body, before, edit).ifPresent(expected::add);
            } else {
                expected.add(pair(before.name(), body.json(before)));
            }
        }
        if (kind(edit) == 3) {
            expected.add(pair(NAME, VALUE));
        }

        byte[] edited = edits(new BodyEdits(body), edit, name).apply();

        RequestBody after = scan(edited).orElseThrow();
        assertThat(pairs(after)).isEqualTo(expected);
        assertThat(around(after)).isEqualTo(around(body));
        assertThat(Given.isJson(edited)).isTrue();
    }

    private static int kind(byte edit) {
        return Math.floorMod(edit - '0', 5);
    }

    private static BodyEdits edits(BodyEdits edits, byte edit, String name) {
        return switch (kind(edit)) {
            case 0 -> edits.json(name, VALUE);
            case 1 -> edits.remove(name);
            case 2 -> edits.rename(name, NAME);
            case 3 -> edits.remove(name).insert(NAME, VALUE);
            default -> edits.rename(name, NAME).text(name, "\"\\\u0001");
        };
    }

    private static Optional<String> changed(RequestBody body, BodyField field, byte edit) {
        return switch (kind(edit)) {
            case 0 -> Optional.of(pair(field.name(), VALUE));
            case 1, 3 -> Optional.empty();
            case 2 -> Optional.of(pair(NAME, body.json(field)));
            default -> Optional.of(pair(NAME, "\"\\\"\\\\\\u0001\""));
        };
    }

    private static List<String> pairs(RequestBody body) {
        return body.fields().stream()
                .map(field -> pair(field.name(), body.json(field)))
                .toList();
    }

    private static String pair(String name, String json) {
        return name + " = " + json;
    }

    /// What stands before the first field and behind the last one; nothing where there are none.
    private static String around(RequestBody body) {
        String text = new String(body.bytes(), StandardCharsets.ISO_8859_1);
        return text.substring(0, text.indexOf('{')) + "…" + text.substring(text.lastIndexOf('}'));
    }
}

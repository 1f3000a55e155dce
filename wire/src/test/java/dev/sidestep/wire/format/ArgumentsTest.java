package dev.sidestep.wire.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.wire.json.Trees;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a":1.0}  | {"a":1.0}           | false
            ''         | {}                  | false
            ' '        | {}                  | false
            [1]        | {"_raw":"[1]"}      | true
            {"a":      | {"_raw":"{\\"a\\":"} | true
            {"_raw":1} | {"_raw":1}          | false
            """)
    void whatIsNoObjectStandsInOneField(String text, String object, boolean isRaw) {
        Arguments arguments = Arguments.of(text);

        assertThat(Trees.text(arguments.object())).isEqualTo(object);
        assertThat(arguments.isRaw()).isEqualTo(isRaw);
    }
}

package dev.sidestep.wire.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.RequestBody;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallFieldsTest {
    private final CallFields fields = new CallFields(Set.of("own"));

    @Test
    void whatEveryFormatSharesIsRead() {
        scan("{'model':'m','stream':true,'models':['a',{'model':'b'}],'fallbacks':['c'],'other':1,'other':2}");

        assertThat(fields.model()).isEqualTo("m");
        assertThat(fields.stream()).isTrue();
        assertThat(fields.models()).containsExactly("a", "b");
        assertThat(fields.fallbacks()).containsExactly("c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'model':'a','model':'b'}",
                "{'stream':true,'stream':null}",
                "{'models':[],'models':[]}",
                "{'own':1,'own':1}",
                "{'stream':1}"
            })
    void whatIsNotClearIsRefused(String body) {
        assertThatThrownBy(() -> scan(body)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void aCallNamesAModel() {
        scan("{'stream':null}");

        assertThat(fields.stream()).isFalse();
        assertThatThrownBy(fields::model).isInstanceOf(InvalidRequestException.class);
    }

    private void scan(String body) {
        RequestBody.scan(body.replace('\'', '"').getBytes(UTF_8), (name, cursor) -> {
            if (!fields.read(name, cursor)) {
                cursor.skip();
            }
        });
    }
}

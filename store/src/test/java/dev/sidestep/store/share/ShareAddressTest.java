package dev.sidestep.store.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShareAddressTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "redis://cache | redis://cache:6379/0?namespace=default&nodes=1",
                "valkey://cache:7000/2 | redis://cache:7000/2?namespace=default&nodes=1",
                "rediss://cache?namespace=eu | rediss://cache:6379/0?namespace=eu&nodes=1",
                "valkeys://cache/?nodes=3 | rediss://cache:6379/0?namespace=default&nodes=3",
                "redis://[::1]:6380 | redis://[::1]:6380/0?namespace=default&nodes=1",
                "redis://:sesame@cache | redis://:***@cache:6379/0?namespace=default&nodes=1",
                "redis://ann:sesame@cache | redis://ann:***@cache:6379/0?namespace=default&nodes=1",
            })
    void textSaysWhereNodesMeet(String text, String meant) {
        assertThat(ShareAddress.parse(text)).hasToString(meant);
    }

    @Test
    void userAndPasswordAreDecoded() {
        ShareAddress address = ShareAddress.parse("redis://a%40b:p%2Fw+%3A@cache");
        assertThat(address.user()).isEqualTo("a@b");
        assertThat(address.password()).isEqualTo("p/w+:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cache:6379",
                "http://cache",
                "redis://",
                "redis:///0",
                "redis://sesame@cache",
                "redis://:sesame/x@cache",
                "redis://:sesame#@cache",
                "redis://:ses ame@cache",
                "redis://:sesame%zz@cache",
                "redis://cache:99999",
                "redis://cache/sesame",
                "redis://cache/99999999999",
                "redis://cache?namespace=a/b",
                "redis://cache?namespace=",
                "redis://cache?nodes=0",
                "redis://cache?password=sesame",
            })
    void mistakeIsToldWithoutWhatIsSecret(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShareAddress.parse(text))
                .satisfies(mistake -> assertThat(mistake.getMessage()).doesNotContain("sesame"));
    }
}

package dev.sidestep.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.wire.canonical.Media.Kind;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeTest {
    @ParameterizedTest
    @CsvSource({
        "IMAGE, 89504e470d0a1a0a0000, image/png",
        "IMAGE, ffd8ffe000104a46, image/jpeg",
        "IMAGE, 474946383961, image/gif",
        "IMAGE, 52494646aabbccdd57454250, image/webp",
        "DOCUMENT, 255044462d312e37, application/pdf"
    })
    void fileIsWhatItsFirstBytesAre(Kind kind, String hex, String type) {
        assertThat(MediaType.of(kind, HexFormat.of().parseHex(hex)).map(MediaType::id))
                .contains(type);
    }

    @ParameterizedTest
    @CsvSource({
        "IMAGE, 255044462d312e37",
        "DOCUMENT, 89504e470d0a1a0a",
        "IMAGE, 3c68746d6c3e",
        "IMAGE, 89",
        "IMAGE, 52494646aabbccdd57415645",
        "IMAGE, 52494646",
        "IMAGE, ''"
    })
    void fileOfAnotherKindIsNone(Kind kind, String hex) {
        assertThat(MediaType.of(kind, HexFormat.of().parseHex(hex))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "IMAGE, image/png",
        "IMAGE, IMAGE/JPEG; charset=x",
        "IMAGE, image/jpg",
        "IMAGE, image/gif ",
        "IMAGE, image/webp",
        "DOCUMENT, application/pdf"
    })
    void serversNameTypesThatModelsTake(Kind kind, String type) {
        assertThat(MediaType.told(kind, type)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/html", "image/svg+xml", "image/heic", "application/pdf", "image/*"})
    void otherTypesAreNotTaken(String type) {
        assertThat(MediaType.told(Kind.IMAGE, type)).isEmpty();
    }
}

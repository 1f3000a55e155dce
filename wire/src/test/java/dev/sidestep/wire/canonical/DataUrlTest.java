package dev.sidestep.wire.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataUrlTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            data:image/png;base64,iVBO                     | image/png     | iVBO
            data:image/png;charset=x;name="a";base64,iVBO  | image/png     | iVBO
            DATA: image/PNG ;BASE64 ,iVBO                  | image/png     | iVBO
            data:image/svg+xml,%3Csvg%2F%3E                | image/svg+xml | PHN2Zy8+
            data:text/plain,a%20b%                         | text/plain    | YSBiJQ==
            data:text/plain,%4x%zz                         | text/plain    | JTR4JXp6
            data:application/x,%ff%00                      | application/x | /wA=
            data:,a+b                                      | text/plain    | YSti
            data:;base64,                                  | text/plain    | ''
            """)
    void whatItHoldsIsReadWithoutTheParameters(String url, String mediaType, String base64) {
        assertThat(DataUrl.data(url)).contains(new Source.Inline(mediaType, base64));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data:", "data:image/png;base64", "https://example.org/a,b", "", ","})
    void otherTextsHoldNothing(String url) {
        assertThat(DataUrl.data(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org/a.png", "", "dat"})
    void anyOtherUrlPointsElsewhere(String url) {
        assertThat(DataUrl.source(url)).contains(new Source.Url(url));
    }

    @ParameterizedTest
    @CsvSource({"image/png, iVBO", "text/plain, ''"})
    void whatIsWrittenIsReadBack(String mediaType, String base64) {
        Source.Inline data = new Source.Inline(mediaType, base64);

        assertThat(DataUrl.source(DataUrl.of(data))).contains(data);
    }
}

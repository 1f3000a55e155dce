package dev.sidestep.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "https://example.org example.org /",
                "https://example.org/a.png example.org /a.png",
                "HTTPS://Example.ORG:443/A.png?x=1&y=%20#part example.org /A.png?x=1&y=%20",
                "https://example.org?x=1 example.org /?x=1",
                "https://a.b.example.co.uk/a|b a.b.example.co.uk /a%7Cb",
                "https://xn--bcher-kva.example/ü.png xn--bcher-kva.example /%C3%BC.png",
                "https://1.example.org/ 1.example.org /",
            })
    void whoMayBeAsked(String url, String host, String path) {
        assertThat(WebAddress.of(url)).contains(new WebAddress(host, path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "example.org/a.png",
                "//example.org/a.png",
                "http://example.org/a.png",
                "ftp://example.org/a.png",
                "file:///etc/passwd",
                "file://example.org/etc/passwd",
                "gopher://example.org/_GET",
                "gs://bucket/a.png",
                "jar:https://example.org/a.jar!/a.png",
                "data:image/png;base64,AAAA",
                "https:",
                "https:///a.png",
                "https:example.org/a.png",
                "https://localhost/a.png",
                "https://metadata/a.png",
                "https://127.0.0.1/a.png",
                "https://8.8.8.8/a.png",
                "https://127.1/a.png",
                "https://2130706433/a.png",
                "https://0x7f000001/a.png",
                "https://0x7f.0.0.1/a.png",
                "https://0177.0.0.1/a.png",
                "https://017700000001/a.png",
                "https://example.0x7f/a.png",
                "https://169.254.169.254/latest/meta-data",
                "https://[::1]/a.png",
                "https://[::ffff:127.0.0.1]/a.png",
                "https://[2001:4860:4860::8888]/a.png",
                "https://example.org./a.png",
                "https://.example.org/a.png",
                "https://-a.example.org/a.png",
                "https://ex%61mple.org/a.png",
                "https://bücher.example/a.png",
                "https://①②⑦.⓪.⓪.①/a.png",
                "https://example.org:80/a.png",
                "https://example.org:8443/a.png",
                "https://example.org:0/a.png",
                "https://example.org:-1/a.png",
                "https://user@example.org/a.png",
                "https://user:secret@example.org/a.png",
                "https://@example.org/a.png",
                "https://example.org\\@127.0.0.1/a.png",
                "https://example.org\\.evil.example/a.png",
                "https://example.org/%zz"
            })
    @DisplayName("fault 59: who is not asked, whatever the name may lead to")
    void whoIsNotAsked(String url) {
        assertThat(WebAddress.of(url)).isEmpty();
    }

    @Test
    void whatCouldEndTheRequestLineIsEscaped() {
        assertThat(WebAddress.of("https://example.org/a\r\nx: y"))
                .contains(new WebAddress("example.org", "/a%0D%0Ax:%20y"));
    }

    @Test
    void tooLongAddressIsNone() {
        assertThat(WebAddress.of("https://example.org/" + "a".repeat(8_192))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "b.png example.org /x/b.png",
                "/b.png?q example.org /b.png?q",
                "//other.example/b other.example /b",
                "https://other.example/b other.example /b"
            })
    void redirectsLeadOn(String location, String host, String path) {
        assertThat(new WebAddress("example.org", "/x/a.png?q=1").redirected(location))
                .contains(new WebAddress(host, path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org/b",
                "//127.0.0.1/b",
                "https://127.0.0.1/b",
                "//user@example.org/b",
                "//example.org:22/b",
                "file:///etc/passwd",
                "javascript:alert(1)"
            })
    @DisplayName("fault 59: a redirect to where nobody may be sent is none")
    void redirectsThatAreNotFollowed(String location) {
        assertThat(new WebAddress("example.org", "/x/a.png").redirected(location))
                .isEmpty();
    }
}

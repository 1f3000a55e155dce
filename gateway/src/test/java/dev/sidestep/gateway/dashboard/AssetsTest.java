package dev.sidestep.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssetsTest {
    private final Assets assets = new Assets();

    @ParameterizedTest
    @CsvSource({
        "index.html, text/html",
        "style.css, text/css",
        "app.js, text/javascript",
        "favicon.svg, image/svg+xml",
        "pages/now.js, text/javascript",
        "lit-html/lit-html.js, text/javascript",
        "lit-html/directives/repeat.js, text/javascript",
        "chart/chart.js, text/javascript"
    })
    void filesOfOursAndOfTheLibrariesAreThere(String path, String type) throws IOException {
        Asset asset = assets.read(path).orElseThrow();

        assertThat(asset.contentType()).isEqualTo(type + "; charset=utf-8");
        assertThat(unzipped(asset)).isEqualTo(asset.plain().getBytes()).isNotEmpty();
    }

    private static byte[] unzipped(Asset asset) throws IOException {
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(asset.zipped().getBytes()))) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing.js",
                "../META-INF/MANIFEST.MF",
                "pages/../app.js",
                "/app.js",
                "app.JS",
                "app.js.map",
                "app",
                "pages//now.js",
                "lit-html/package.json",
                "lit-html/../../chart.js/4.5.1/dist/chart.js",
                "a/b/c/d.js",
                "chart/chart.umd.js.map",
                "dev/sidestep/config/providers.yaml"
            })
    void noPathLeadsElsewhere(String path) {
        assertThat(assets.read(path)).isEmpty();
        assertThat(assets.known(path)).isEmpty();
    }

    @Test
    void whatWasReadOnceIsKnown() {
        assertThat(assets.known("app.js")).isEmpty();

        Asset read = assets.read("app.js").orElseThrow();

        assertThat(assets.known("app.js")).containsSame(read);
    }
}

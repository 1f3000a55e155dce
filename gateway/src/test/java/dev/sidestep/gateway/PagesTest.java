package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PagesTest {
    @RegisterExtension
    private final SimulatedWorld world = new SimulatedWorld();

    @Test
    void browsersGetThePageAndOthersTheList() throws Exception {
        HttpResponse<byte[]> page = get("/", "accept", "text/html,application/xhtml+xml");
        HttpResponse<byte[]> list = get("/", "accept", "*/*");

        assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(new String(page.body())).contains("<title>Sidestep</title>");
        assertThat(list.headers().firstValue("content-type")).contains("application/json");
        assertThat(list.headers().firstValue("vary")).contains("accept, accept-encoding");
    }

    @Test
    void nothingButItsOwnFilesMayRunInIt() throws Exception {
        HttpResponse<byte[]> page = get("/", "accept", "text/html");

        String policy = page.headers().firstValue("content-security-policy").orElseThrow();
        assertThat(policy)
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http", "*");
        assertThat(page.headers().firstValue("x-content-type-options")).contains("nosniff");
    }

    @Test
    void whatTheBrowserHasIsNotSentAgain() throws Exception {
        String tag = get("/dashboard/app.js").headers().firstValue("etag").orElseThrow();

        HttpResponse<byte[]> again = get("/dashboard/app.js", "if-none-match", tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void filesAreCompressedForThoseWhoTakeThat() throws Exception {
        HttpResponse<byte[]> zipped = get("/dashboard/style.css", "accept-encoding", "gzip, br");
        HttpResponse<byte[]> plain = get("/dashboard/style.css", "accept-encoding", "gzip;q=0");

        assertThat(zipped.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
        assertThat(zipped.body().length).isLessThan(plain.body().length / 2);
    }

    @Test
    void aFileThatIsNotThereIsSaidSo() throws Exception {
        HttpResponse<byte[]> nothing = get("/dashboard/nothing.js");

        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(new String(nothing.body())).contains("The dashboard has no such file");
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(world.gateway().url().resolve(path)).timeout(SimulatedWorld.SOON);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        }
    }
}

package dev.sidestep.wire.gemini;

import static dev.sidestep.wire.gemini.Asked.json;
import static dev.sidestep.wire.gemini.Asked.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTest {
    private static final Part.Text LOOK = new Part.Text("look");

    @Test
    void case47AnImageAtAnAddressIsLeftOutWhereTheTargetDoesNotFetch() {
        Asked asked = Asked.of(user(LOOK, image(new Source.Url("https://example.org/a.png"))))
                .without(Feature.IMAGE_URLS);

        assertThat(asked.contents()).isEqualTo(json("[{'role':'user','parts':[{'text':'look'}]}]"));
        assertThat(asked.losses()).containsExactly("messages.image_url");
    }

    @Test
    void case47AnImageAtAnAddressIsNamedToATargetThatFetches() {
        Asked asked = Asked.of(user(image(new Source.Url("https://example.org/a.png"))));

        assertThat(asked.contents().at("/0/parts/0"))
                .isEqualTo(json("{'fileData':{'fileUri':'https://example.org/a.png'}}"));
    }

    @Test
    void anImageAloneThatIsLeftOutLeavesATurn() {
        Asked asked = Asked.of(user(image(new Source.Handle("file-1"))));

        assertThat(asked.contents().findValuesAsText("text")).containsExactly("(no message)");
        assertThat(asked.losses()).containsExactly("messages.image_url", "messages=a user's turn made up");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            data:image/png;base64,iVBO                      | image/png     | iVBO
            data:image/png;charset=x;name="a";base64,iVBO   | image/png     | iVBO
            DATA:image/PNG;BASE64,iVBO                      | image/png     | iVBO
            data:image/jpg;base64,/9j/                      | image/jpeg    | /9j/
            data:image/svg+xml,%3Csvg%2F%3E                 | image/svg+xml | PHN2Zy8+
            data:,a+b                                       | text/plain    | YSti
            """)
    void case49And50DataUrlsAreTakenApart(String url, String type, String data) {
        Asked asked = Asked.of(user(image(new Source.Url(url))));

        assertThat(asked.contents().at("/0/parts/0/inlineData/mimeType").asText())
                .isEqualTo(type);
        assertThat(asked.contents().at("/0/parts/0/inlineData/data").asText()).isEqualTo(data);
    }

    @ParameterizedTest
    @CsvSource({"data:image/png;base64", "data:", "http://example.org/a.png", "''"})
    void case49BrokenUrlsAreLeftOutAndTold(String url) {
        Asked asked = Asked.of(user(LOOK, image(new Source.Url(url))));

        assertThat(asked.contents().at("/0/parts")).hasSize(1);
        assertThat(asked.losses()).containsExactly("messages.image_url");
    }

    @Test
    void case52APdfIsSentInline() {
        Source pdf = new Source.Inline("application/pdf", "JVBE");
        Asked asked = Asked.of(user(new Part.Document(pdf, "report.pdf", Extras.NONE)));

        assertThat(asked.contents().at("/0/parts/0"))
                .isEqualTo(json("{'inlineData':{'mimeType':'application/pdf','data':'JVBE'}}"));
        assertThat(asked.losses()).containsExactly("messages.file.filename");
    }

    @Test
    void case52ADocumentOfPlainTextIsText() {
        Asked asked = Asked.of(user(new Part.Document(new Source.PlainText("all of it"), "", Extras.NONE)));

        assertThat(asked.contents().at("/0/parts")).isEqualTo(json("[{'text':'all of it'}]"));
    }

    @Test
    void case53ARecordingIsSentInline() {
        Asked asked = Asked.of(user(new Part.Audio(new Source.Inline("audio/wav", "UklG"), Extras.NONE)));

        assertThat(asked.contents().at("/0/parts/0"))
                .isEqualTo(json("{'inlineData':{'mimeType':'audio/wav','data':'UklG'}}"));
    }

    @Test
    void whatAModelCannotReadIsLeftOutAndTold() {
        Source bytes = new Source.Inline("x/y", "AAAA");
        Asked asked = Asked.of(user(
                        LOOK,
                        image(bytes),
                        new Part.Audio(bytes, Extras.NONE),
                        new Part.Document(bytes, "", Extras.NONE)))
                .without(Feature.VISION, Feature.AUDIO, Feature.FILES);

        assertThat(asked.contents().at("/0/parts")).isEqualTo(json("[{'text':'look'}]"));
        assertThat(asked.losses()).containsExactly("messages.image_url", "messages.input_audio", "messages.file");
    }

    @ParameterizedTest
    @CsvSource({
        "low, low, MEDIA_RESOLUTION_LOW, messages.image_url.detail=mediaResolution",
        "high, high, MEDIA_RESOLUTION_HIGH, messages.image_url.detail=mediaResolution",
        "auto, '', '', ''",
        "low, high, '', messages.image_url.detail"
    })
    void case51HowCloselyToLookIsSaidForAllImagesTogether(String one, String other, String resolution, String loss) {
        Source bytes = new Source.Inline("image/png", "iVBO");
        Asked asked =
                Asked.of(user(new Part.Image(bytes, one, Extras.NONE), new Part.Image(bytes, other, Extras.NONE)));

        assertThat(asked.config().path("mediaResolution").asText()).isEqualTo(resolution);
        assertThat(String.join(" ", asked.losses())).isEqualTo(loss);
    }

    private static Part image(Source source) {
        return new Part.Image(source, "", Extras.NONE);
    }
}

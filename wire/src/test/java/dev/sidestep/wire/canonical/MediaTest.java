package dev.sidestep.wire.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.wire.canonical.Media.Address;
import dev.sidestep.wire.canonical.Media.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MediaTest {
    private static final String CAT = "https://example.org/cat.png";
    private static final Source.Inline BYTES = new Source.Inline("image/png", "iVBO");

    @Test
    void addressesAreListedInTheirOrderWithThoseInToolResults() {
        CanonicalRequest request = request(
                image(new Source.Url(CAT)), new Part.Text("and"), toolResult(document("https://x"), image(CAT)));

        assertThat(Media.addresses(request))
                .containsExactly(
                        new Address(Kind.IMAGE, CAT),
                        new Address(Kind.DOCUMENT, "https://x"),
                        new Address(Kind.IMAGE, CAT));
    }

    @Test
    void whatIsHereOrWithTheProviderHasNoAddress() {
        CanonicalRequest request = request(
                image(BYTES),
                image(new Source.Handle("file-1")),
                image(new Source.Url("DATA:image/png;base64,iVBO")),
                new Part.Document(new Source.PlainText("x"), "", Extras.NONE));

        assertThat(Media.addresses(request)).isEmpty();
    }

    @Test
    void otherSchemesAreAddressesToo() {
        assertThat(Media.addresses(request(image("file:///etc/passwd")))).hasSize(1);
    }

    @Test
    void bytesTakeThePlaceOfTheirAddressesWhereverTheyStand() {
        CanonicalRequest request = request(image(CAT), toolResult(image(CAT)), image("https://other"));

        CanonicalRequest brought = Media.brought(request, Map.of(new Address(Kind.IMAGE, CAT), BYTES));

        assertThat(brought).isEqualTo(request(image(BYTES), toolResult(image(BYTES)), image("https://other")));
    }

    @Test
    void bytesOfAnImageTakeNoDocumentsPlace() {
        CanonicalRequest request = request(document(CAT));

        assertThat(Media.brought(request, Map.of(new Address(Kind.IMAGE, CAT), BYTES)))
                .isEqualTo(request);
    }

    private static Part image(String url) {
        return image(new Source.Url(url));
    }

    private static Part image(Source source) {
        return new Part.Image(source, "high", Extras.NONE);
    }

    private static Part document(String url) {
        return new Part.Document(new Source.Url(url), "x.pdf", Extras.NONE);
    }

    private static Part toolResult(Part... parts) {
        return new Part.ToolResult("call_1", "look", List.of(parts), false, Extras.NONE);
    }

    private static CanonicalRequest request(Part... parts) {
        return new CanonicalRequest(
                WireFormat.OPENAI,
                List.of(new Turn(Role.USER, List.of(parts), "ann", Extras.NONE)),
                List.of(),
                new ToolChoice.Auto(),
                null,
                new OutputFormat.Text(),
                Sampling.UNSAID,
                Reasoning.UNSAID,
                100,
                List.of("stop"),
                true,
                Extras.NONE);
    }
}

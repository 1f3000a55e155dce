package dev.sidestep.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sidestep.gateway.GatewayWithStore;
import dev.sidestep.gateway.ledger.MemoryStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CallLogTest {
    @Test
    void linesOfACallNameItAndItsClientsId() throws Exception {
        ListAppender<ILoggingEvent> ear = new ListAppender<>();
        ear.start();
        var sidestep = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("sidestep");
        sidestep.addAppender(ear);
        try (GatewayWithStore gateway = GatewayWithStore.start(new MemoryStore());
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(unknownModel(gateway.url()), BodyHandlers.ofString());
            String call = answer.headers().firstValue("x-sidestep-call").orElseThrow();

            assertThat(ear.list)
                    .filteredOn(line -> line.getFormattedMessage().contains("reason=unknown-model"))
                    .singleElement()
                    .satisfies(line -> assertThat(line.getKeyValuePairs().toString())
                            .contains("call=\"" + call + "\"", "client_request=\"mine-7\""));
        } finally {
            sidestep.detachAppender(ear);
        }
    }

    private static HttpRequest unknownModel(URI url) {
        return HttpRequest.newBuilder(url.resolve("/v1/chat/completions"))
                .header("x-request-id", "mine-7")
                .POST(BodyPublishers.ofString(
                        "{\"model\":\"nowhere\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"))
                .build();
    }
}

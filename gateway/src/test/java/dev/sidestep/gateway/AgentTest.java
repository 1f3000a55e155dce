package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidestep.gateway.admin.ListedStore;
import dev.sidestep.simulator.Fault;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentTest {
    private static final String AGENTS = """
            agents:
              writer:
                system: You write ${short} answers.
                model: a2
                temperature: 0.3
                max-tokens: 50
                max-attempts: 2
              reader:
                provider: openai
            """;
    private static final String WRITER = "/api/v1/agents/writer/chat";

    private static Bench start() {
        return Bench.start(AGENTS, Bench.limits());
    }

    @Test
    void agentAnswersWithItsPromptAndParameters() throws Exception {
        try (Bench bench = start()) {
            JsonNode answer = new ObjectMapper()
                    .readTree(bench.post(WRITER, "{\"message\":\"Hello\"}").body());

            assertThat(answer.get("agent").asText()).isEqualTo("writer");
            assertThat(answer.get("model").asText()).isEqualTo("a2");
            assertThat(answer.get("target").asText()).isEqualTo("groq/a2");
            assertThat(answer.get("message").asText()).contains("Hello");
            assertThat(answer.get("conversation_id").asText()).isNotBlank();
            assertThat(bench.journal().entries().getFirst().bodyText())
                    .contains("You write ${short} answers.", "\"temperature\":0.3", "\"max_tokens\":50");
        }
    }

    @Test
    void conversationGoesOn() throws Exception {
        try (Bench bench = start()) {
            bench.post(WRITER, "{\"message\":\"First\",\"conversation_id\":\"c-1\"}");
            bench.post(WRITER, "{\"message\":\"Second\",\"conversation_id\":\"c-1\"}");
            bench.post(WRITER, "{\"message\":\"Third\",\"conversation_id\":\"c-2\"}");

            assertThat(bench.journal().entries().get(1).bodyText()).contains("First", "assistant", "Second");
            assertThat(bench.journal().entries().get(2).bodyText()).doesNotContain("First");
        }
    }

    @Test
    void conversationOutlivesTheGateway() throws Exception {
        ListedStore store = new ListedStore();
        try (Bench before = Bench.start(AGENTS, Bench.limits(), store)) {
            before.post(WRITER, "{\"message\":\"First\",\"conversation_id\":\"c-1\"}");
        }
        try (Bench after = Bench.start(AGENTS, Bench.limits(), store)) {
            after.post(WRITER, "{\"message\":\"Second\",\"conversation_id\":\"c-1\"}");

            assertThat(after.journal().entries().getFirst().bodyText()).contains("First", "assistant", "Second");
        }
    }

    @Test
    void streamedAnswerBecomesPartOfTheConversation() throws Exception {
        try (Bench bench = start()) {
            HttpResponse<String> streamed =
                    bench.post(WRITER, "{\"message\":\"First\",\"stream\":true,\"conversation_id\":\"c\"}");
            bench.post(WRITER, "{\"message\":\"Second\",\"conversation_id\":\"c\"}");

            assertThat(streamed.body()).endsWith("data: [DONE]\n\n");
            assertThat(streamed.headers().firstValue("x-sidestep-conversation")).hasValue("c");
            assertThat(bench.journal().entries().get(1).bodyText()).contains("simulated. You said: First");
        }
    }

    @Test
    void agentOfAProviderBeginsThere() throws Exception {
        try (Bench bench = start()) {
            assertThat(bench.post("/api/v1/agents/reader/chat", "{\"message\":\"Hello\"}")
                            .body())
                    .contains("\"target\":\"openai/b1\"");
        }
    }

    @Test
    void agentHasItsOwnNumberOfAttempts() throws Exception {
        try (Bench bench = start()) {
            bench.everywhere(Fault.html(500));

            assertThat(bench.post(WRITER, "{\"message\":\"Hello\"}").statusCode())
                    .isEqualTo(502);
            assertThat(bench.journal().count()).isEqualTo(2);
        }
    }

    @Test
    void agentsAreListedWithoutTheirPrompts() throws Exception {
        try (Bench bench = start()) {
            assertThat(bench.get("/api/v1/agents").body())
                    .contains("\"id\":\"writer\"", "\"id\":\"reader\"", "\"max_attempts\":2")
                    .doesNotContain("You write");
        }
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        try (Bench bench = start()) {
            assertThat(bench.post("/api/v1/agents/nobody/chat", "{\"message\":\"Hello\"}")
                            .statusCode())
                    .isEqualTo(404);
            String[] bodies = {
                "{",
                "[]",
                "{}",
                "{\"message\":1}",
                "{\"message\":\"x\",\"stream\":\"yes\"}",
                "{\"message\":\"x\"} x",
                "{\"message\":\"x\",\"conversation_id\":\"../\"}"
            };
            for (String body : bodies) {
                assertThat(bench.post(WRITER, body).statusCode()).as(body).isEqualTo(400);
            }
        }
    }
}

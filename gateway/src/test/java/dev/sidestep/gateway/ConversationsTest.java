package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.gateway.admin.ListedStore;
import dev.sidestep.store.Conversation;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConversationsTest {
    private final Conversations conversations = new Conversations(Optional.empty());

    private static Conversation.Key key(String caller, int id) {
        return new Conversation.Key(caller, "writer", "c" + id);
    }

    private static List<Conversation.Message> recalled(Conversations from, Vertx vertx) {
        return from.recall(vertx, key("one", 1))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void conversationGoesOnInAnotherProcess() {
        ListedStore store = new ListedStore();
        Vertx vertx = Vertx.vertx();
        new Conversations(Optional.of(store)).add(key("one", 1), "question", "answer");

        assertThat(recalled(new Conversations(Optional.of(store)), vertx))
                .containsExactly(
                        new Conversation.Message("user", "question"), new Conversation.Message("assistant", "answer"));
        vertx.close();
    }

    @Test
    void whicheverWentFurtherCounts() {
        ListedStore store = new ListedStore();
        Vertx vertx = Vertx.vertx();
        Conversations here = new Conversations(Optional.of(store));
        here.add(key("one", 1), "first", "answer");
        Conversation behind = store.conversation(key("one", 1)).orElseThrow();
        here.add(key("one", 1), "second", "answer");
        Conversation ahead =
                new Conversation(key("one", 1), 3, List.of(new Conversation.Message("user", "third, on another node")));

        store.conversations.put(key("one", 1), behind);
        assertThat(recalled(here, vertx)).hasSize(4);
        store.conversations.put(key("one", 1), ahead);
        assertThat(recalled(here, vertx)).isEqualTo(ahead.messages());
        here.add(key("one", 1), "fourth", "answer");
        assertThat(store.conversation(key("one", 1)).orElseThrow().turns()).isEqualTo(4);
        vertx.close();
    }

    @Test
    void storeThatDoesNotAnswerHoldsUpNoCall() {
        ListedStore store = new ListedStore();
        Vertx vertx = Vertx.vertx();
        Conversations here = new Conversations(Optional.of(store));
        here.add(key("one", 1), "question", "answer");

        store.hold();
        assertThat(recalled(here, vertx)).hasSize(2);
        store.goOn();
        vertx.close();
    }

    @Test
    void storeThatFailsIsNotAskedForWhatIsKnownHere() {
        ListedStore store = new ListedStore();
        Vertx vertx = Vertx.vertx();
        Conversations here = new Conversations(Optional.of(store));
        here.add(key("one", 1), "question", "answer");

        store.fail("the disk is full");
        store.hold();

        assertThat(here.recall(vertx, key("one", 1)).isComplete()).isTrue();
        vertx.close();
    }

    @Test
    void agentGoesOnAfterARestart() throws Exception {
        String agents = "agents:\n  writer: {system: Write., model: a2}\n";
        String path = "/api/v1/agents/writer/chat";
        ListedStore store = new ListedStore();
        try (GatewayWithStore before = GatewayWithStore.start(agents, store)) {
            before.post(path, "{\"message\":\"First\",\"conversation_id\":\"c-1\"}");
        }
        try (GatewayWithStore after = GatewayWithStore.start(agents, store)) {
            after.post(path, "{\"message\":\"Second\",\"conversation_id\":\"c-1\"}");

            assertThat(after.journal().entries().getFirst().bodyText()).contains("First", "assistant", "Second");
        }
    }

    @Test
    void nobodyReadsTheConversationOfAnother() {
        conversations.add(key("one", 1), "question", "answer");

        assertThat(conversations.messages(key("one", 1))).hasSize(2);
        assertThat(conversations.messages(key("another", 1))).isEmpty();
    }

    @Test
    void longOnesForgetTheirBeginning() {
        for (int i = 0; i < 200; i++) {
            conversations.add(key("one", 1), "question " + i, "answer " + i);
        }

        assertThat(conversations.messages(key("one", 1))).hasSize(100);
        assertThat(conversations.messages(key("one", 1)).getLast().text()).isEqualTo("answer 199");
    }

    @Test
    void theOneUsedTheLongestAgoIsForgotten() {
        for (int i = 0; i < 1_000; i++) {
            conversations.add(key("one", i), "question", "answer");
        }
        conversations.messages(key("one", 0));

        conversations.add(key("one", 1_000), "question", "answer");

        assertThat(conversations.messages(key("one", 0))).isNotEmpty();
        assertThat(conversations.messages(key("one", 1))).isEmpty();
    }
}

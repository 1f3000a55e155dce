package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConversationsTest {
    private final Conversations conversations = new Conversations();

    private static Conversations.Key key(String caller, int id) {
        return new Conversations.Key(caller, "writer", "c" + id);
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

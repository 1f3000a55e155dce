package dev.sidestep.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.ToolCallMemory.Kept;
import java.util.List;
import org.junit.jupiter.api.Test;

class RememberedToolCallsTest {
    private final RememberedToolCalls memory = new RememberedToolCalls();

    @Test
    void whatWasKeptIsFound() {
        Kept kept = kept("signature");
        memory.keep("call_1", kept);

        assertThat(memory.find("call_1")).contains(kept);
        assertThat(memory.find("call_2")).isEmpty();
    }

    @Test
    void theLeastUsedGoesWhereThereAreTooMany() {
        memory.keep("first", kept("s"));
        memory.keep("second", kept("s"));
        for (int i = 0; i < 19_999; i++) {
            memory.find("first");
            memory.keep("call_" + i, kept("s"));
        }

        assertThat(memory.find("first")).isPresent();
        assertThat(memory.find("second")).isEmpty();
    }

    @Test
    void theirSizeIsBoundedInAll() {
        String large = "s".repeat(60_000);
        for (int i = 0; i < 1_000; i++) {
            memory.keep("call_" + i, kept(large));
        }

        assertThat(memory.find("call_0")).isEmpty();
        assertThat(memory.find("call_999")).isPresent();
    }

    @Test
    void whatIsLargerThanAnySignatureIsNotKept() {
        memory.keep("call_1", kept("s".repeat(70_000)));

        assertThat(memory.find("call_1")).isEmpty();
    }

    @Test
    void anIssuerIsRememberedUntilManyOthersHaveBeen() {
        Issuers issuers = new Issuers();
        issuers.issued("resp_1", "openai-b");
        assertThat(issuers.of(List.of("file_x", "resp_1"))).isEqualTo("openai-b");

        for (int i = 0; i < 50_000; i++) {
            issuers.issued("other_" + i, "openai");
        }

        assertThat(issuers.of(List.of("resp_1"))).isEmpty();
    }

    private static Kept kept(String signature) {
        return new Kept("", new Opaque(WireFormat.GEMINI, "gemini/m", "thoughtSignature", signature));
    }
}

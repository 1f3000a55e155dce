package dev.sidestep.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sidestep.wire.Formats;
import dev.sidestep.wire.canonical.CanonicalAnswer;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.AnswerBody;
import dev.sidestep.wire.format.Reply;
import dev.sidestep.wire.format.UpstreamFormat;
import java.util.Arrays;
import java.util.List;

/// Whole answers, translated for clients of all wires. The first byte of an input chooses the provider's wire, the
/// second the target, the rest is the body.
final class AnswerFuzzer {
    private static final List<Reply> REPLIES =
            Given.CLIENTS.stream().map(Given::reply).toList();

    @FuzzTest(maxDuration = "10m")
    @DictionaryFile(resourcePath = "/dev/sidestep/wire/fuzz/wires.dict")
    void anAnswerBecomesJsonForEveryClient(byte[] input) {
        if (input.length < 2) {
            return;
        }
        UpstreamFormat upstream = Formats.ofProviders(Given.pick(List.of(WireFormat.values()), input[0]));
        byte[] body = Arrays.copyOfRange(input, 2, input.length);
        upstream.repair(400, body);
        if (upstream.inspect(body) instanceof AnswerBody.Answered) {
            CanonicalAnswer answer = upstream.read(body, Given.target(input[1]));
            for (Reply reply : REPLIES) {
                byte[] written = Formats.ofClients(reply.call().wire()).write(answer, reply);
                assertThat(Given.isJson(written)).isTrue();
                assertThat(Formats.ofProviders(reply.call().wire()).inspect(written))
                        .isInstanceOf(AnswerBody.Answered.class);
            }
        }
    }
}

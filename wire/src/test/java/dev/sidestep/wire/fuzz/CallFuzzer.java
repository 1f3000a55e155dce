package dev.sidestep.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sidestep.wire.Formats;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ApiError;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.ClientFormat;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.json.InvalidRequestException;
import java.util.Arrays;
import java.util.Map;

/// Calls of clients, fitted and translated to all wires. The first byte of an input chooses the client's wire, the
/// second the target, the rest is the body.
final class CallFuzzer {
    /// How much larger a call may become: a character that must be escaped takes six, and names and places are added.
    private static final int GROWTH = 24;

    private static final int ROOM_BYTES = 16 << 10;

    @FuzzTest(maxDuration = "10m")
    @DictionaryFile(resourcePath = "/dev/sidestep/wire/fuzz/wires.dict")
    void aCallIsRefusedOrLeavesAsJson(byte[] input) {
        if (input.length < 2) {
            return;
        }
        ClientFormat client = Formats.ofClients(Given.pick(Given.CLIENTS, input[0]));
        byte[] body = Arrays.copyOfRange(input, 2, input.length);
        try {
            ClientCall call = client.read(body, Map.of());
            assertThat(Given.isJson(body)).as("accepted").isTrue();
            leaves(client, call, Given.target(input[1]));
        } catch (InvalidRequestException refused) {
            assertThat(Given.isJson(client.error(400, ApiError.of(refused)))).isTrue();
        }
    }

    private static void leaves(ClientFormat client, ClientCall call, Aim aim) {
        isSound(Formats.ofProviders(client.wire()).edit(call, aim), call);
        CanonicalRequest canonical = client.canonical(call);
        for (WireFormat upstream : WireFormat.values()) {
            Fitting written = Formats.ofProviders(upstream).write(canonical, call, aim);
            isSound(written, call);
            if (Given.CLIENTS.contains(upstream)) {
                isCall(upstream, written.body());
            }
        }
    }

    private static void isSound(Fitting fitting, ClientCall call) {
        assertThat(Given.isJson(fitting.body())).isTrue();
        assertThat(fitting.body().length).isLessThan(call.body().bytes().length * GROWTH + ROOM_BYTES);
    }

    /// What we write in a format that clients speak, we would take from one.
    private static void isCall(WireFormat wire, byte[] body) {
        ClientFormat client = Formats.ofClients(wire);
        client.canonical(client.read(body, Map.of()));
    }
}

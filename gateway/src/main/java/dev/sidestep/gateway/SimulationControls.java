package dev.sidestep.gateway;

import dev.sidestep.gateway.simulation.SimulatedProviders;
import dev.sidestep.gateway.simulation.SimulationChange;
import dev.sidestep.gateway.simulation.SimulationDocument;
import dev.sidestep.wire.format.ApiError;
import java.util.function.Consumer;

/// Lets people trouble providers that are simulated. Real ones are troubled enough.
final class SimulationControls {
    private static final ApiError NONE = ApiError.of(
            "The providers here are real: sidestep serve --simulate starts a gateway with simulated ones",
            "invalid_request_error",
            "no_simulation");

    private SimulationControls() {}

    static void show(Request request, byte[] body) {
        with(request, _ -> {});
    }

    static void change(Request request, byte[] body) {
        with(request, providers -> providers.change(SimulationChange.read(body)));
    }

    static void restore(Request request, byte[] body) {
        with(request, providers -> providers.change(new SimulationChange.RestoreAll()));
    }

    /// Answers with what is simulated once the action is done.
    private static void with(Request request, Consumer<SimulatedProviders> action) {
        request.service()
                .simulation()
                .ifPresentOrElse(providers -> answer(request, providers, action), () -> request.refuse(404, NONE));
    }

    private static void answer(Request request, SimulatedProviders providers, Consumer<SimulatedProviders> action) {
        try {
            action.accept(providers);
            request.answer(200, SimulationDocument.of(providers.all()));
        } catch (IllegalArgumentException invalid) {
            request.refuse(
                    400,
                    ApiError.of(String.valueOf(invalid.getMessage()), "invalid_request_error", "invalid_parameter"));
        }
    }
}

package dev.sidestep.simulator;

import java.util.Map;

/// A request as it came, without anything of HTTP that does not matter to a provider.
///
/// @param path below the provider's base path, such as `/chat/completions`
/// @param headers names in lower case
/// @param body not to be changed
public record SimulatedRequest(String provider, String method, String path, Map<String, String> headers, byte[] body) {
    public SimulatedRequest {
        headers = Map.copyOf(headers);
    }
}

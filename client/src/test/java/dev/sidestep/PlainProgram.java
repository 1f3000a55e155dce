package dev.sidestep;

import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.Secret;
import java.net.URI;
import java.util.List;

/// An application that embeds the library: it asks, prints, and ends.
final class PlainProgram {
    private PlainProgram() {}

    /// @param arguments the provider's base URL
    public static void main(String[] arguments) {
        AccountConfig account = AccountConfig.builder("groq")
                .key(Secret.of("test-groq"))
                .baseUrl(URI.create(arguments[0]))
                .models(List.of("llama-3.3-70b-versatile"))
                .build();
        try (Sidestep sidestep = Sidestep.builder().account(account).build()) {
            System.out.println(
                    sidestep.chat(ChatRequest.of("auto").user("Hello")).text());
        }
    }
}

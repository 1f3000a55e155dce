package dev.sidestep.benchmarks.micro;

import java.nio.charset.StandardCharsets;

/// Bodies as clients and providers send them.
final class Bodies {
    private static final String SENTENCE =
            "The quick brown fox jumps over the lazy dog, says \\\"hello\\\" and goes on to the next line.\\n";

    private Bodies() {}

    /// A chat call of about this many bytes: a system prompt, a few turns, some parameters.
    static byte[] chatCall(int size) {
        String head = "{\"model\":\"smart\",\"temperature\":0.7,\"max_tokens\":512,\"messages\":["
                + "{\"role\":\"system\",\"content\":\"You are a helpful assistant.\"}";
        String tail = "],\"stream\":false,\"user\":\"benchmark\"}";
        StringBuilder body = new StringBuilder(head);
        for (int turn = 0; body.length() + tail.length() < size; turn++) {
            int room = size - body.length() - tail.length() - 40;
            int sentences = Math.clamp(room / SENTENCE.length(), 1, 10);
            body.append(",{\"role\":\"")
                    .append(turn % 2 == 0 ? "user" : "assistant")
                    .append("\",\"content\":\"")
                    .append(SENTENCE.repeat(sentences))
                    .append("\"}");
        }
        return body.append(tail).toString().getBytes(StandardCharsets.UTF_8);
    }

    /// One event of a chat stream that brings a word.
    static byte[] contentEvent() {
        return event("{\"content\":\" benchmark\"}", "null");
    }

    /// The event that says why the answer ended.
    static byte[] lastEvent() {
        return event("{}", "\"stop\"");
    }

    private static byte[] event(String delta, String finish) {
        String json = "{\"id\":\"chatcmpl-9f3a7c21-7d34-4d1e-9d0e-2f6b1c1f7a55\",\"object\":\"chat.completion.chunk\","
                + "\"created\":1763740800,\"model\":\"llama-3.3-70b-versatile\",\"system_fingerprint\":\"fp_3f3b593e33\","
                + "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":" + finish
                + "}]}";
        return ("data: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /// What Groq says when the tokens of the day are used up.
    static byte[] tokensPerDayUsedUp() {
        return ("{\"error\":{\"message\":\"Rate limit reached for model `llama-3.3-70b-versatile` in organization "
                        + "`org_01hx0000000000000000000000` service tier `on_demand` on tokens per day (TPD): Limit 100000, "
                        + "Used 97875, Requested 3399. Please try again in 18m20.589s. Need more tokens? Upgrade to Dev "
                        + "Tier today at https://console.groq.com/settings/billing\",\"type\":\"tokens\","
                        + "\"code\":\"rate_limit_exceeded\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }
}

package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.json.Trees;
import java.util.List;
import java.util.random.RandomGenerator;

/// Random calls that the API takes.
final class RandomCalls {
    private static final List<String> USER_BLOCKS = List.of(
            "{\"type\":\"text\",\"text\":\"one\"}",
            "{\"type\":\"text\",\"text\":\" \\n\"}",
            "{\"type\":\"text\",\"text\":\"é😀\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}",
            "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"AA==\"}}",
            "{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://x/y.png\"},\"cache_control\":{}}",
            "{\"type\":\"image\",\"source\":{\"type\":\"file\",\"file_id\":\"file_1\"}}",
            "{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"AA\"},"
                    + "\"title\":\"t\",\"context\":\"c\",\"citations\":{\"enabled\":true}}",
            "{\"type\":\"document\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"x\"}}",
            "{\"type\":\"document\",\"source\":{\"type\":\"content\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}]},"
                    + "\"cache_control\":{\"type\":\"ephemeral\"}}",
            "{\"type\":\"document\",\"source\":{\"type\":\"content\",\"content\":\"whole\"}}",
            "{\"type\":\"search_result\",\"source\":\"u\",\"title\":\"t\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}",
            "{\"type\":\"container_upload\",\"file_id\":\"file_2\"}");

    private static final List<String> ANSWER_BLOCKS = List.of(
            "{\"type\":\"text\",\"text\":\"sure\",\"citations\":[{\"type\":\"char_location\",\"cited_text\":\"x\"}]}",
            "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"EqQB\"}",
            "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"EqQC\"}",
            "{\"type\":\"redacted_thinking\",\"data\":\"enc\"}",
            "{\"type\":\"server_tool_use\",\"id\":\"srvtoolu_1\",\"name\":\"web_search\",\"input\":{\"query\":\"x\"}}",
            "{\"type\":\"web_search_tool_result\",\"tool_use_id\":\"srvtoolu_1\",\"content\":[]}");

    private static final List<String> FIELDS = List.of(
            "\"metadata\":{\"user_id\":\"u\"}",
            "\"service_tier\":\"auto\"",
            "\"container\":{\"id\":\"c\",\"skills\":[]}",
            "\"mcp_servers\":[{\"type\":\"url\",\"url\":\"https://x\",\"name\":\"n\"}]",
            "\"context_management\":{\"edits\":[{\"type\":\"clear_tool_uses_20250919\"}]}",
            "\"cache_control\":{\"type\":\"ephemeral\"}",
            "\"field_of_tomorrow\":[1.50,{\"a\":null}]",
            "\"stop_sequences\":[\"END\",\"\\nHuman:\"]",
            "\"stream\":true",
            "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}",
            "\"thinking\":{\"type\":\"adaptive\",\"display\":\"omitted\"}",
            "\"thinking\":{\"type\":\"disabled\"}",
            "\"output_config\":{\"effort\":\"max\",\"task_budget\":{\"total\":1}}",
            "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\",\"minItems\":3}}}",
            "\"system\":\"be brief\"",
            "\"system\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\",\"cache_control\":{}}]");

    private static final List<String> TOOLS = List.of(
            "{\"name\":\"f\",\"description\":\"d\",\"input_schema\":{\"type\":\"object\",\"required\":[]},\"strict\":true}",
            "{\"name\":\"g\",\"input_schema\":{\"type\":\"object\"},\"cache_control\":{},\"defer_loading\":true}",
            "{\"type\":\"web_search_20260209\",\"name\":\"web_search\",\"max_uses\":3}");

    private static final List<String> CHOICES = List.of(
            "{\"type\":\"auto\"}",
            "{\"type\":\"none\"}",
            "{\"type\":\"auto\",\"disable_parallel_tool_use\":true}",
            "{\"type\":\"auto\",\"disable_parallel_tool_use\":false}");

    private final RandomGenerator random;
    private int toolCalls;

    RandomCalls(RandomGenerator random) {
        this.random = random;
    }

    /// A call in the older version.
    ObjectNode next() {
        ObjectNode call = Trees.object().put("model", "some-model").put("max_tokens", 4_000);
        for (int i = random.nextInt(6); i > 0; i--) {
            call.setAll((ObjectNode) parsed("{" + pick(FIELDS) + "}"));
        }
        if (random.nextBoolean()) {
            ArrayNode tools = call.putArray("tools");
            TOOLS.stream().filter(_ -> random.nextBoolean()).forEach(tool -> tools.add(parsed(tool)));
            if (tools.isEmpty()) {
                call.remove("tools");
            } else {
                call.set("tool_choice", parsed(pick(CHOICES)));
            }
        }
        if (!call.path("thinking").path("type").asText().matches("enabled|adaptive") && random.nextBoolean()) {
            call.put("temperature", random.nextInt(11) / 10.0).put("top_k", 40);
        }
        messages(call.putArray("messages"));
        return call;
    }

    private void messages(ArrayNode messages) {
        for (int i = random.nextInt(4); i > 0; i--) {
            user(messages.addObject().put("role", "user"));
            int calls = random.nextInt(3);
            answer(messages.addObject().put("role", "assistant").putArray("content"), calls);
            if (calls > 0) {
                ArrayNode results = messages.addObject().put("role", "user").putArray("content");
                results(results, calls);
                answer(messages.addObject().put("role", "assistant").putArray("content"), 0);
            }
        }
        messages.addObject().put("role", "user").put("content", "so?");
    }

    private void user(ObjectNode message) {
        if (random.nextBoolean()) {
            message.put("content", "question");
            return;
        }
        ArrayNode content = message.putArray("content").add(parsed(USER_BLOCKS.getFirst()));
        for (int i = random.nextInt(4); i > 0; i--) {
            content.add(parsed(pick(USER_BLOCKS)));
        }
    }

    private void answer(ArrayNode content, int calls) {
        for (int i = random.nextInt(3); i > 0; i--) {
            content.add(parsed(pick(ANSWER_BLOCKS)));
        }
        content.add(parsed(ANSWER_BLOCKS.getFirst()));
        for (int i = 0; i < calls; i++) {
            content.add(parsed("{\"type\":\"tool_use\",\"id\":\"toolu_" + (toolCalls + i)
                    + "\",\"name\":\"f\",\"input\":{\"a\":[1.0,null]},\"cache_control\":{\"type\":\"ephemeral\"}}"));
        }
    }

    private void results(ArrayNode content, int calls) {
        for (int i = 0; i < calls; i++) {
            ObjectNode result =
                    content.addObject().put("type", "tool_result").put("tool_use_id", "toolu_" + toolCalls++);
            switch (random.nextInt(4)) {
                case 0 -> result.put("content", "plain");
                case 1 -> result.putArray("content").add(parsed(pick(USER_BLOCKS)));
                case 2 -> result.put("is_error", random.nextBoolean());
                default -> result.putObject("cache_control").put("type", "ephemeral");
            }
        }
        if (random.nextBoolean()) {
            content.add(parsed(USER_BLOCKS.getFirst()));
        }
    }

    private String pick(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static JsonNode parsed(String json) {
        return Trees.parse(json).orElseThrow();
    }
}

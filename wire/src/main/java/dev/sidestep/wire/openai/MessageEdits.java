package dev.sidestep.wire.openai;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.format.Loss;
import dev.sidestep.wire.json.BodyField;
import dev.sidestep.wire.json.Json;
import dev.sidestep.wire.json.JsonCursor;
import dev.sidestep.wire.json.RequestBody;
import dev.sidestep.wire.json.Trees;
import dev.sidestep.wire.openai.Dialect.Trait;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Edits inside one call's messages: what the target refuses is cut out or replaced, every other byte stays. Used once.
final class MessageEdits {
    /// Parts that a model must have a feature for.
    private static final Map<String, Feature> MEDIA = Map.of(
            "image_url", Feature.VISION,
            "input_image", Feature.VISION,
            "image", Feature.VISION,
            "input_audio", Feature.AUDIO,
            "file", Feature.FILES);

    private final Dialect dialect;
    private final Set<Feature> missing;
    private final boolean wantsThoughts;
    private final Set<Loss> losses = new LinkedHashSet<>();

    /// @param missing what the call needs and the target does not have
    /// @param had what the target has
    MessageEdits(Dialect dialect, Set<Feature> missing, Set<Feature> had) {
        this.dialect = dialect;
        this.missing = missing;
        this.wantsThoughts = dialect.has(Trait.THOUGHTS_BACK) && had.contains(Feature.REASONING);
    }

    /// True where a call with these oddities may have to be edited.
    boolean concern(Set<String> oddities) {
        return lacksMedia() || (!oddities.isEmpty() && concernSome(oddities));
    }

    private boolean concernSome(Set<String> oddities) {
        return oddities.contains(Oddity.EXTRA_CONTENT)
                || dialect.toolIds().concern(oddities)
                || (wantsThoughts && hasToolIds(oddities))
                || (oddities.contains(Oddity.DEVELOPER) && !dialect.has(Trait.DEVELOPER))
                || !Collections.disjoint(oddities, dialect.messages());
    }

    private static boolean hasToolIds(Set<String> oddities) {
        return oddities.contains(Oddity.TOOL_IDS) || oddities.contains(Oddity.LONG_TOOL_IDS);
    }

    private boolean lacksMedia() {
        return !missing.isEmpty()
                && (missing.contains(Feature.VISION)
                        || missing.contains(Feature.IMAGE_URLS)
                        || missing.contains(Feature.AUDIO)
                        || missing.contains(Feature.FILES));
    }

    List<Loss> losses() {
        return List.copyOf(losses);
    }

    /// The bytes of the messages after the edits; empty where nothing had to change.
    Optional<byte[]> edit(RequestBody body, BodyField messages) {
        return new Pass(body, new Splices(body.bytes(), messages.valueFrom(), messages.valueTo())).edit(messages);
    }

    /// One pass over the messages of a body.
    private final class Pass {
        private final RequestBody body;
        private final Splices splices;

        Pass(RequestBody body, Splices splices) {
            this.body = body;
            this.splices = splices;
        }

        Optional<byte[]> edit(BodyField messages) {
            objects(messages).forEach(this::message);
            return splices.apply();
        }

        private void message(List<BodyField> fields) {
            boolean callsTools = false;
            boolean tellsThoughts = false;
            List<BodyField> removed = new ArrayList<>(0);
            for (BodyField field : fields) {
                callsTools |= field.name().equals("tool_calls");
                tellsThoughts |= field.name().equals("reasoning_content");
                if (isRefused(field)) {
                    removed.add(field);
                } else {
                    field(field);
                }
            }
            splices.remove(fields, removed);
            if (wantsThoughts && callsTools && !tellsThoughts) {
                splices.insert(fields.getFirst().nameFrom(), "\"reasoning_content\":\"\",");
            }
        }

        private void field(BodyField field) {
            switch (field.name()) {
                case "role" -> role(field);
                case "tool_call_id" -> id(field);
                case "tool_calls" -> objects(field).forEach(this::toolCall);
                case "content" -> {
                    if (lacksMedia() || !dialect.messages().isEmpty()) {
                        objects(field).forEach(this::part);
                    }
                }
                default -> {
                    // as it came
                }
            }
        }

        private boolean isRefused(BodyField field) {
            boolean isRefused = dialect.messages().contains(field.name()) || isOurs(field);
            if (isRefused && saysSomething(field)) {
                losses.add(Loss.dropped("messages." + field.name()));
            }
            return isRefused;
        }

        /// True for what we gave to the client ourselves, which nobody else can read.
        private boolean isOurs(BodyField field) {
            return field.name().equals("extra_content")
                    && Trees.parse(body.bytes(), field.valueFrom(), field.valueTo())
                            .map(Signatures::in)
                            .filter(signature -> Opaque.isToken(signature.asText()))
                            .isPresent();
        }

        private boolean saysSomething(BodyField field) {
            return ChatChunk.isSomething(body.cursor(field));
        }

        private void role(BodyField field) {
            boolean isDeveloper = body.cursor(field).textOrEmpty().equals("developer");
            if (isDeveloper && !dialect.has(Trait.DEVELOPER)) {
                splices.replace(field, "\"system\"");
            }
        }

        private void id(BodyField field) {
            String id = body.cursor(field).textOrEmpty();
            if (!id.isEmpty() && !dialect.toolIds().takes(id)) {
                splices.replace(field, Json.quoted(dialect.toolIds().fit(id)));
            }
        }

        private void toolCall(List<BodyField> fields) {
            List<BodyField> removed = new ArrayList<>(0);
            for (BodyField field : fields) {
                if (field.name().equals("id")) {
                    id(field);
                } else if (field.name().equals("extra_content") && isRefused(field)) {
                    removed.add(field);
                }
            }
            splices.remove(fields, removed);
        }

        private void part(List<BodyField> fields) {
            for (BodyField field : fields) {
                if (MEDIA.get(field.name()) instanceof Feature feature && isMissing(feature, field)) {
                    leaveOut(feature, field, fields);
                    return;
                }
            }
            splices.remove(fields, fields.stream().filter(this::isRefused).toList());
        }

        private void leaveOut(Feature feature, BodyField field, List<BodyField> part) {
            losses.add(Loss.dropped("messages." + field.name()));
            splices.replace(
                    part.getFirst().nameFrom(),
                    part.getLast().valueTo(),
                    "\"type\":\"text\",\"text\":\"[left out: " + feature.id() + "]\"");
        }

        private boolean isMissing(Feature feature, BodyField field) {
            return missing.contains(feature)
                    || (feature == Feature.VISION
                            && missing.contains(Feature.IMAGE_URLS)
                            && !body.json(field).contains("\"data:"));
        }

        /// The fields of each object of a list; none where it is no list.
        private List<List<BodyField>> objects(BodyField list) {
            JsonCursor cursor = body.cursor(list);
            List<List<BodyField>> objects = new ArrayList<>();
            if (cursor.peek() != JsonToken.START_ARRAY) {
                return objects;
            }
            for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
                if (cursor.peek() == JsonToken.START_OBJECT) {
                    objects.add(fields(cursor));
                } else {
                    cursor.skip();
                }
            }
            return objects;
        }

        private static List<BodyField> fields(JsonCursor cursor) {
            List<BodyField> fields = new ArrayList<>();
            for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
                int nameFrom = cursor.start();
                String name = cursor.name();
                int valueFrom = cursor.start();
                cursor.skip();
                fields.add(new BodyField(name, nameFrom, valueFrom, cursor.end()));
            }
            return fields;
        }
    }
}

package dev.sidestep.gateway.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// Random configurations with random changes: every comment, and every line that has nothing to do with the
/// change, stays to the byte.
class ConfigTextPropertyTest {
    private static final int CHANGES = 40;

    private final List<String> written = new ArrayList<>();

    @RepeatedTest(250)
    void changesTouchNothingElse(RepetitionInfo repetition) {
        RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(repetition.getCurrentRepetition());
        String text = new RandomConfig(random).text();

        for (int i = 0; i < CHANGES; i++) {
            String before = text;
            text = changed(before, random);

            assertThat(comments(text)).as(before).isEqualTo(comments(before));
            assertThat(others(text)).as(before).isEqualTo(others(before));
        }
        assertThat(written).as("some change was written").isNotEmpty();
    }

    private String changed(String text, RandomGenerator random) {
        try {
            ConfigText config = new ConfigText(text);
            String changed = random.nextInt(4) == 0
                    ? config.inOrder(shuffled(config.names(), random))
                    : config.with(one(config.names(), random), change(random));
            written.add(changed);
            return changed;
        } catch (NotWritableException refused) {
            assertThat(refused)
                    .hasMessageMatching("(its account lists|it has a list in brackets|there are comments).*");
            return text;
        }
    }

    private static AccountChange change(RandomGenerator random) {
        List<String> models = shuffled(List.of("m0", "m1", "x/y", "null", "a b", "#6"), random)
                .subList(0, random.nextInt(4));
        return switch (random.nextInt(3)) {
            case 0 -> new AccountChange.Pinned(models);
            case 1 -> new AccountChange.Without(models);
            default -> new AccountChange.Disabled(random.nextBoolean());
        };
    }

    private static List<String> shuffled(List<String> list, RandomGenerator random) {
        List<String> shuffled = new ArrayList<>(list);
        Collections.shuffle(shuffled, Random.from(random));
        return shuffled;
    }

    private static String one(List<String> list, RandomGenerator random) {
        return list.get(random.nextInt(list.size()));
    }

    /// Every comment of these documents says `# c` and a number.
    private static List<String> comments(String text) {
        return Arrays.stream(text.split("\\R"))
                .filter(line -> line.contains("# c"))
                .map(line -> line.substring(line.indexOf("# c")))
                .sorted()
                .toList();
    }

    /// The lines, and of them the parts, that no change is about; accounts change places whole.
    private static List<String> others(String text) {
        return text.lines()
                .map(line -> line.replaceAll(",? ?(pinned|without|models): ?\\[[^]]*],? ?|,? ?disabled: true,? ?", "~"))
                .map(line -> line.replaceAll("# c\\d+", ""))
                .filter(line -> line.contains("key") || line.contains("rpm") || line.contains("deadline"))
                .map(line ->
                        line.replaceAll("[~ ,]*}", " }").replaceAll("[~]", "").strip())
                .sorted()
                .toList();
    }

    /// A configuration as people write it.
    private static final class RandomConfig {
        private final RandomGenerator random;
        private final StringBuilder text = new StringBuilder();
        private final String separator;
        private int comments;

        RandomConfig(RandomGenerator random) {
            this.random = random;
            this.separator = random.nextInt(4) == 0 ? "\r\n" : "\n";
        }

        String text() {
            lines("", 2);
            if (random.nextBoolean()) {
                line("", "deadline: 3m");
            }
            line("", "accounts:");
            String indent = one(List.of("", "  ", "    "), random);
            for (int i = 0; i < 2 + random.nextInt(3); i++) {
                lines(indent, 2);
                account(indent, i);
            }
            lines("", 2);
            if (random.nextBoolean()) {
                line("", "routes: { r: [m0] } # key");
            }
            String whole = text.toString();
            return random.nextInt(3) == 0 ? whole.stripTrailing() : whole;
        }

        private void account(String indent, int number) {
            if (random.nextInt(3) == 0) {
                line(
                        indent,
                        "- { name: groq-" + number + ", key: 'k" + number + "'" + flow("pinned") + flow("models")
                                + (random.nextBoolean() ? ", disabled: true" : "") + one(List.of("", " ", ", "), random)
                                + "}");
                return;
            }
            String inner = indent + "  ";
            line(indent, "- name: groq-" + number);
            lines(inner, 1);
            list(inner, "without");
            line(inner, "key: \"k" + number + "\"");
            list(inner, "pinned");
            list(inner, "models");
            if (random.nextBoolean()) {
                line(inner, "disabled: true");
            }
            if (random.nextBoolean()) {
                line(inner, "quotas:");
                line(inner + " ", "rpm: 3" + number);
            }
        }

        private String flow(String key) {
            return random.nextBoolean() ? ", " + key + ": [m0,  'm1']" : "";
        }

        private void list(String indent, String key) {
            switch (random.nextInt(4)) {
                case 0 -> line(indent, key + ": [m1, \"m0\" ]");
                case 1 -> {
                    line(indent, key + ":");
                    String dash = indent + one(List.of("", "  "), random) + "- ";
                    for (String item : shuffled(List.of("m0", "'m1'", "\"x/y\""), random)) {
                        line(dash, item);
                        lines(dash.replace("- ", one(List.of("", "  "), random)), 1);
                    }
                }
                default -> {}
            }
        }

        /// Comments and blank lines.
        private void lines(String indent, int most) {
            IntStream.range(0, random.nextInt(most + 1))
                    .forEach(_ -> text.append(random.nextBoolean() ? "" : indent + comment())
                            .append(separator));
        }

        private String comment() {
            return "# c" + comments++;
        }

        private void line(String indent, String content) {
            text.append(indent)
                    .append(content)
                    .append(random.nextInt(3) == 0 ? "  " + comment() : "")
                    .append(separator);
        }
    }
}

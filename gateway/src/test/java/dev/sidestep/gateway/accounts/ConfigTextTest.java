package dev.sidestep.gateway.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.gateway.accounts.AccountChange.Disabled;
import dev.sidestep.gateway.accounts.AccountChange.Pinned;
import dev.sidestep.gateway.accounts.AccountChange.Without;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of a configuration's text.
class ConfigTextTest {
    private static final String BLOCKS = """
            # Ours.
            accounts:
              # The free one.
              - name: groq   # first
                key: "${GROQ_API_KEY}"

                # Limits by hand.
                quotas: { rpm: 30 }
                # tail of groq

              - name: openai
                key: '${OPENAI_API_KEY}'  # second
            # Afterwards.
            deadline: 2m
            """;

    private static String groq(String yaml, AccountChange change) {
        return new ConfigText(yaml).with("groq", change);
    }

    private static Pinned pinned(String... models) {
        return new Pinned(List.of(models));
    }

    @Test
    void keyIsAddedBehindTheLastOneOfItsAccount() {
        assertThat(groq(BLOCKS, pinned("b", "openai/a")))
                .isEqualTo(BLOCKS.replace(
                        "    quotas: { rpm: 30 }\n", "    quotas: { rpm: 30 }\n    pinned: [b, openai/a]\n"));
    }

    @Test
    void keyThatBecomesEmptyIsTakenAway() {
        String pinned = groq(BLOCKS, pinned("b"));

        assertThat(groq(pinned, pinned())).isEqualTo(BLOCKS);
        assertThat(groq(groq(BLOCKS, new Disabled(true)), new Disabled(false))).isEqualTo(BLOCKS);
        assertThat(groq(BLOCKS, pinned())).isEqualTo(BLOCKS);
    }

    @Test
    void commentOfAKeyThatIsTakenAwayStays() {
        String yaml = "accounts:\n  - name: groq\n    pinned:  # best\n      - a # why a\n      # and b\n      - b\n";

        assertThat(groq(yaml, pinned())).isEqualTo("accounts:\n  - name: groq\n    # best\n    # why a\n    # and b\n");
    }

    @Test
    void itemsInBlocksGoAlongWithTheirComments() {
        String yaml = "accounts:\n  - name: groq\n    pinned:\n    # about a\n    - \"a\" # a\n\n    - b # b\n";

        assertThat(groq(yaml, pinned("c", "b", "a")))
                .isEqualTo("accounts:\n  - name: groq\n    pinned:\n    - c\n\n    - b # b\n"
                        + "    # about a\n    - \"a\" # a\n");
        assertThat(groq(yaml, pinned("b")))
                .isEqualTo("accounts:\n  - name: groq\n    pinned:\n    - b # b\n\n    # about a\n    # a\n");
    }

    @Test
    void accountsInBracesStayThere() {
        String yaml = "accounts:\n  - { name: groq, key: \"${X}\", } # one\n  - {name: openai}\n";

        assertThat(groq(yaml, new Disabled(true)))
                .isEqualTo("accounts:\n  - { name: groq, key: \"${X}\", disabled: true, } # one\n  - {name: openai}\n");
        assertThat(new ConfigText(yaml).with("openai", new Without(List.of("x: y", "null"))))
                .contains("  - {name: openai, without: [\"x: y\", \"null\"]}\n");
    }

    @Test
    void keyInBracesIsTakenAwayWithItsComma() {
        String yaml = "accounts: [ { pinned: [a], name: groq, disabled: true, without: [x] } ]";

        assertThat(groq(yaml, pinned())).isEqualTo("accounts: [ { name: groq, disabled: true, without: [x] } ]");
        assertThat(groq(yaml, new Without(List.of())))
                .isEqualTo("accounts: [ { pinned: [a], name: groq, disabled: true } ]");
        assertThat(groq(yaml, new Disabled(false)))
                .isEqualTo("accounts: [ { pinned: [a], name: groq, without: [x] } ]");
    }

    @Test
    void listedModelsAreReorderedWhereNothingIsPinned() {
        String yaml = "accounts:\n  - name: groq\n    models: [ 'a',  b, c ]  # three\n";

        assertThat(groq(yaml, pinned("c", "a"))).isEqualTo(yaml.replace("'a',  b, c", "c,  'a', b"));
        assertThatThrownBy(() -> groq(yaml, pinned("d"))).hasMessageContaining("d is none of them");
    }

    @Test
    void whereSomethingIsPinnedThatDecidesAlsoAmongListedModels() {
        String yaml = "accounts:\n  - name: groq\n    models: [a, b]\n    pinned: [b]\n";

        assertThat(groq(yaml, pinned("a"))).isEqualTo(yaml.replace("pinned: [b]", "pinned: [a]"));
    }

    @Test
    void accountsChangePlacesWithTheCommentsDirectlyAboveThem() {
        assertThat(new ConfigText(BLOCKS).inOrder(List.of("openai", "groq"))).isEqualTo("""
                # Ours.
                accounts:
                  - name: openai
                    key: '${OPENAI_API_KEY}'  # second

                  # The free one.
                  - name: groq   # first
                    key: "${GROQ_API_KEY}"

                    # Limits by hand.
                    quotas: { rpm: 30 }
                    # tail of groq
                # Afterwards.
                deadline: 2m
                """);
    }

    @Test
    void accountsThatAreNotNamedKeepTheirPlaces() {
        String yaml = "accounts:\n- provider: groq\n- name: openai\n- {name: gemini}";

        assertThat(new ConfigText(yaml).inOrder(List.of("gemini", "groq")))
                .isEqualTo("accounts:\n- {name: gemini}\n- name: openai\n- provider: groq");
    }

    @Test
    void accountsInBracketsChangePlaces() {
        assertThat(new ConfigText("accounts: [{name: groq, key: a},\n  {name: openai}]\n")
                        .inOrder(List.of("openai", "groq")))
                .isEqualTo("accounts: [{name: openai},\n  {name: groq, key: a}]\n");
    }

    @Test
    void endsOfLinesStay() {
        String yaml = "accounts:\r\n  - name: groq\r\n    key: x";

        assertThat(groq(yaml, pinned("a"))).isEqualTo(yaml + "\r\n    pinned: [a]");
        assertThat(groq(groq(yaml, pinned("a")), pinned())).isEqualTo(yaml);
    }

    @Test
    void charactersBeyondTheUsualOnesShiftNothing() {
        String yaml = "# 🦊 größer\naccounts:\n  - name: groq # 🦊\n    key: \"🦊\"\n    pinned: [a]\n";

        assertThat(groq(yaml, pinned("b"))).isEqualTo(yaml.replace("[a]", "[b]"));
    }

    @Test
    void firstKeyOfAnAccountGivesWayToTheNext() {
        assertThat(groq("accounts:\n  - disabled: true\n    name: groq\n", new Disabled(false)))
                .isEqualTo("accounts:\n  - name: groq\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accounts:\n  - &one\n    name: groq\n",
                "accounts:\n  - name: groq\n    models: &all [a]\n  - {name: groq-2, models: *all}\n",
                "accounts:\n  - {name: groq, pinned: [a, # a\n      b]}\n",
                "accounts:\n  - name: groq\n    headers: {x: &x y}\n",
                "accounts:\n  - name: groq\n    key: |\n      x\n",
                "accounts:\n  - !!map\n    name: groq\n    pinned: !!seq [a]\n",
                "accounts:\r  - name: groq\r",
            })
    void whatIsNotCertainIsRefused(String yaml) {
        assertThatThrownBy(() -> groq(yaml, pinned("z")))
                .isInstanceOf(NotWritableException.class)
                .hasMessageMatching("(its|it|what) .*");
    }
}

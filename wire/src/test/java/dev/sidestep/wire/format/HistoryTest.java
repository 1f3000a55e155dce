package dev.sidestep.wire.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Part.Text;
import dev.sidestep.wire.canonical.Part.ToolCall;
import dev.sidestep.wire.canonical.Part.ToolResult;
import dev.sidestep.wire.canonical.Role;
import dev.sidestep.wire.canonical.Turn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HistoryTest {
    @Test
    void case02ResultsComeFirstAndTheUsersWordsAfterThem() {
        History history =
                History.of(List.of(calls("a", "b"), turn(Role.USER, text("go on"), result("a"), result("b"))));

        assertThat(told(history)).containsExactly("calls a b", "result a", "result b", "user");
        assertThat(history.losses()).isEmpty();
    }

    @Test
    void resultsStandInTheOrderOfTheirCalls() {
        History history = History.of(List.of(calls("a", "b"), tool("b"), tool("a")));

        assertThat(told(history)).containsExactly("calls a b", "result a", "result b");
    }

    @Test
    void case05AnUnansweredCallIsAnsweredWithAnError() {
        History history = History.of(List.of(calls("a", "b"), tool("a"), turn(Role.USER, text("never mind"))));

        assertThat(told(history)).containsExactly("calls a b", "result a", "error b", "user");
        assertThat(history.losses()).map(Loss::toString).containsExactly("messages.tool_calls=answered with an error");
    }

    @Test
    void case05ACallAtTheVeryEndIsAnsweredToo() {
        History history = History.of(List.of(calls("a")));

        assertThat(told(history)).containsExactly("calls a", "error a");
    }

    @Test
    void case06AResultWithoutItsCallIsToldAsText() {
        History history = History.of(List.of(tool("gone"), turn(Role.USER, text("and now?"))));

        assertThat(told(history)).containsExactly("user", "user");
        assertThat(history.turns().getFirst().parts()).contains(new Text("42 of gone"));
        assertThat(history.losses()).map(Loss::toString).containsExactly("messages.tool_results=text");
    }

    @Test
    void aSecondResultOfOneCallIsToldAsText() {
        History history = History.of(List.of(calls("a"), tool("a"), tool("a")));

        assertThat(told(history)).containsExactly("calls a", "result a", "user");
    }

    @Test
    void theOperatorsWordsBetweenCallAndResultComeAfterIt() {
        History history = History.of(List.of(calls("a"), turn(Role.SYSTEM, text("be brief")), tool("a")));

        assertThat(told(history)).containsExactly("calls a", "result a", "system");
    }

    @Test
    void aSoundConversationStaysAsItIs() {
        List<Turn> sound = List.of(
                turn(Role.SYSTEM, text("s")), turn(Role.USER, text("u")), calls("a"), tool("a"), calls("b"), tool("b"));

        assertThat(History.of(sound).turns()).isEqualTo(sound);
    }

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverComesEveryCallIsAnsweredOnceAndRightAfterItsTurn(int seed) {
        History history = History.of(randomTurns(new Random(seed)));

        Set<String> open = new HashSet<>();
        for (Turn turn : history.turns()) {
            if (turn.role() == Role.TOOL) {
                assertThat(turn.parts()).singleElement().isInstanceOf(ToolResult.class);
                assertThat(open.remove(((ToolResult) turn.parts().getFirst()).callId()))
                        .isTrue();
            } else {
                assertThat(open).isEmpty();
                assertThat(turn.parts()).noneMatch(ToolResult.class::isInstance);
            }
            turn.parts().stream().filter(ToolCall.class::isInstance).forEach(call -> open.add(((ToolCall) call).id()));
        }
        assertThat(open).isEmpty();
        assertThat(History.of(history.turns()).losses()).isEmpty();
    }

    private static List<Turn> randomTurns(Random random) {
        List<Turn> turns = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            String id = "" + (char) ('a' + random.nextInt(3));
            turns.add(
                    switch (random.nextInt(5)) {
                        case 0 -> calls(id);
                        case 1 -> calls(id, id + "2");
                        case 2 -> tool(random.nextBoolean() ? id : id + "2");
                        case 3 -> turn(Role.USER, text("u"), result(id));
                        default -> turn(Role.USER, text("u"));
                    });
        }
        return turns;
    }

    private static List<String> told(History history) {
        return history.turns().stream().map(HistoryTest::told).toList();
    }

    private static String told(Turn turn) {
        return switch (turn.role()) {
            case ASSISTANT ->
                turn.parts().stream().map(part -> " " + ((ToolCall) part).id()).reduce("calls", String::concat);
            case TOOL -> {
                ToolResult result = (ToolResult) turn.parts().getFirst();
                yield (result.isError() ? "error " : "result ") + result.callId();
            }
            case USER -> "user";
            case SYSTEM, DEVELOPER -> "system";
        };
    }

    private static Turn calls(String... ids) {
        return new Turn(
                Role.ASSISTANT,
                Arrays.stream(ids)
                        .<Part>map(id -> new ToolCall(id, "look", "{}"))
                        .toList());
    }

    private static Turn tool(String id) {
        return turn(Role.TOOL, result(id));
    }

    private static ToolResult result(String id) {
        return new ToolResult(id, "", List.of(text("42 of " + id)), false, Extras.NONE);
    }

    private static Text text(String text) {
        return new Text(text);
    }

    private static Turn turn(Role role, Part... parts) {
        return new Turn(role, List.of(parts));
    }
}

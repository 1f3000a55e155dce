package dev.sidestep.core.selection;

import static dev.sidestep.core.testing.Catalogues.account;
import static dev.sidestep.core.testing.Catalogues.anthropic;
import static dev.sidestep.core.testing.Catalogues.gemini;
import static dev.sidestep.core.testing.Catalogues.groq;
import static dev.sidestep.core.testing.Catalogues.openai;
import static dev.sidestep.core.testing.Catalogues.targets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.core.Account;
import dev.sidestep.core.Model;
import dev.sidestep.core.Provider;
import dev.sidestep.core.Target;
import dev.sidestep.core.health.Health;
import dev.sidestep.core.health.HealthPolicy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetsTest {

    @ParameterizedTest
    @CsvSource({
        "groq-free, openai anthropic gemini mistral groq-paid",
        "openai, anthropic groq-free groq-paid gemini mistral",
        "anthropic, openai groq-free groq-paid gemini mistral",
        "gemini, openai anthropic groq-free groq-paid mistral",
        "mistral, groq-free gemini anthropic openai groq-paid"
    })
    void anAccountIsLeftForOtherTypesByItsFallbacksThenTheUnlistedThenItsOwn(String from, String expected) {
        Targets targets = targets(
                groq(),
                gemini(),
                account("mistral", "mistral", "mistral-large"),
                anthropic(),
                openai(),
                account("groq-paid", "groq", "llama-3.1-8b-instant"));

        // Mistral's own fallbacks are none: the others stand in the order of the configuration.
        assertThat(successors(targets, from)).containsExactly(expected.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "n,    '',  a/n a/m",
        "n,    b,   b/n b/m",
        "b/m,  '',  b/m b/n",
        "n,    gone, a/n a/m",
        "auto, b,   b/m b/n"
    })
    void aCallThatIsBoundToAnAccountStaysThere(String wanted, String account, String expected) {
        Targets targets = targets(account("a", "openai", "m", "n"), account("b", "openai", "m", "n"));
        Ranking ranking = new Ranking(Order.LISTED, targets.all(), new Health(HealthPolicy.defaults()));

        Course course = targets.within(targets.course(wanted, List.of(), ranking, 0), account);

        assertThat(((Course.Listed) course).targets()).map(Target::name).containsExactly(expected.split(" "));
    }

    @Test
    void aFallbackMayNameAProviderThatIsNotCalledLikeItsType() {
        Provider local =
                new Provider("local", "openai-compatible", "Local", List.of("far", "openai-compatible", "near"));
        Targets targets = targets(
                Account.of("local", local, List.of(Model.unknown("m"))),
                Account.of("x", new Provider("near", "vllm", "Near", List.of()), List.of(Model.unknown("m"))),
                Account.of("y", new Provider("far", "vllm", "Far", List.of()), List.of(Model.unknown("m"))));

        assertThat(successors(targets, "local")).containsExactly("y", "x");
    }

    @Test
    void aProvidersOwnNameCountsBeforeItsType() {
        Provider groq = new Provider("groq", "groq", "Groq", List.of("eu", "openai", "compatible"));
        Targets targets = targets(
                Account.of("groq", groq, List.of(Model.unknown("m"))),
                openai(),
                Account.of("us", new Provider("us", "compatible", "US", List.of()), List.of(Model.unknown("m"))),
                Account.of("eu", new Provider("eu", "compatible", "EU", List.of()), List.of(Model.unknown("m"))));

        assertThat(successors(targets, "groq")).containsExactly("eu", "openai", "us");
    }

    @ParameterizedTest
    @CsvSource({
        "m1, free/m1 paid/m1 oa/m1",
        "groq/m1, free/m1 paid/m1",
        "paid/m1, paid/m1",
        "openai/gpt-oss-120b, free/openai/gpt-oss-120b",
        "groq/openai/gpt-oss-120b, free/openai/gpt-oss-120b",
        "free/openai/gpt-oss-120b, free/openai/gpt-oss-120b",
        "smart, oa/m1 free/m2",
        "cheap, free/m1 paid/m1 oa/m1",
        "auto, free/m1 free/m2 free/openai/gpt-oss-120b paid/m1 oa/m1",
        "unknown, ''",
        "'', ''"
    })
    void aNameStandsForItsTargets(String name, String expected) {
        assertThat(targetNames(named().named(name))).containsExactly(split(expected));
    }

    @Test
    void anAccountsOwnNameCountsBeforeItsProviders() {
        Targets targets = targets(account("team-b", "openai", "m"), account("openai", "openai", "m"));

        assertThat(targetNames(targets.named("openai/m"))).containsExactly("openai/m", "team-b/m");
    }

    @ParameterizedTest
    @CsvSource({
        "m1, '', from free/m1",
        "openai/m1, '', from oa/m1",
        "auto, '', from free/m1",
        "smart, '', oa/m1 free/m2",
        "m2, paid/m1, free/m2 paid/m1",
        "m2, m1 m2, free/m2 free/m1 paid/m1 oa/m1",
        "smart, m1, oa/m1 free/m2 free/m1 paid/m1",
        "auto, m2 oa/m1, free/m2 oa/m1",
        "unknown, m2, free/m2",
        "m2, unknown, free/m2",
        "unknown, '', ''",
        "unknown, unknown, ''"
    })
    void aCallTakesItsCourse(String wanted, String order, String expected) {
        Course course = named().course(wanted, List.of(split(order)));

        assertThat(words(course)).isEqualTo(expected);
        assertThat(course.isEmpty()).isEqualTo(expected.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"m1, free/m1 paid/m1 oa/m1", "groq/m1, free/m1 paid/m1", "smart, oa/m1", "unknown, ''"})
    void aCourseOfOneModelChangesTheAccountOnly(String wanted, String expected) {
        assertThat(words(named().courseOfOneModel(wanted))).isEqualTo(expected);
    }

    @Test
    void aRouteMustNameWhatAnAccountHas() {
        assertThatThrownBy(() -> Targets.of(List.of(groq()), Map.of("smart", List.of("gpt-9"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("route smart names 'gpt-9'");
    }

    @Test
    void aRouteMustNotNameARoute() {
        assertThatThrownBy(() -> Targets.of(List.of(groq()), Map.of("a", List.of("auto"), "b", List.of("a"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("route b names 'a', which is a route itself");
    }

    @Test
    void twoAccountsOfOneNameAreRefused() {
        assertThatThrownBy(() -> targets(groq(), groq()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("groq-free");
    }

    @Test
    void whatIsHandedOutCannotBeChanged() {
        List<Target> found = named().named("m1");

        assertThatThrownBy(found::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    private static Targets named() {
        return Targets.of(
                List.of(
                        account("free", "groq", "m1", "m2", "openai/gpt-oss-120b"),
                        account("paid", "groq", "m1"),
                        account("oa", "openai", "m1")),
                Map.of("smart", List.of("oa/m1", "m2"), "cheap", List.of("m1")));
    }

    private static List<String> successors(Targets targets, String from) {
        Account account = targets.accounts().stream()
                .filter(each -> each.name().equals(from))
                .findFirst()
                .orElseThrow();
        return targets.successors(account).stream().map(Account::name).toList();
    }

    private static String words(Course course) {
        return switch (course) {
            case Course.Circular circular -> "from " + circular.start();
            case Course.Listed listed -> String.join(" ", targetNames(listed.targets()));
        };
    }

    private static List<String> targetNames(List<Target> targets) {
        return targets.stream().map(Target::name).toList();
    }

    private static String[] split(String names) {
        return Arrays.stream(names.split(" ")).filter(name -> !name.isEmpty()).toArray(String[]::new);
    }
}

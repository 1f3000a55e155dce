package dev.sidestep.benchmarks.goodput;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ResultChartTest {
    private static final List<Result> RESULTS = Stream.of(Competitor.CIRCULAR_CACHE, Competitor.ORACLE)
            .map(competitor -> {
                var scenario = RandomScenario.of(4, 2_000);
                return new Result(scenario, competitor, competitor.play(scenario));
            })
            .toList();

    @Test
    @DisplayName("The picture is well-formed, and each result has a bar in the panels of its kind of limits")
    void everyResultHasItsBars() throws Exception {
        var svg = new ResultChart(RESULTS).svg();

        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        var titles = document.getElementsByTagName("title");
        assertThat(titles.getLength()).isEqualTo(4);
        assertThat(titles.item(0).getTextContent()).startsWith("circular cache, seed 4: 0.");
        assertThat(titles.item(3).getTextContent()).isEqualTo("oracle, seed 4: 0.0");
    }

    @Test
    @DisplayName("The table relates each strategy to the oracle of its own scenario")
    void tableRelatesToTheOracle() {
        var table = new ResultTable(RESULTS).markdown();

        assertThat(table.lines().filter(line -> line.contains("| oracle |")))
                .singleElement()
                .asString()
                .contains("| 100.00 % |");
        assertThat(table.lines().filter(line -> line.startsWith("| seed 4"))).hasSize(2);
    }
}

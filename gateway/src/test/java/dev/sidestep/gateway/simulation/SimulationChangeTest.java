package dev.sidestep.gateway.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulationChangeTest {
    private static SimulationChange read(String json) {
        return SimulationChange.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void changesAreRead() {
        assertThat(read("{\"exhaust\": {\"provider\": \"groq\", \"model\": \"m\", \"seconds\": 60}}"))
                .isEqualTo(new SimulationChange.Exhaust("groq", "m", Duration.ofMinutes(1)));
        assertThat(read("{\"break\": {\"provider\": \"groq\", \"how\": \"overloaded\"}}"))
                .isEqualTo(new SimulationChange.Fail("groq", Break.OVERLOADED));
        assertThat(read("{\"slow\": {\"provider\": \"groq\", \"ms\": 1500}}"))
                .isEqualTo(new SimulationChange.Slow("groq", Duration.ofMillis(1_500)));
        assertThat(read("{\"restore\": {\"provider\": \"groq\"}}")).isEqualTo(new SimulationChange.Restore("groq"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nonsense | Expected one of",
                "[] | Expected one of",
                "{} | Expected one of",
                "{\"explode\": {\"provider\": \"groq\"}} | Expected one of",
                "{\"restore\": \"groq\"} | Expected one of",
                "{\"restore\": {\"provider\": \"a\"}, \"slow\": {\"provider\": \"a\", \"ms\": 1}} | Expected one of",
                "{\"restore\": {\"provider\": \"a\", \"model\": \"m\"}} | has no field 'model'",
                "{\"restore\": {}} | restore.provider must be a text",
                "{\"break\": {\"provider\": \"a\", \"how\": \"badly\"}} | one of unavailable, overloaded, refused, garbage, cut",
                "{\"slow\": {\"provider\": \"a\", \"ms\": 0}} | slow.ms must be a whole number from 1 to 60000",
                "{\"slow\": {\"provider\": \"a\", \"ms\": 1.5}} | slow.ms must be a whole number",
                "{\"exhaust\": {\"provider\": \"a\", \"model\": \"m\", \"seconds\": 86401}} | exhaust.seconds must be",
                "{\"exhaust\": {\"provider\": \"a\", \"model\": \" \", \"seconds\": 1}} | exhaust.model must be a text"
            })
    void mistakesAreSaid(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}

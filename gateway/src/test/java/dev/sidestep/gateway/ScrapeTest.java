package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ScrapeTest {
    @Test
    void scratch() throws Exception {
        String text = Traffic.scrape();
        Files.writeString(Path.of("/tmp/metrics-scrape.txt"), text);
        assertThat(text).isNotEmpty();
    }
}

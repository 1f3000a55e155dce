package dev.sidestep.wire.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.core.Feature;
import dev.sidestep.wire.json.InvalidRequestException;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private final Findings findings = new Findings();

    @Test
    void eachHandleCountsOnceAndAnEmptyOneIsNone() {
        findings.addHandle("file-2");
        findings.addHandle("");
        findings.addHandle("file-1");
        findings.addHandle("file-2");

        assertThat(findings.handles()).containsExactly("file-2", "file-1");
    }

    @Test
    void handlesAreBoundedInNumberAndLength() {
        for (int i = 0; i < 1_000; i++) {
            findings.addHandle("file-" + i);
        }
        findings.addHandle("file-0");

        assertThatThrownBy(() -> findings.addHandle("one more")).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> new Findings().addHandle("x".repeat(513))).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void aSchemaTogetherWithToolsIsANeedOfItsOwn() {
        findings.add(Feature.TOOLS);
        assertThat(findings.needs(5).features()).containsOnly(Feature.CHAT, Feature.TOOLS);

        findings.add(Feature.JSON_SCHEMA);

        assertThat(findings.needs(5).features()).contains(Feature.JSON_SCHEMA_WITH_TOOLS);
    }
}

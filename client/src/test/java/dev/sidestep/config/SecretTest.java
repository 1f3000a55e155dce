package dev.sidestep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    void isNeverPrinted() {
        Secret secret = Secret.of("sk-canary");

        assertThat(secret).hasToString("***").isNotInstanceOf(Serializable.class);
        assertThat(secret.reveal()).isEqualTo("sk-canary");
    }

    @Test
    void equalsByItsText() {
        assertThat(Secret.of("a-key"))
                .isEqualTo(Secret.of(" a-key\n"))
                .hasSameHashCodeAs(Secret.of("a-key"))
                .isNotEqualTo(Secret.of("b-key"));
    }

    @Test
    void whatCannotTravelInAHeaderIsRefusedWithoutBeingQuoted() {
        assertThatThrownBy(() -> Secret.of("canary\r\nx-evil: 1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("canary");
        assertThatThrownBy(() -> Secret.of(" ")).isInstanceOf(IllegalArgumentException.class);
    }
}

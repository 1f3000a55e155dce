package dev.sidestep.core;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.core.testing.Catalogues;
import org.junit.jupiter.api.Test;

class AccountTest {

    @Test
    void aNameWithASlashWouldReadAsATargetAndIsRefused() {
        assertThatThrownBy(() -> Catalogues.account("team/a", "groq", "m"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("team/a");
    }

    @Test
    void aModelNamedTwiceIsRefused() {
        assertThatThrownBy(() -> Catalogues.account("groq", "groq", "m", "n", "m"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("groq names model m twice");
    }

    @Test
    void fewerThanOneAttemptPerCallIsRefused() {
        assertThatThrownBy(() -> Catalogues.limited(Catalogues.groq(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("attempts-per-provider must be at least 1: 0");
    }
}

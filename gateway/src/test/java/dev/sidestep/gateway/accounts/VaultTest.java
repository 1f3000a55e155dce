package dev.sidestep.gateway.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.config.Secret;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaultTest {
    private static final Secret KEY = Secret.of("gsk_a-key-of-the-test");
    private static final String OWNER = "groq\nhttps://api.groq.com/openai/v1";
    private static final int PREFIX = "aes-256-gcm:".length();

    private static Vault vault(int seed) {
        byte[] key = new byte[32];
        key[0] = (byte) seed;
        return new Vault(key);
    }

    @Test
    void opensWhatItSealed() {
        String sealed = vault(1).seal(KEY, OWNER);

        assertThat(sealed).doesNotContain(KEY.reveal());
        assertThat(vault(1).open(sealed, OWNER)).contains(KEY);
    }

    @Test
    void sameSecretNeverLooksTheSame() {
        assertThat(vault(1).seal(KEY, OWNER)).isNotEqualTo(vault(1).seal(KEY, OWNER));
    }

    @Test
    void anotherKeyOpensNothing() {
        assertThat(vault(2).open(vault(1).seal(KEY, OWNER), OWNER)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai\nhttps://api.groq.com/openai/v1", "groq\nhttps://example.org/openai/v1"})
    void noOtherAccountAndNoOtherAddressOpensIt(String other) {
        assertThat(vault(1).open(vault(1).seal(KEY, OWNER), other)).isEmpty();
    }

    @Test
    void anyChangedByteIsNoticed() {
        String sealed = vault(1).seal(KEY, OWNER);
        byte[] bytes = Base64.getDecoder().decode(sealed.substring(PREFIX));

        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 1;
            String changed = "aes-256-gcm:" + Base64.getEncoder().encodeToString(bytes);
            assertThat(vault(1).open(changed, OWNER)).as("byte " + i).isEmpty();
            bytes[i] ^= 1;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gsk_a-key-of-the-test", "aes-256-gcm:", "aes-256-gcm:AAAA", "aes-256-gcm:***"})
    void whatIsNotSealedOpensNothing(String text) {
        assertThat(vault(1).open(text, OWNER)).isEmpty();
    }
}

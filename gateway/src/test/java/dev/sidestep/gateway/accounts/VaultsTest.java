package dev.sidestep.gateway.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.config.Secret;
import dev.sidestep.gateway.config.VaultKey;
import dev.sidestep.store.PrivateFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultsTest {
    private static final Secret KEY = Secret.of("gsk_a-key-of-the-test");

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("config/sidestep/vault.key");
    }

    private Vaults vaults() {
        return new Vaults(new VaultKey.InFile(file()), folder.resolve("data"));
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void keyFileIsMadeOnceAndForItsOwnerAlone() throws Exception {
        String sealed = vaults().made().seal(KEY, "a");

        assertThat(permissions(file())).isEqualTo("rw-------");
        assertThat(permissions(folder.resolve("config/sidestep"))).isEqualTo("rwx------");
        assertThat(vaults().made().open(sealed, "a")).contains(KEY);
    }

    @Test
    void keyFileThatOthersCanReadIsRefused() throws Exception {
        vaults().made();
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> vaults().existing())
                .isInstanceOf(VaultClosedException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void missingKeyFileIsNotMadeToOpenWhatAnotherSealed() {
        assertThatThrownBy(() -> vaults().existing())
                .isInstanceOf(VaultClosedException.class)
                .hasMessageContaining("missing");
        assertThat(file()).doesNotExist();
    }

    @Test
    void keyFileInTheDataDirectoryIsRefused() {
        Vaults inside =
                new Vaults(new VaultKey.InFile(folder.resolve("data/../data/vault.key")), folder.resolve("data"));

        assertThatThrownBy(inside::made)
                .isInstanceOf(VaultClosedException.class)
                .hasMessageContaining("in the data directory");
    }

    @Test
    void keyFileWithSomethingElseIsRefusedWithoutItsWords() throws Exception {
        PrivateFiles.createNew(file(), "not-a-key".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> vaults().existing())
                .isInstanceOf(VaultClosedException.class)
                .hasMessageContaining("32 bytes")
                .hasMessageNotContaining("not-a-key");
    }

    @Test
    void keyMayBeBase64OrHex() throws Exception {
        Secret hex = Secret.of("00".repeat(32));
        Secret base64 = Secret.of("A".repeat(43) + "=");
        Vaults first = new Vaults(new VaultKey.Given(hex), folder);
        Vaults second = new Vaults(new VaultKey.Given(base64), folder);

        assertThat(second.existing().open(first.made().seal(KEY, "a"), "a")).contains(KEY);
    }
}

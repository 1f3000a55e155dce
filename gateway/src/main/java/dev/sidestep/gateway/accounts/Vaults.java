package dev.sidestep.gateway.accounts;

import dev.sidestep.config.Secret;
import dev.sidestep.gateway.config.VaultKey;
import dev.sidestep.store.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/// Opens the vault with the key that was configured. Its key file is read each time, and kept
/// nowhere. Thread-safe.
///
/// @param key where the key comes from
/// @param directory where what is sealed stands; the key is never kept there
record Vaults(VaultKey key, Path directory) {
    /// A key has 44 characters; what is longer is the wrong file.
    private static final long MOST_BYTES = 1_000;

    /// The vault as it is.
    ///
    /// @throws VaultClosedException where its key cannot be had
    Vault existing() throws VaultClosedException {
        return switch (key) {
            case VaultKey.Given(var text) -> new Vault(bytes(text, "gateway.vault-key"));
            case VaultKey.InFile(var file) -> new Vault(read(outside(file)));
            case VaultKey.Nowhere() ->
                throw new VaultClosedException("there is no place for the vault's key: set SIDESTEP_VAULT_KEY,"
                        + " SIDESTEP_VAULT_KEY_FILE or HOME");
        };
    }

    /// The vault, whose key file is made where there is none.
    ///
    /// @throws VaultClosedException where its key cannot be had
    Vault made() throws VaultClosedException {
        if (key instanceof VaultKey.InFile(var file) && !Files.exists(outside(file))) {
            make(file);
        }
        return existing();
    }

    private Path outside(Path file) throws VaultClosedException {
        if (file.toAbsolutePath()
                .normalize()
                .startsWith(directory.toAbsolutePath().normalize())) {
            throw new VaultClosedException("the vault's key file " + file + " is in the data directory: whoever copies"
                    + " that would have both; name another with SIDESTEP_VAULT_KEY_FILE");
        }
        return file;
    }

    private static byte[] read(Path file) throws VaultClosedException {
        try {
            if (!Files.exists(file)) {
                throw new VaultClosedException("the vault's key file " + file + " is missing: put it back, or name it"
                        + " with SIDESTEP_VAULT_KEY_FILE");
            }
            if (PrivateFiles.isOpenToOthers(file)) {
                throw new VaultClosedException(
                        "the vault's key file " + file + " can be read by others: chmod 600 " + file);
            }
            if (Files.size(file) > MOST_BYTES) {
                throw new VaultClosedException("the vault's key file " + file + " holds something else");
            }
            return bytes(Secret.of(Files.readString(file, StandardCharsets.ISO_8859_1)), file.toString());
        } catch (IllegalArgumentException _) {
            throw new VaultClosedException(file + ": " + VaultKey.EXPECTED);
        } catch (IOException failed) {
            throw new VaultClosedException(
                    "the vault's key file " + file + " cannot be read: " + PrivateFiles.reason(failed));
        }
    }

    private static byte[] bytes(Secret text, String place) throws VaultClosedException {
        return VaultKey.bytes(text).orElseThrow(() -> new VaultClosedException(place + ": " + VaultKey.EXPECTED));
    }

    private static void make(Path file) throws VaultClosedException {
        byte[] bytes = new byte[VaultKey.BYTES];
        new SecureRandom().nextBytes(bytes);
        String text = Base64.getEncoder().encodeToString(bytes) + "\n";
        try {
            PrivateFiles.createNew(file, text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException failed) {
            throw new VaultClosedException(
                    "the vault's key file " + file + " cannot be made: " + PrivateFiles.reason(failed));
        }
    }
}

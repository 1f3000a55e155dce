package dev.sidestep.gateway.accounts;

import dev.sidestep.config.ConfigException;
import dev.sidestep.gateway.config.GatewayConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The configuration's file as a place where accounts are changed. It is written as a person would: what is not changed
/// stays as it is, with every comment; what is not certain is not written. Thread-safe.
public final class ConfigFile implements AccountPlace {
    /// A file that changes each time it is looked at is somebody else's at the moment.
    private static final int MOST_TRIES = 3;

    private final Path file;
    private final Reader reader;

    /// Reads a text that stands in a file, or is to stand there.
    @FunctionalInterface
    interface Reader {
        /// @return the names of its accounts, in the order in which they are tried, without the disabled ones
        /// @throws ConfigException where it has mistakes
        List<String> accounts(Path file, String text);
    }

    /// The file that a gateway's configuration is read from.
    ///
    /// @param environment where `${NAME}` is looked up
    public static ConfigFile of(Path file, Map<String, String> environment) {
        return new ConfigFile(
                file,
                (place, text) -> GatewayConfig.read(place, text, environment).calls().resolve().stream()
                        .map(each -> each.account().name())
                        .toList());
    }

    /// @param reader of the file's text
    ConfigFile(Path file, Reader reader) {
        this.file = file;
        this.reader = reader;
    }

    @Override
    public String name() {
        return file.getFileName().toString();
    }

    @Override
    public synchronized boolean has(String account) {
        try {
            return new ConfigText(text(new WholeFile(file).read())).names().contains(account);
        } catch (NotWritableException | IOException _) {
            return false;
        }
    }

    @Override
    public synchronized void change(String account, AccountChange change) {
        write(text -> new ConfigText(text).with(account, change));
    }

    @Override
    public synchronized void order(List<String> accounts) {
        write(text -> {
            ConfigText config = new ConfigText(text);
            List<String> own = new ArrayList<>(accounts);
            own.retainAll(config.names());
            if (own.isEmpty()) {
                return text;
            }
            String changed = config.inOrder(own);
            requireOrder(own, changed);
            return changed;
        });
    }

    /// Accounts with a `priority` are tried in its order, whatever that of the file.
    private void requireOrder(List<String> wanted, String text) {
        List<String> tried = new ArrayList<>(reader.accounts(file, text));
        tried.retainAll(wanted);
        List<String> asked = new ArrayList<>(wanted);
        asked.retainAll(tried);
        if (!tried.equals(asked)) {
            throw new NotWritableException("its accounts have a priority, which decides: change that there");
        }
    }

    private void write(UnaryOperator<String> change) {
        try {
            WholeFile whole = new WholeFile(file);
            for (int tries = 0; tries < MOST_TRIES; tries++) {
                byte[] before = whole.read();
                byte[] after = changed(text(before), change).getBytes(StandardCharsets.UTF_8);
                if (Arrays.equals(before, after) || whole.replace(before, after)) {
                    return;
                }
            }
            throw new NotWritableException("somebody else is writing it: try again");
        } catch (IOException failure) {
            throw refused(String.valueOf(failure.getMessage()));
        } catch (NotWritableException failure) {
            throw refused(String.valueOf(failure.getMessage()));
        }
    }

    private String changed(String text, UnaryOperator<String> change) {
        requireValid(text, "it has a mistake that has to be put right first: ");
        String changed = change.apply(text);
        requireValid(changed, "that would be a mistake: ");
        return changed;
    }

    private void requireValid(String text, String words) {
        try {
            reader.accounts(file, text);
        } catch (ConfigException wrong) {
            throw new NotWritableException(words + wrong.mistakes().getFirst().in(name()));
        }
    }

    private NotWritableException refused(String why) {
        return new NotWritableException(name() + " stays as it is: " + why);
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new NotWritableException("it is not UTF-8");
        }
    }
}

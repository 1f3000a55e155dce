package dev.sidestep.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// One YAML file, read by several readers, each of which takes its own top-level keys from
/// [#root()]. Mistakes are collected, not thrown: [#conclude()] throws all of them at once, in the
/// order of the file. Keys that no reader asked for are mistakes too. What was read is not to be
/// used before `conclude` returned.
///
/// ```java
/// var document = ConfigDocument.read(file, System.getenv());
/// var sidestep = SidestepConfig.from(document);
/// var gateway = GatewayConfig.from(document);
/// document.conclude();
/// ```
///
/// Not thread-safe.
public final class ConfigDocument {
    /// A configuration is written by people; what is larger is the wrong file.
    private static final int MAX_BYTES = 1 << 20;

    /// Bounds what a small file can make of itself with anchors.
    private static final int MAX_ALIASES = 50;

    private final Report report;
    private final Path folder;
    private final References references;
    private final List<Section> sections = new ArrayList<>();
    private final Section root;

    private ConfigDocument(String source, Path directory, Map<String, String> environment, String text) {
        this.report = new Report(source);
        this.folder = directory;
        this.references = new References(environment, directory, report);
        this.root = new Value(this, "", compose(text)).section().orElseGet(() -> new Section(this, ""));
    }

    /// A document of this text. References to files begin in the working directory.
    ///
    /// @param source its name in messages
    /// @param environment where `${NAME}` is looked up
    /// @throws ConfigException when the text is not YAML, is larger than 1 MiB or holds several
    ///     documents
    public static ConfigDocument parse(String source, String text, Map<String, String> environment) {
        return new ConfigDocument(source, Path.of(""), environment, text);
    }

    /// The document of a file. References to files begin in its folder.
    ///
    /// @param environment where `${NAME}` is looked up
    /// @throws ConfigException when it cannot be read, is not YAML, or is larger than 1 MiB
    public static ConfigDocument read(Path file, Map<String, String> environment) {
        return parse(file, content(file), environment);
    }

    /// The document of a text that is to stand in a file. References to files begin in its folder.
    ///
    /// @param environment where `${NAME}` is looked up
    /// @throws ConfigException as [#parse(String, String, Map)] does
    public static ConfigDocument parse(Path file, String text, Map<String, String> environment) {
        return new ConfigDocument(file.toString(), folderOf(file), environment, text);
    }

    private static Path folderOf(Path file) {
        return Optional.ofNullable(file.getParent()).orElse(Path.of(""));
    }

    /// The whole file, as a section whose keys the readers take.
    public Section root() {
        return root;
    }

    /// Where relative paths begin: the file's folder, or the working directory.
    public Path folder() {
        return folder;
    }

    /// Names top-level keys that are known but read by nobody here.
    public void leave(String... keys) {
        for (String key : keys) {
            root.value(key);
        }
    }

    /// Adds a mistake that a reader found by itself.
    ///
    /// @param path the option, such as `agents.writer.model`; its line is that of the option, or of
    ///     what it belongs to
    public void mistake(String path, String text) {
        report.mistake(path, text);
    }

    /// Adds something that can be used but is likely not what was meant.
    public void warning(String path, String text) {
        report.warning(path, text);
    }

    /// The warnings so far, one line each, in the order in which they were found.
    public List<String> warnings() {
        return report.warnings();
    }

    /// Ends the reading: from here on what was read may be used.
    ///
    /// @throws ConfigException with all mistakes of all readers
    public void conclude() {
        sections.forEach(Section::refuseUnread);
        report.conclude();
    }

    Report report() {
        return report;
    }

    References references() {
        return references;
    }

    void opened(Section section) {
        sections.add(section);
    }

    private @Nullable Node compose(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(report.source())
                .setCodePointLimit(MAX_BYTES)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .setAllowRecursiveKeys(false)
                .build();
        try {
            StreamReader characters = new StreamReader(settings, text);
            return new Composer(settings, new BoundedParser(settings, characters))
                    .getSingleNode()
                    .orElse(null);
        } catch (MarkedYamlEngineException malformed) {
            // The exception's own message quotes the file, and with it perhaps a key.
            Optional<Mark> place = malformed.getProblemMark();
            report.mistake(line(place), column(place), "not YAML: " + malformed.getProblem());
        } catch (YamlEngineException malformed) {
            report.mistake(0, 0, "not YAML that can be read: " + malformed.getMessage());
        }
        report.conclude();
        return null;
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(place -> place.getLine() + 1).orElse(0);
    }

    private static int column(Optional<Mark> mark) {
        return mark.map(place -> place.getColumn() + 1).orElse(0);
    }

    private static String content(Path file) {
        try {
            return TextFile.read(file, MAX_BYTES);
        } catch (IOException failure) {
            Mistake mistake = new Mistake(0, 0, "", "cannot be read: " + failure.getMessage());
            throw new ConfigException(file.toString(), List.of(mistake));
        }
    }
}

package dev.sidestep.gateway.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The dashboard's files, out of the jars: our own, and of the libraries that they stand on. Each is read
/// and compressed when it is first asked for. Thread-safe; the first look at a file reads it, and belongs on no event
/// loop.
public final class Assets {
    /// The page that everything begins with.
    public static final String INDEX = "index.html";

    /// Nothing else is looked for, so that no path leads out of the dashboard's folders.
    private static final Pattern PATH =
            Pattern.compile("(?:[a-z0-9-]{1,40}/){0,2}[a-z0-9-]{1,40}\\.(?:html|css|js|svg)");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml; charset=utf-8");

    /// The libraries' folders within the dashboard's, and where Maven's WebJars have their files.
    private static final Map<String, String> LIBRARIES =
            Map.of("lit-html/", folder("lit-html", ""), "chart/", folder("chart.js", "dist/"));

    private static final Map<String, String> LIBRARY_FILES = Map.of("chart/chart.js", "chart.umd.min.js");

    private final ConcurrentMap<String, Asset> read = new ConcurrentHashMap<>();

    /// The file at a path within the dashboard's folder, where it was read before.
    public Optional<Asset> known(String path) {
        return Optional.ofNullable(read.get(path));
    }

    /// The file at a path within the dashboard's folder, such as `pages/now.js`; empty where there is none.
    public Optional<Asset> read(String path) {
        Optional<Asset> known = known(path);
        if (known.isPresent() || !PATH.matcher(path).matches()) {
            return known;
        }
        Optional<Asset> found = bytes(place(path)).map(bytes -> Asset.of(type(path), bytes));
        found.ifPresent(asset -> read.put(path, asset));
        return found;
    }

    private static String type(String path) {
        return TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "application/octet-stream");
    }

    private static String place(String path) {
        return LIBRARIES.entrySet().stream()
                .filter(library -> path.startsWith(library.getKey()))
                .findFirst()
                .map(library -> library.getValue()
                        + LIBRARY_FILES.getOrDefault(
                                path, path.substring(library.getKey().length())))
                .orElse("/dashboard/" + path);
    }

    /// The folder of a WebJar bears its version, which stands in the root pom alone.
    private static String folder(String library, String within) {
        String description = "/META-INF/maven/org.webjars.npm/" + library + "/pom.properties";
        Properties properties = new Properties();
        try (@Nullable InputStream in = Assets.class.getResourceAsStream(description)) {
            if (in == null) {
                throw new IllegalStateException("the WebJar of " + library + " is not on the class path");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "/META-INF/resources/webjars/" + library + "/" + properties.getProperty("version") + "/" + within;
    }

    private static Optional<byte[]> bytes(String resource) {
        try (@Nullable InputStream in = Assets.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

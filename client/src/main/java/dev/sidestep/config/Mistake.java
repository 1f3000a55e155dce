package dev.sidestep.config;

/// Something wrong in a configuration, and where. Immutable.
///
/// @param line its line from 1, or 0 where it stands in no file
/// @param column its column from 1, or 0 where it stands in no file
/// @param path the option, such as `accounts[1].key`; empty for the file as a whole
/// @param text what was expected and what was found; never a secret
public record Mistake(int line, int column, String path, String text) {

    /// The mistake as one line for people: `sidestep.yaml:12: accounts[1].provider: unknown
    /// provider 'grok'`.
    public String in(String source) {
        String place = line == 0 ? source : source + ":" + line;
        return path.isEmpty() ? place + ": " + text : place + ": " + path + ": " + text;
    }
}

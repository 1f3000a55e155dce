package dev.sidestep.wire.anthropic;

/// Tells, while its pieces come, when a JSON object is whole. Not thread-safe.
final class Completeness {
    private int depth;
    private boolean hasBegun;
    private boolean isInString;
    private boolean isEscaped;

    /// Takes the next piece.
    void add(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            add(piece.charAt(i));
        }
    }

    private void add(char next) {
        if (isEscaped) {
            isEscaped = false;
        } else if (isInString) {
            isEscaped = next == '\\';
            isInString = next != '"';
        } else {
            switch (next) {
                case '"' -> isInString = true;
                case '{', '[' -> {
                    depth++;
                    hasBegun = true;
                }
                case '}', ']' -> depth--;
                default -> {
                    // part of a number or a word, or between two
                }
            }
        }
    }

    /// True once everything that was opened is closed.
    boolean isWhole() {
        return hasBegun && depth <= 0;
    }
}

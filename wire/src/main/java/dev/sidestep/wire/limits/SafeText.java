package dev.sidestep.wire.limits;

import java.util.List;

/// Makes a provider's words fit to be logged and shown.
final class SafeText {
    /// How the providers' keys begin. Some providers repeat a refused key in their message.
    private static final List<String> KEY_STARTS =
            List.of("sk-", "gsk_", "xai-", "AIza", "csk-", "fw_", "tgp_", "pplx-", "hf_", "nvapi-");
    /// Shorter words with such a beginning are names, not keys.
    private static final int SHORTEST_KEY = 12;

    private SafeText() {}

    /// One line of at most `maxChars`, without control or direction characters, keys masked.
    static String of(String raw, int maxChars) {
        StringBuilder line = new StringBuilder(Math.min(raw.length(), maxChars));
        for (int at = 0; at < raw.length() && line.length() < maxChars; ) {
            int codePoint = raw.codePointAt(at);
            at += Character.charCount(codePoint);
            if (isPrintable(codePoint)) {
                line.appendCodePoint(codePoint);
            } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        }
        line.setLength(lastWhole(line, Math.min(line.length(), maxChars)));
        return maskKeys(line.toString().strip());
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static int lastWhole(StringBuilder line, int length) {
        return length > 0 && Character.isHighSurrogate(line.charAt(length - 1)) ? length - 1 : length;
    }

    private static String maskKeys(String line) {
        if (KEY_STARTS.stream().noneMatch(line::contains)) {
            return line;
        }
        StringBuilder masked = new StringBuilder(line.length());
        for (int at = 0; at < line.length(); ) {
            int end = at;
            while (end < line.length() && isKeyChar(line.charAt(end))) {
                end++;
            }
            masked.append(maskWord(line.substring(at, end)));
            if (end < line.length()) {
                masked.append(line.charAt(end));
            }
            at = end + 1;
        }
        return masked.toString();
    }

    private static boolean isKeyChar(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '*';
    }

    private static String maskWord(String word) {
        if (word.length() < SHORTEST_KEY) {
            return word;
        }
        for (String start : KEY_STARTS) {
            if (word.startsWith(start)) {
                return start + "***";
            }
        }
        return word;
    }
}

package dev.sidestep.wire.limits.words;

/// Takes names out of a sentence. A model's name may hold any word (`acme/tpm-rate-limit-429b`),
/// and none of them is the provider's.
public final class Names {
    private Names() {}

    /// The sentence with `*` for what stands in backticks, and for each word with a hyphen and a
    /// digit that begins with a letter: `gpt-4o`, `openai/gpt-oss-120b`, `org-01hx`, but no date
    /// and no span.
    public static String masked(String sentence) {
        StringBuilder plain = new StringBuilder(sentence.length());
        for (int at = 0; at < sentence.length(); ) {
            int close = sentence.charAt(at) == '`' ? sentence.indexOf('`', at + 1) : -1;
            int end = close < 0 ? wordEnd(sentence, at) : close + 1;
            if (close >= 0) {
                plain.append('*');
            } else if (isName(sentence, at, end)) {
                plain.append('*');
            } else {
                end = Math.max(end, at + 1);
                plain.append(sentence, at, end);
            }
            at = end;
        }
        return plain.toString();
    }

    private static int wordEnd(String text, int from) {
        int at = from;
        while (at < text.length() && isWordChar(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isWordChar(char c) {
        return Character.isLetterOrDigit(c) || "-_./:@".indexOf(c) >= 0;
    }

    private static boolean isName(String text, int from, int end) {
        boolean hasDigit = false;
        boolean hasHyphen = false;
        for (int at = from; at < end; at++) {
            char c = text.charAt(at);
            hasDigit |= c >= '0' && c <= '9';
            hasHyphen |= c == '-';
        }
        return hasDigit && hasHyphen && Character.isLetter(text.charAt(from));
    }
}

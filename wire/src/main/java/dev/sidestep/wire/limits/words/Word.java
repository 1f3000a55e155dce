package dev.sidestep.wire.limits.words;

import java.util.ArrayList;
import java.util.List;

/// A word of a sentence in lower case: a run of letters, or `/`. What holds a digit is a number or
/// a name, and is read elsewhere; it stands here as [#NUMBER].
///
/// @param text what it says
/// @param start where it begins
/// @param end the place behind it
record Word(String text, int start, int end) {
    static final String NUMBER = "#";

    static List<Word> of(String sentence) {
        List<Word> words = new ArrayList<>();
        for (int at = 0; at < sentence.length(); ) {
            int end = end(sentence, at);
            if (end > at) {
                String run = sentence.substring(at, end);
                words.add(new Word(hasDigit(run) ? NUMBER : run, at, end));
            } else if (sentence.charAt(at) == '/') {
                words.add(new Word("/", at, at + 1));
            }
            at = Math.max(end, at + 1);
        }
        return words;
    }

    boolean is(String word) {
        return text.equals(word);
    }

    private static int end(String sentence, int from) {
        int at = from;
        while (at < sentence.length() && isPart(sentence, at, from)) {
            at++;
        }
        return at;
    }

    /// A letter or digit, or a point or comma inside a number.
    private static boolean isPart(String sentence, int at, int from) {
        char c = sentence.charAt(at);
        if (c == '.' || c == ',') {
            return at > from
                    && isDigit(sentence.charAt(at - 1))
                    && at + 1 < sentence.length()
                    && isDigit(sentence.charAt(at + 1));
        }
        return Character.isLetterOrDigit(c);
    }

    private static boolean hasDigit(String run) {
        for (int at = 0; at < run.length(); at++) {
            if (isDigit(run.charAt(at))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}

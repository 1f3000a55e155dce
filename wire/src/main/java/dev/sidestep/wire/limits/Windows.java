package dev.sidestep.wire.limits;

import dev.sidestep.core.Window;
import java.util.List;

/// Reads over which span a limit counts, from its words.
final class Windows {
    /// A word and the window it means.
    private record Word(String text, Window window) {}

    /// Google's quota ids, the longest window first: of several violated quotas it is the one that counts.
    private static final List<Word> QUOTA_IDS = List.of(
            new Word("permonth", Window.MONTH),
            new Word("perday", Window.DAY),
            new Word("perhour", Window.HOUR),
            new Word("perminute", Window.MINUTE),
            new Word("persecond", Window.SECOND));

    /// Whole words; the first in the sentence counts.
    private static final List<Word> WORDS = List.of(
            new Word("per second", Window.SECOND),
            new Word("/ second", Window.SECOND),
            new Word("per min", Window.MINUTE),
            new Word("/ min", Window.MINUTE),
            new Word("per hour", Window.HOUR),
            new Word("/ hour", Window.HOUR),
            new Word("hourly", Window.HOUR),
            new Word("per day", Window.DAY),
            new Word("/ day", Window.DAY),
            new Word("daily", Window.DAY),
            new Word("per month", Window.MONTH),
            new Word("/ month", Window.MONTH),
            new Word("monthly", Window.MONTH));

    /// Abbreviations, looked at only where no word stands: they may be part of a name.
    private static final List<Word> ABBREVIATIONS = List.of(
            new Word("rps", Window.SECOND),
            new Word("rpm", Window.MINUTE),
            new Word("tpm", Window.MINUTE),
            new Word("itpm", Window.MINUTE),
            new Word("otpm", Window.MINUTE),
            new Word("ash", Window.HOUR),
            new Word("tph", Window.HOUR),
            new Word("rph", Window.HOUR),
            new Word("rpd", Window.DAY),
            new Word("tpd", Window.DAY),
            new Word("asd", Window.DAY));

    private Windows() {}

    /// The window that the violated quotas or the sentence (in lower case) name.
    static Window of(String text, List<String> quotaIds) {
        for (Word word : QUOTA_IDS) {
            if (quotaIds.stream().anyMatch(id -> id.contains(word.text()))) {
                return word.window();
            }
        }
        String plain =
                text.replace('_', ' ').replace('-', ' ').replace("/", " / ").replace("  ", " ");
        Window named = first(plain, WORDS, false);
        return named == Window.UNSPECIFIED ? first(plain, ABBREVIATIONS, true) : named;
    }

    private static Window first(String text, List<Word> words, boolean whole) {
        int firstAt = Integer.MAX_VALUE;
        Window window = Window.UNSPECIFIED;
        for (Word word : words) {
            int at = indexOf(text, word.text(), whole);
            if (at >= 0 && at < firstAt) {
                firstAt = at;
                window = word.window();
            }
        }
        return window;
    }

    private static int indexOf(String text, String word, boolean whole) {
        int at = text.indexOf(word);
        while (at >= 0 && (isLetter(text, at - 1) || whole && isLetter(text, at + word.length()))) {
            at = text.indexOf(word, at + 1);
        }
        return at;
    }

    private static boolean isLetter(String text, int at) {
        return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
    }
}

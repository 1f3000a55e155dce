package dev.sidestep.wire.limits.times;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Outcome;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Spans and moments, as they stand in sentences, headers and fields.
class WaitsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final long SECOND = 1_000_000_000;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Please try again in 22m46.848s.                              | 1367000
                    Please try again in 18m20.589s. Need more tokens?            | 1101000
                    Please try again in 7.66s. Visit https://example.com/30s     | 8000
                    Please try again in 6ms.                                     | 250
                    Please try again in 644ms.                                   | 644
                    Please try again in 999.2ms                                  | 1000
                    Please try again in 1h2m3s                                   | 3723000
                    try again in 2d                                              | 172800000
                    try again in 1.984999999s. Need more                         | 2000
                    try again in 6.780999999s%3F                                 | 7000
                    Please retry after 120 seconds.                              | 120000
                    Please wait 5 minutes                                        | 300000
                    Provider requests waiting 15 minutes.                        | 900000
                    Please retry in 38.1s.                                       | 39000
                    "retryDelay": "34s"                                          | 34000
                    "retryDelay":"34.074824224s"                                 | 35000
                    try again in ~162 min                                        | 9720000
                    try again in about an hour                                   | 0
                    try again in 1 hour and 5 minutes                            | 3900000
                    try again in 1 hour, 5 minutes, 3 seconds                    | 3903000
                    try again in 1 h 5 m                                         | 3900000
                    Retry-After: 20                                              | 20000
                    retry_after_ms: 1500                                         | 2000
                    {"retry_after": 12}                                          | 12000
                    resets_in_seconds: 7139                                      | 7139000
                    quota will reset after 18h31m10s                             | 66670000
                    Wait for PT1H30M, then go on                                 | 5400000
                    wait 1,200 seconds                                           | 1200000
                    available again in 45 secs                                   | 45000
                    You will regain access on 2026-11-23 at 00:00 UTC.           | 129600000
                    wait until 2026-11-21T12:01:30Z                              | 90000
                    wait until 2026-11-21T12:01:30.25Z                           | 91000
                    wait until 2026-11-21T14:01:30+02:00                         | 90000
                    resets at 1795392000                                         | 129600000
                    resets at 1795392000000                                      | 129600000
                    blocked until 2026-11-22, or try again in 20s                | 20000
                    TRY AGAIN IN 3 SECONDS                                       | 3000
                    Your quota resets in 3 days                                  | 259200000
                    Your limit resets in ~162 min                                | 9720000
                    Cooling down, 2m 13s remaining                               | 133000
                    3 requests left, 90 seconds left                             | 90000
                    The quota is replenished in 45 minutes                       | 2700000
                    Come back in 2 hours                                         | 7200000
                    resets daily at midnight UTC                                 | 43200000
                    resets at midnight (Pacific Time)                            | 72000000
                    try again tomorrow at 00:00 UTC                              | 43200000
                    try again tomorrow at 6:30 am PT                             | 95400000
                    try again at 14:30 UTC                                       | 9000000
                    try again at 11:59 gmt                                       | 86340000
                    try again at 3 pm ET                                         | 28800000
                    try again at Nov 23rd, 2026 2:10 AM.                         | 137400000
                    You will regain access on December 1, 2026                   | 820800000
                    retry after Sat, 21 Nov 2026 12:00:34 GMT                    | 34000
                    blocked until 23 November 2026, 00:00 UTC                    | 129600000
                    """)
    @DisplayName("A wait is read out of a sentence")
    void waitIsReadOutOfASentence(String text, long millis) {
        assertThat(Waits.inText(text, NOW)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Please try again later.",
                "Wait a bit and try again.",
                "please wait or upgrade to continue",
                "try again. 3 requests are left",
                "try again in -5 seconds",
                "retry after -5",
                "retry after NaN",
                "retry after 1e300 seconds",
                "retry after 9223372036854775808 seconds",
                "try again in 99999999999 days",
                "try again in 0s",
                "try again at 14:30",
                "try again at 3 pm",
                "try again tomorrow",
                "try again at 25:99 UTC",
                "try again on February 31, 2027",
                "try again on May the 4th",
                "7 requests remaining",
                "5% left, 3 remaining",
                "try again with a maximum tokens value lower than 4096",
                "You will regain access on 2026-09-01 at 00:00 UTC.",
                "wait until 9999-12-31T00:00:00Z",
                "wait until 2026-13-45",
                "limited to 10 API calls / minute",
                "It took 30s. There were 7 retries",
            })
    @DisplayName("What is no wait is unsaid")
    void whatIsNoWaitIsUnsaid(String text) {
        assertThat(Waits.inText(text, NOW)).isEqualTo(Outcome.UNSAID);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    20                              | 20000
                    0.4                             | 400
                    1.2                             | 2000
                    135734                          | 135734000
                    2m59.56s                        | 180000
                    12ms                            | 250
                    1795392000                      | 129600000
                    1795392000000                   | 129600000
                    2026-11-21T12:00:59Z            | 59000
                    Sat, 21 Nov 2026 12:00:34 GMT   | 34000
                    Fri, 21 Nov 2026 12:00:34 GMT   | 34000
                    Sat, 21 Nov 2026 14:00:34 +0200 | 34000
                    Saturday, 21-Nov-26 12:00:34 GMT | 34000
                    Sat Nov 21 12:00:34 2026        | 34000
                    Sat, 21 Nov 2026 11:59:59 GMT   | 0
                    Fri, 31 Dec 9999 23:59:59 GMT   | 0
                    Sat, 21 Nov 2026 14:00:34 CEST  | 0
                    soon                            | 0
                    -5                              | 0
                    0                               | 0
                    NaN                             | 0
                    Infinity                        | 0
                    1e300                           | 0
                    9223372036854775808             | 0
                    315360000                       | 0
                    12 34                           | 0
                    """)
    @DisplayName("A wait is read out of a header")
    void waitIsReadOutOfAHeader(String value, long millis) {
        assertThat(Waits.inValue(value, SECOND, NOW)).isEqualTo(millis);
    }

    @Test
    @DisplayName("fault 30: ten megabytes of digits are no number, and cost little")
    void moreDigitsThanANumberHasAreIgnored() {
        String digits = "9".repeat(10_000_000);

        assertThat(Waits.inValue(digits, SECOND, NOW)).isEqualTo(Outcome.UNSAID);
        assertThat(Waits.inText("try again in " + digits + "s", NOW)).isEqualTo(Outcome.UNSAID);
        assertThat(Waits.inText("try again in 0." + digits + "s", NOW)).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_121, 429})
    @DisplayName("Every span comes back in every form, and never shorter")
    void everySpanComesBackAndNeverShorter(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 0; round < 5_000; round++) {
            long millis = magnitude(random);
            for (String text : List.of(goForm(millis), secondsForm(millis), wordForm(millis), isoForm(millis))) {
                long read = Waits.inText("Limit reached. Please try again in " + text + ". Visit us.", NOW);

                assertThat(read).as("%s (seed %d)", text, seed).isEqualTo(rounded(millis));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_121, 429})
    @DisplayName("Every moment comes back in every form, and never earlier")
    void everyMomentComesBackAndNeverEarlier(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        DateTimeFormatter http = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                .withZone(ZoneOffset.UTC);
        for (int round = 0; round < 2_000; round++) {
            long seconds = random.nextLong(1, 365 * 86_400L);
            Instant moment = NOW.plusSeconds(seconds);
            for (String text : List.of(
                    http.format(moment), moment.toString(), "" + moment.getEpochSecond(), "" + moment.toEpochMilli())) {
                assertThat(Waits.inValue(text, SECOND, NOW)).as(text).isEqualTo(seconds * 1000);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    @DisplayName("No text makes a wait that is none")
    void noTextMakesAWaitThatIsNone(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String alphabet = "0123456789.,-:tzpsmhd  'e\"µ again retry wait in until";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder("try again in ");
            for (int i = 0; i < 24; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }

            long read = Waits.inText(text.toString(), NOW);

            assertThat(read).as(text.toString()).isBetween(0L, 366L * 86_400_000);
            assertThat(read == 0 || read >= Waits.FLOOR_MILLIS)
                    .as(text.toString())
                    .isTrue();
        }
    }

    private static long magnitude(RandomGenerator random) {
        return random.nextLong(
                1,
                List.of(1_000L, 60_000L, 3_600_000L, 86_400_000L, 30 * 86_400_000L)
                        .get(random.nextInt(5)));
    }

    private static long rounded(long millis) {
        return Math.max(250, millis >= 1000 ? Math.ceilDiv(millis, 1000) * 1000 : millis);
    }

    /// As Go prints durations: 1h2m3.5s, 450ms.
    private static String goForm(long millis) {
        if (millis < 1000) {
            return millis + "ms";
        }
        String seconds = decimal(millis % 60_000) + "s";
        String minutes = millis >= 60_000 ? millis / 60_000 % 60 + "m" : "";
        return (millis >= 3_600_000 ? millis / 3_600_000 + "h" : "") + minutes + seconds;
    }

    private static String secondsForm(long millis) {
        return decimal(millis) + " seconds";
    }

    private static String wordForm(long millis) {
        return "about " + millis / 86_400_000 + " days, " + millis / 3_600_000 % 24 + " hours and "
                + millis / 60_000 % 60 + " minutes " + decimal(millis % 60_000) + " sec";
    }

    private static String isoForm(long millis) {
        return "P" + millis / 86_400_000 + "DT" + millis / 60_000 % 1440 + "M" + decimal(millis % 60_000) + "S";
    }

    private static String decimal(long millis) {
        return millis / 1000 + "." + String.format(Locale.ROOT, "%03d", millis % 1000);
    }
}

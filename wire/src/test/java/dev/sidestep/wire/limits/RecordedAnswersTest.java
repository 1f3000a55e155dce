package dev.sidestep.wire.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Window;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every recorded answer is read as what it was: kind, scope, window and wait.
class RecordedAnswersTest {
    /// Good answers that only talk about errors; their record's kind is a placeholder.
    private static final Set<Integer> NO_ERROR = Set.of(213, 220);

    /// Limits whose window ends by the calendar. The records say "no wait" for all of them, because
    /// the hint lies or none is there; we tell the hint, which the first hit trusts, and the
    /// window's end beside it. NOW is 04:00 in Los Angeles, 12:00 in UTC, on 21 November.
    private static final Map<Integer, Outcome> BY_CALENDAR = Map.of(
            96, new Outcome.RateLimited(LimitScope.MODEL, Window.DAY, 38_000, hours(20)),
            97, new Outcome.RateLimited(LimitScope.MODEL, Window.DAY, 25_000, hours(20)),
            103, new Outcome.RateLimited(LimitScope.MODEL, Window.DAY, hours(20), hours(20)),
            112, new Outcome.RateLimited(LimitScope.MODEL, Window.DAY, hours(20), hours(20)),
            157, new Outcome.RateLimited(LimitScope.QUOTA_GROUP, Window.DAY, hours(12), hours(12)),
            159, new Outcome.RateLimited(LimitScope.QUOTA_GROUP, Window.DAY, hours(12), hours(12)),
            // Its own reset says the midnight after the next: then it is not the next one's end.
            158, new Outcome.RateLimited(LimitScope.QUOTA_GROUP, Window.DAY, hours(36)),
            146, new Outcome.OutOfFunds(LimitScope.QUOTA_GROUP, hours(9 * 24 + 12)));

    /// Models that are gone for everybody, not only for the account that asked.
    private static final Set<Integer> RETIRED = Set.of(22, 23, 25, 26, 27, 28, 29, 67, 178);

    /// The sizes that the sentences name.
    private static final Map<Integer, Long> LARGEST = Map.ofEntries(
            Map.entry(12, 7000L),
            Map.entry(15, 6000L),
            Map.entry(16, 6000L),
            Map.entry(17, 8000L),
            Map.entry(21, 8000L),
            Map.entry(31, 0L),
            Map.entry(50, 30_000L),
            Map.entry(51, 30_000L),
            Map.entry(52, 30_000L),
            Map.entry(70, 4097L),
            Map.entry(93, 200_000L),
            Map.entry(185, 32_768L),
            Map.entry(186, 0L));

    static List<Case> cases() {
        return Case.all();
    }

    static List<Case> streams() {
        return Case.where(Case::stream);
    }

    static List<Case> negatives() {
        return Case.where(Case::negative);
    }

    @ParameterizedTest
    @MethodSource("cases")
    @DisplayName("Every recorded answer is read right in kind, scope, window and wait")
    void recordIsReadAsWhatItWas(Case record) {
        assertThat(record.outcome()).isEqualTo(expected(record));
    }

    @ParameterizedTest
    @MethodSource("streams")
    @DisplayName("An error inside a stream reads like the stream that holds nothing else")
    void eventOfAStreamReadsLikeTheStream(Case record) {
        byte[] json = record.data().getBytes(StandardCharsets.UTF_8);

        assertThat(ErrorReader.readInBand(record.provider(), json, Case.NOW).outcome())
                .isEqualTo(expected(record));
    }

    @ParameterizedTest
    @MethodSource("negatives")
    @DisplayName("What only looks like a rate limit is none")
    void whatOnlyLooksLikeALimitIsNone(Case record) {
        assertThat(record.outcome()).isNotInstanceOf(Outcome.RateLimited.class);
    }

    @Test
    @DisplayName("All 150 records of the corpus are there")
    void wholeCorpusIsThere() {
        assertThat(Case.all()).hasSize(150);
        assertThat(negatives()).hasSizeGreaterThan(40);
    }

    private static Outcome expected(Case record) {
        if (NO_ERROR.contains(record.id())) {
            return new Outcome.Succeeded();
        }
        Outcome byCalendar = BY_CALENDAR.get(record.id());
        return byCalendar == null ? byKind(record) : byCalendar;
    }

    private static Outcome byKind(Case record) {
        return switch (record.kind()) {
            case "rate_limit" -> new Outcome.RateLimited(scope(record), window(record), waitMillis(record));
            case "request_too_large", "context_window" -> new Outcome.TooLarge(LARGEST.getOrDefault(record.id(), -1L));
            case "quota_exhausted" -> new Outcome.OutOfFunds(scope(record), waitMillis(record));
            case "overloaded" -> new Outcome.Overloaded(waitMillis(record));
            case "server_error" -> new Outcome.Faulted(faultOf(record));
            case "model_unavailable" ->
                new Outcome.ModelUnavailable(
                        RETIRED.contains(record.id()) ? LimitScope.PROVIDER_MODEL : LimitScope.ACCOUNT_MODEL);
            // Ask A16: a 403 is believed of the model asked for, never of the whole key.
            case "auth" ->
                new Outcome.Unauthorized(record.status() == 403 ? LimitScope.ACCOUNT_MODEL : LimitScope.ACCOUNT);
            // Ask A15: a tool call that this model could not form, another may.
            case "bad_request", "content_filter" ->
                new Outcome.Rejected(record.body().contains("\"tool_use_failed\""));
            default -> throw new AssertionError("unknown kind: " + record.kind());
        };
    }

    private static long hours(int hours) {
        return hours * 3_600_000L;
    }

    private static LimitScope scope(Case record) {
        return switch (record.scope()) {
            case "model" -> LimitScope.MODEL;
            case "organization", "project" -> LimitScope.QUOTA_GROUP;
            case "key" -> LimitScope.ACCOUNT;
            default -> throw new AssertionError("unknown scope: " + record.scope());
        };
    }

    private static Window window(Case record) {
        return switch (record.window()) {
            case "second" -> Window.SECOND;
            case "minute" -> Window.MINUTE;
            case "hour" -> Window.HOUR;
            case "day" -> Window.DAY;
            // Spans that no calendar knows: a session, ten rolling minutes.
            case "null", "session", "10 minutes" -> Window.UNSPECIFIED;
            default -> throw new AssertionError("unknown window: " + record.window());
        };
    }

    /// Up to the whole second from one second on, to the millisecond below, never under 250 ms.
    private static long waitMillis(Case record) {
        if (record.waitSeconds() < 0) {
            return Outcome.UNSAID;
        }
        return record.waitSeconds() >= 1
                ? (long) Math.ceil(record.waitSeconds()) * 1000
                : Math.max(250, (long) Math.ceil(record.waitSeconds() * 1000));
    }

    private static String faultOf(Case record) {
        // The event of record 168 names its own status.
        return "HTTP " + (record.id() == 168 ? 502 : record.status());
    }
}

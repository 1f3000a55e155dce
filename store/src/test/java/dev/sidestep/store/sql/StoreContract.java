package dev.sidestep.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.store.Conversation;
import dev.sidestep.store.Store;
import dev.sidestep.store.ledger.AttemptRow;
import dev.sidestep.store.ledger.CallDetail;
import dev.sidestep.store.ledger.CallQuery;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.Content;
import dev.sidestep.store.ledger.Cost;
import dev.sidestep.store.ledger.Place;
import dev.sidestep.store.ledger.TokenState;
import dev.sidestep.store.ledger.Tokens;
import dev.sidestep.store.ledger.UsageQuery;
import dev.sidestep.store.ledger.UsageQuery.Group;
import dev.sidestep.store.ledger.UsageRow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every store does, wherever it keeps things.
abstract class StoreContract {
    static final CallQuery NEWEST = new CallQuery("", "", "", "", "", 100);

    final Wall wall = new Wall();
    SqlStore store;

    /// Opens the same place again, as another process would.
    abstract SqlStore open() throws Exception;

    /// Has whoever opens the place next know that whoever was there is dead.
    abstract void bury() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        store = open();
    }

    @AfterEach
    void end() {
        store.close();
    }

    final void reopen() throws Exception {
        store.close();
        store = open();
    }

    final void crash() throws Exception {
        store.abandon();
        bury();
        store = open();
    }

    final void written() {
        assertThat(store.flush(Duration.ofSeconds(30))).isTrue();
    }

    final UsageRow total() {
        return usage().getFirst();
    }

    final List<UsageRow> usage(Group... groups) {
        Instant from = Samples.BEGIN.minus(Duration.ofDays(100));
        return store.usage(new UsageQuery(from, from.plus(Duration.ofDays(200)), List.of(groups), ZoneOffset.UTC));
    }

    final List<String> ids(CallQuery query) {
        return store.calls(query).stream().map(CallRow::id).toList();
    }

    @Test
    void whatIsRecordedIsFoundWithinTheWindow() {
        store.record(Samples.call(1, "answered"));

        Await.until("written", () -> !store.calls(NEWEST).isEmpty());
        assertThat(store.calls(NEWEST)).containsExactly(Samples.call(1, "answered"));
    }

    @Test
    void callComesWithItsAttemptsAndContent() {
        Content content = new Content(Samples.id(1), "{\"model\":\"x\"}", "Grüße \uD83D\uDE00");
        store.record(Samples.call(1, "answered"));
        store.record(Samples.attempt(1, 2, "succeeded"));
        store.record(Samples.attempt(1, 1, "rate-limited"));
        store.record(content);
        written();

        assertThat(store.call(Samples.id(1)))
                .contains(new CallDetail(
                        Samples.call(1, "answered"),
                        List.of(Samples.attempt(1, 1, "rate-limited"), Samples.attempt(1, 2, "succeeded")),
                        content));
        assertThat(store.call("nobody")).isEmpty();
    }

    @Test
    void laterRowTakesThePlaceOfAnEarlierOne() {
        store.record(Samples.call(1, CallRow.OPEN));
        store.record(Samples.attempt(1, 1, CallRow.OPEN));
        written();
        store.record(Samples.call(1, "answered"));
        store.record(Samples.attempt(1, 1, "succeeded"));
        written();

        assertThat(store.call(Samples.id(1)).orElseThrow().attempts())
                .containsExactly(Samples.attempt(1, 1, "succeeded"));
        assertThat(store.calls(NEWEST)).containsExactly(Samples.call(1, "answered"));
        assertThat(total().calls()).isEqualTo(1);
    }

    @Test
    void attemptsOfSeveralCallsComeAtOnceEachInOrder() {
        store.record(Samples.attempt(1, 2, "succeeded"));
        store.record(Samples.attempt(1, 1, "rate-limited"));
        store.record(Samples.attempt(2, 1, "succeeded"));
        store.record(Samples.attempt(3, 1, "succeeded"));
        written();

        assertThat(store.attempts(List.of(Samples.id(1), Samples.id(3), Samples.id(9))))
                .containsOnlyKeys(Samples.id(1), Samples.id(3))
                .containsEntry(
                        Samples.id(1),
                        List.of(Samples.attempt(1, 1, "rate-limited"), Samples.attempt(1, 2, "succeeded")));
        assertThat(store.attempts(List.of())).isEmpty();
    }

    @Test
    void openRowNeverReplacesAFinalOne() {
        store.record(Samples.call(1, "answered"));
        store.record(Samples.call(1, CallRow.OPEN));
        written();
        store.record(Samples.call(1, CallRow.OPEN));
        written();

        assertThat(store.calls(NEWEST)).containsExactly(Samples.call(1, "answered"));
        assertThat(total().calls()).isEqualTo(1);
    }

    @Test
    void finalRowThatIsRecordedAgainIsCountedOnceAsItIsNow() {
        store.record(Samples.attempt(1, 1, "succeeded", TokenState.ESTIMATED));
        written();
        store.record(Samples.attempt(1, 1, "succeeded", TokenState.SETTLED));
        written();

        assertThat(total())
                .extracting(
                        UsageRow::attempts,
                        UsageRow::estimated,
                        row -> row.tokens().input())
                .containsExactly(1L, 0L, 100L);
    }

    @Test
    void usageAddsUpWhatIsFinal() {
        store.record(Samples.call(1, "answered"));
        store.record(Samples.call(2, "no-target"));
        store.record(Samples.call(3, CallRow.OPEN));
        store.record(Samples.attempt(1, 1, "rate-limited"));
        store.record(Samples.attempt(1, 2, "succeeded", TokenState.ESTIMATED));
        store.record(Samples.attempt(2, 1, "cut", TokenState.UNKNOWN));
        store.record(Samples.attempt(3, 1, CallRow.OPEN));
        written();

        assertThat(total())
                .isEqualTo(new UsageRow(
                        List.of(), 2, 1, 2, 2, 3, 1, 3, new Tokens(200, 100, 60, 40, 20), 90_000, 1, 1, 45_000, 0));
    }

    @Test
    void usageWithoutAnythingIsASingleRowOfZeros() {
        assertThat(usage()).containsExactly(new UsageRow(List.of(), 0, 0, 0, 0, 0, 0, 0, Tokens.NONE, 0, 0, 0, 0, 0));
        assertThat(usage(Group.MODEL)).isEmpty();
    }

    @Test
    void tokensWithoutAPriceAreUnpricedAndNotFree() {
        AttemptRow priced = Samples.attempt(1, 1, "succeeded");
        store.record(new AttemptRow(
                priced.call(),
                1,
                priced.place(),
                "",
                "start",
                "succeeded",
                "",
                true,
                priced.timing(),
                0,
                TokenState.SETTLED,
                priced.tokens(),
                Cost.UNPRICED,
                List.of()));
        written();

        assertThat(total().unpriced()).isEqualTo(1);
        store.record(Samples.call(1, "answered"));
        written();
        assertThat(store.call(Samples.id(1)).orElseThrow().attempts().getFirst().cost())
                .isEqualTo(Cost.UNPRICED);
    }

    @Test
    void usageIsToldApartByNamesAndByDaysOfTheZone() {
        Place other = new Place("anthropic", "spare", "opus");
        store.record(Samples.call(1, "answered"));
        store.record(Samples.call(2, "answered", other, Instant.parse("2026-11-22T23:30:00Z")));
        written();
        UsageQuery query = new UsageQuery(
                Samples.BEGIN,
                Samples.BEGIN.plus(Duration.ofDays(2)),
                List.of(Group.PROVIDER, Group.DAY, Group.HOUR, Group.CLIENT),
                ZoneId.of("Europe/Berlin"));

        assertThat(store.usage(query).stream().map(UsageRow::groups))
                .containsExactly(
                        List.of("anthropic", "2026-11-23", "2026-11-23T00:00+01:00", "anna"),
                        List.of("openai", "2026-11-22", "2026-11-22T10:00+01:00", "anna"));
    }

    @Test
    void usageOutsideTheTimeIsLeftOut() {
        store.record(Samples.call(1, "answered"));
        store.record(Samples.call(2, "answered", Place.NOWHERE, Samples.BEGIN.plus(Duration.ofHours(1))));
        store.record(Samples.call(3, "answered", Place.NOWHERE, Samples.BEGIN.minusMillis(1)));
        written();

        List<UsageRow> rows = store.usage(new UsageQuery(
                Samples.BEGIN.plusSeconds(10), Samples.BEGIN.plusSeconds(20), List.of(), ZoneOffset.UTC));

        assertThat(rows.getFirst().calls()).isEqualTo(1);
    }

    @Test
    void callsComeTheNewestFirstPageByPage() {
        IntStream.rangeClosed(1, 10).forEach(i -> store.record(Samples.call(i, "answered")));
        written();

        assertThat(ids(new CallQuery("", "", "", "", "", 3)))
                .containsExactly(Samples.id(10), Samples.id(9), Samples.id(8));
        assertThat(ids(new CallQuery("", "", "", "", Samples.id(8), 2))).containsExactly(Samples.id(7), Samples.id(6));
    }

    @Test
    void callsAreFoundByModelAccountClientAndOutcome() {
        store.record(Samples.call(1, "answered"));
        store.record(Samples.call(2, "broken", new Place("openai", "spare", "o3"), Samples.BEGIN));
        written();

        assertThat(ids(new CallQuery("o3", "", "", "", "", 9))).containsExactly(Samples.id(2));
        assertThat(ids(new CallQuery("", "main", "", "", "", 9))).containsExactly(Samples.id(1));
        assertThat(ids(new CallQuery("", "", "anna", "broken", "", 9))).containsExactly(Samples.id(2));
        assertThat(ids(new CallQuery("", "", "x' OR '1'='1", "", "", 9))).isEmpty();
    }

    @Test
    void savedCooldownHasWhatIsLeftOfIt() throws Exception {
        store.save(Samples.cooldown(Samples.KEY, 60_000, 90_000));
        reopen();
        wall.move(Duration.ofSeconds(20));

        assertThat(store.saved().cooldowns()).containsExactly(Samples.cooldown(Samples.KEY, 40_000, 90_000));

        wall.move(Duration.ofSeconds(40));
        assertThat(store.saved().cooldowns()).isEmpty();
    }

    @Test
    void clockThatIsSetBackNeverMakesACooldownLongerThanItsSpan() {
        store.save(Samples.cooldown(Samples.KEY, 60_000, 90_000));
        written();
        wall.move(Duration.ofHours(-1));

        assertThat(store.saved().cooldowns()).containsExactly(Samples.cooldown(Samples.KEY, 90_000, 90_000));
    }

    @Test
    void savedQuotaCountsUntilItsReset() {
        store.save(List.of(Samples.quota(900, 60_000)));
        store.save(List.of(Samples.quota(950, 50_000)));
        written();
        wall.move(Duration.ofSeconds(20));
        assertThat(store.saved().quotas()).containsExactly(Samples.quota(950, 30_000));

        wall.move(Duration.ofSeconds(30));
        assertThat(store.saved().quotas()).isEmpty();
    }

    @Test
    void whatIsForgottenIsGoneAndWhatIsSavedAfterwardsIsNot() {
        store.save(Samples.cooldown(Samples.KEY, 60_000, 60_000));
        store.save(List.of(Samples.quota(900, 60_000)));
        written();
        store.forget(Set.of(Samples.KEY));
        store.save(List.of(Samples.quota(1, 60_000)));
        written();

        assertThat(store.saved().cooldowns()).isEmpty();
        assertThat(store.saved().quotas()).containsExactly(Samples.quota(1, 60_000));
    }

    @Test
    void highestIdIsToldToTheNextProcess() throws Exception {
        assertThat(store.saved()).isEqualTo(Store.Saved.NOTHING);
        store.record(Samples.call(7, "answered"));
        store.record(Samples.call(3, "answered"));
        reopen();

        assertThat(store.saved().lastCall()).isEqualTo(Samples.id(7));
    }

    @Test
    void conversationIsRememberedAndAnEarlierVersionDoesNotReplaceIt() throws Exception {
        Conversation later = Samples.conversation("c", 2, "and now?\u0001");
        store.save(later);
        written();
        store.save(Samples.conversation("c", 1, "hello"));
        reopen();

        assertThat(store.conversation(later.key())).contains(later);
        assertThat(store.conversation(new Conversation.Key("somebody", "helper", "c")))
                .isEmpty();
    }

    @Test
    void longestUnusedConversationGoes() {
        for (int i = 0; i <= BatchSql.MOST_CONVERSATIONS; i++) {
            store.save(Samples.conversation("c" + i, 1, "hello"));
            wall.move(Duration.ofMillis(1));
        }
        written();

        assertThat(store.conversation(Samples.conversation("c0", 1, "").key())).isEmpty();
        assertThat(store.conversation(Samples.conversation("c1", 1, "").key())).isPresent();
    }

    @Test
    void whatWasUnderWayInACrashIsUnknownAndCountedOnce() throws Exception {
        store.record(Samples.call(1, CallRow.OPEN));
        store.record(Samples.attempt(1, 1, CallRow.OPEN));
        store.record(Samples.call(2, "answered"));
        written();
        crash();
        crash();

        CallDetail call = store.call(Samples.id(1)).orElseThrow();
        assertThat(call.call()).isEqualTo(Samples.call(1, CallRow.UNKNOWN));
        assertThat(call.attempts()).containsExactly(Samples.attempt(1, 1, CallRow.UNKNOWN, TokenState.UNKNOWN));
        assertThat(total())
                .extracting(UsageRow::calls, UsageRow::attempts, UsageRow::unknown, UsageRow::unknownNanoUsd)
                .containsExactly(2L, 1L, 1L, 45_000L);
    }

    @Test
    void whatIsKnownAfterAllReplacesTheUnknown() throws Exception {
        store.record(Samples.attempt(1, 1, CallRow.OPEN));
        written();
        crash();
        store.record(Samples.attempt(1, 1, "succeeded"));
        written();
        store.record(Samples.attempt(1, 1, CallRow.UNKNOWN, TokenState.UNKNOWN));
        written();

        assertThat(total())
                .extracting(
                        UsageRow::attempts,
                        UsageRow::unknown,
                        row -> row.tokens().output())
                .containsExactly(1L, 0L, 50L);
    }

    @Test
    void oldCallsGoAndTheirUsageStays() {
        store.record(Samples.call(1, "answered"));
        store.record(Samples.attempt(1, 1, "succeeded"));
        store.record(new Content(Samples.id(1), "a", "b"));
        Instant later = Samples.BEGIN.plus(Duration.ofDays(20));
        store.record(Samples.call(2, "answered", Place.NOWHERE, later));
        written();
        wall.move(Duration.ofDays(31));
        written();

        Await.until("deleted", () -> store.calls(NEWEST).size() == 1);
        assertThat(store.call(Samples.id(1))).isEmpty();
        assertThat(ids(NEWEST)).containsExactly(Samples.id(2));
        assertThat(total().calls()).isEqualTo(2);
    }

    @Test
    void oddTextsAreKeptOrReplacedAndHoldUpNothing() {
        store.record(new Content(Samples.id(1), "nul \0 in it", "half a pair \uD83D"));
        store.record(Samples.call(1, "answered"));
        written();

        assertThat(store.call(Samples.id(1))
                        .orElseThrow()
                        .content()
                        .orElseThrow()
                        .request())
                .isEqualTo("nul \uFFFD in it");
        assertThat(store.status().lost()).isZero();
    }

    @Test
    void statusCountsWhatIsWritten() {
        IntStream.range(0, 50).forEach(i -> store.record(Samples.call(i, "answered")));
        written();

        assertThat(store.status())
                .extracting("isWell", "trouble", "queued", "lagMillis", "written", "lost", "quarantined")
                .containsExactly(true, "", 0L, 0L, 50L, 0L, 0);
    }

    @Test
    void whatIsQueuedAtTheEndIsWritten() throws Exception {
        IntStream.range(0, 5_000).forEach(i -> store.record(Samples.call(i, "answered")));
        reopen();

        assertThat(total().calls()).isEqualTo(5_000);
    }

    @Test
    void whatComesAfterTheEndIsLostAndHarmless() {
        store.close();
        store.record(Samples.call(1, "answered"));

        assertThat(store.status().lost()).isEqualTo(1);
        store.close();
    }
}

package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever happens to the store: calls are answered, the trouble is told where an operator looks, and nothing old is
/// destroyed.
class StoreTroubleTest {
    private static final long SEED = Long.getLong("sidestep.seed", System.nanoTime());
    private static final int CALLS = 500;
    private static final int PAGE = 4_096;
    private static final int DAMAGES = 5;
    private static final int CALLERS = 4;

    @TempDir
    private static Path shared;

    private static byte[] healthy = {};

    @TempDir
    private Path folder;

    private final LastingWorld world = new LastingWorld();
    private HeardLog log = new HeardLog();

    /// A file as a gateway leaves it after some hundred calls, while a model cools.
    @BeforeAll
    static void work() throws IOException {
        Path directory = shared.resolve("state");
        try (LastingWorld before = new LastingWorld()) {
            int failed = before.limitFirst().open(LastingWorld.in(directory)).failedOf(CALLS, "auto");
            assertThat(failed).isZero();
        }
        healthy = Files.readAllBytes(directory.resolve("sidestep.db"));
    }

    @BeforeEach
    void listen() {
        world.limitFirst();
    }

    @AfterEach
    void close() {
        world.close();
        log.close();
    }

    /// One line when it begins, and one when it is over.
    private void assertToldOnce(String what) {
        LastingWorld.await(() -> !log.ofStore("INFO").isEmpty());
        assertThat(log.ofStore("WARN")).singleElement().asString().contains(what, "calls go on");
        assertThat(log.ofStore("INFO")).singleElement().asString().contains("state can be kept again");
        assertThat(world.metric("sidestep_store_up")).isOne();
    }

    private boolean isFailing() {
        return world.health().equals("failing") && world.metric("sidestep_store_up") == 0;
    }

    @Test
    void directoryThatCannotBeMadeHoldsUpNoCall() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "something else");
        world.open(LastingWorld.in(file.resolve("state")));

        assertThat(LastingWorld.await(this::isFailing)).isTrue();
        assertThat(world.failedOf(20, LastingWorld.OTHER)).isZero();
        assertThat(file).hasContent("something else");
        assertThat(world.get("/api/v1/usage").statusCode()).isEqualTo(503);

        Files.delete(file);
        assertThat(LastingWorld.await(() -> world.calls() == 20)).isTrue();
        assertThat(LastingWorld.await(() -> world.health().equals("ok"))).isTrue();
        assertToldOnce(file.toString());
    }

    @Test
    void agentsDoNotWaitForAStoreThatIsFailing() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "something else");
        world.open(LastingWorld.in(file.resolve("state")) + "agents:\n  writer: {system: Write., model: b1}\n");
        assertThat(LastingWorld.await(this::isFailing)).isTrue();
        world.chat(LastingWorld.OTHER);

        long beganNanos = System.nanoTime();
        int status = world.post("/api/v1/agents/writer/chat", "{\"message\":\"Hello\",\"conversation_id\":\"c-1\"}")
                .statusCode();

        assertThat(status).isEqualTo(200);
        assertThat(System.nanoTime() - beganNanos).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }

    /// A damaged file.
    ///
    /// @param isSeenAtOnce whether nobody can open it
    private record Damage(String name, byte[] bytes, boolean isSeenAtOnce) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Damage> damages() {
        Random random = new Random(SEED);
        byte[] garbage = new byte[100_000];
        random.nextBytes(garbage);
        Stream<Damage> unreadable = Stream.of(
                new Damage("garbage", garbage, true),
                new Damage("cut in the middle", Arrays.copyOf(healthy, healthy.length / 2), true),
                new Damage("cut to nearly nothing", Arrays.copyOf(healthy, 100), true));
        return Stream.concat(
                unreadable,
                IntStream.range(0, DAMAGES)
                        .boxed()
                        .flatMap(_ -> Stream.of(
                                zeroed(random.nextInt(1, healthy.length / PAGE)),
                                flipped(random.nextInt(2 * PAGE), random.nextInt(8)),
                                flipped(random.nextInt(healthy.length), random.nextInt(8)))));
    }

    private static Damage zeroed(int page) {
        byte[] bytes = healthy.clone();
        Arrays.fill(bytes, page * PAGE, (page + 1) * PAGE, (byte) 0);
        return new Damage("page " + page + " is zero, seed " + SEED, bytes, false);
    }

    private static Damage flipped(int place, int bit) {
        byte[] bytes = healthy.clone();
        bytes[place] ^= (byte) (1 << bit);
        return new Damage("bit " + bit + " of byte " + place + " is flipped, seed " + SEED, bytes, false);
    }

    @ParameterizedTest
    @MethodSource("damages")
    void damagedFileHoldsUpNoCallAndIsNotDestroyed(Damage damage) throws Exception {
        Files.write(folder.resolve("sidestep.db"), damage.bytes());
        world.open(LastingWorld.in(folder));

        assertThat(world.failedOf(20, "auto")).isZero();
        JsonNode last = world.call(LastingWorld.id(world.chat("auto")));

        assertThat(last.path("outcome").asText()).isEqualTo("answered");
        assertThat(LastingWorld.await(() -> world.health().equals("ok"))).isTrue();
        world.end();
        assertKept(damage);
    }

    /// What was put aside is told, and is there with all its bytes.
    private void assertKept(Damage damage) throws IOException {
        List<Path> aside = quarantined();
        assertThat(log.ofStore("ERROR")).hasSameSizeAs(aside);
        assertThat(aside)
                .hasSizeBetween(damage.isSeenAtOnce() ? 1 : 0, 1)
                .allSatisfy(file -> assertThat(file).hasBinaryContent(damage.bytes()));
    }

    private List<Path> quarantined() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".quarantine.db"))
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {95, 50})
    void cooldownOutlivesAFileThatIsCut(int percent) throws Exception {
        Files.write(folder.resolve("sidestep.db"), Arrays.copyOf(healthy, healthy.length * percent / 100));

        world.open(LastingWorld.in(folder)).failedOf(5, "auto");

        assertThat(LastingWorld.await(() -> world.metric("sidestep_store_quarantined_files") == 1))
                .isTrue();
        assertThat(world.cooling()).isBetween(10_000L, 10_800L);
        assertThat(world.providers().journal().count("groq", LastingWorld.FIRST))
                .isZero();
    }

    @Test
    void fullDiskHoldsUpNoCallAndEverythingIsWrittenWhenThereIsRoom() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(hasRun("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()), "may not mount");
        try {
            assertFullDiskIsOutlived(disk);
        } finally {
            world.end();
            hasRun("umount", disk.toString());
        }
    }

    private void assertFullDiskIsOutlived(Path disk) throws IOException {
        world.open(LastingWorld.in(disk.resolve("state"))).failedOf(1, "auto");
        Path ballast = fill(disk);
        AtomicLong made = new AtomicLong(1);
        while (!isFailing()) {
            assertThat(world.failedOf(100, "auto")).isZero();
            made.addAndGet(100);
        }
        Files.delete(ballast);
        assertThat(LastingWorld.await(() -> world.calls() == made.get())).isTrue();
        assertToldOnce("the disk is full");
        assertThat(world.metric("sidestep_ledger_lost_total")).isZero();
    }

    private static boolean hasRun(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    /// Takes all room that is left on a disk.
    private static Path fill(Path disk) throws IOException {
        Path ballast = disk.resolve("ballast");
        try (var out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(new byte[PAGE]);
            }
        } catch (IOException full) {
            return ballast;
        }
    }

    private EmbeddedPostgres postgres(int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false);
        return port == 0 ? builder.start() : builder.setPort(port).start();
    }

    @Test
    void postgresThatStopsUnderLoadLosesNothing() throws Exception {
        EmbeddedPostgres server = postgres(0);
        int port = server.getPort();
        world.open("  store: postgresql://postgres@127.0.0.1:" + port + "/postgres\n");
        Callers calls = new Callers(world, CALLERS);
        assertThat(LastingWorld.await(() -> world.calls() > 100)).isTrue();
        server.close();
        assertThat(LastingWorld.await(this::isFailing)).isTrue();
        try (EmbeddedPostgres _ = postgres(port)) {
            assertThat(LastingWorld.await(() -> world.health().equals("ok"))).isTrue();
            assertThat(calls.end()).as("failed").isZero();
            assertThat(LastingWorld.await(() -> world.calls() == calls.made())).isTrue();
            assertThat(calls.inLedger()).containsExactlyInAnyOrderElementsOf(calls.ids());
            assertToldOnce("127.0.0.1:" + port);
            world.end();
        }
    }
}

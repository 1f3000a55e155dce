package dev.sidestep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.call.CallEvent;
import dev.sidestep.call.CallFailedException;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Where;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The library inside an application's own threads.
class VirtualThreadsTest {
    private static final int CALLS = 500;

    @RegisterExtension
    private final TwoTargets targets = new TwoTargets();

    @Test
    void fiveHundredBlockingCallsOnVirtualThreadsAreAllAnswered() throws Exception {
        targets.server().simulator().limited(Where.provider("groq"), Dimension.TOKENS_PER_DAY, Duration.ofHours(1));

        List<ChatCompletion> answers = atOnce(CALLS);

        assertThat(answers).hasSize(CALLS).allMatch(answer -> answer.model().equals(TwoTargets.SECOND));
        assertThat(targets.requestsToSecond()).isEqualTo(CALLS);
        targets.assertNothingOpen();
        assertThat(targets.sidestep().status().entries()).hasSize(1);
    }

    @Test
    @DisplayName("fault 64: as many limits as calls under way are one cooldown")
    void afterTheFirstLimitNoMoreCallsGoThere() throws Exception {
        targets.server().simulator().limited(Where.provider("groq"), Dimension.TOKENS_PER_DAY, Duration.ofHours(1));
        targets.chat();
        int before = targets.requestsToFirst();

        atOnce(100);

        assertThat(targets.requestsToFirst()).isEqualTo(before).isEqualTo(1);
    }

    @Test
    void interruptedCallLeavesNothingOpenAndStaysInterrupted() throws Exception {
        targets.faulty(Fault.silence());
        var interrupted = new CompletableFuture<Boolean>();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                targets.chat();
            } catch (RuntimeException _) {
                interrupted.complete(Thread.currentThread().isInterrupted());
            }
        });
        assertThat(targets.journal().awaitOpenRequests(1, TwoTargets.SOON)).isTrue();

        caller.interrupt();

        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
        targets.assertNothingOpen();
    }

    @Test
    void closingFailsTheCallsUnderWay() throws Exception {
        targets.faulty(Fault.silence());
        CompletableFuture<ChatCompletion> call = targets.sidestep()
                .chatAsync(ChatRequest.of("auto").user("Hello"))
                .toCompletableFuture();
        StreamedAnswer stream = targets.stream();
        assertThat(targets.journal().awaitOpenRequests(2, TwoTargets.SOON)).isTrue();

        targets.sidestep().close();

        assertThat(call)
                .failsWithin(TwoTargets.SOON)
                .withThrowableThat()
                .withCauseInstanceOf(CallFailedException.class);
        assertThat(stream.end()).startsWith("failed: ");
        targets.assertNothingOpen();
    }

    @Test
    void closingFailsTheCallsThatWait() throws Exception {
        targets.server().simulator().limited(Where.anywhere(), Dimension.REQUESTS_PER_MINUTE, Duration.ofSeconds(50));
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<ChatCompletion> call;
        try (Sidestep sidestep = targets.another(event -> {
            if (event instanceof CallEvent.Waiting) {
                waiting.countDown();
            }
        })) {
            call = sidestep.chatAsync(ChatRequest.of("auto").user("Hello")).toCompletableFuture();
            assertThat(waiting.await(15, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(call)
                .failsWithin(TwoTargets.SOON)
                .withThrowableThat()
                .withCauseInstanceOf(CallFailedException.class);
    }

    @Test
    void callAfterTheCloseFails() {
        targets.sidestep().close();

        assertThatThrownBy(targets::chat)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void plainProgramMakesItsCallsAndEndsByItself() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath(),
                        PlainProgram.class.getName(),
                        targets.server().baseUrl("groq").toString())
                .redirectErrorStream(true)
                .start();
        program.getOutputStream().close();

        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).as(output).isZero();
        assertThat(output).contains("This is " + TwoTargets.FIRST + " at groq, simulated. You said: Hello");
    }

    /// Where our own classes and what they need are, whether they were loaded as modules or not.
    private static String classPath() {
        List<String> places = new ArrayList<>();
        for (String property : List.of("java.class.path", "jdk.module.path")) {
            String value = System.getProperty(property, "");
            if (!value.isEmpty()) {
                places.add(value);
            }
        }
        places.add(Path.of("target", "test-classes").toAbsolutePath().toString());
        return String.join(File.pathSeparator, places);
    }

    private List<ChatCompletion> atOnce(int calls) throws Exception {
        List<ChatCompletion> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ChatCompletion>> running = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                running.add(threads.submit(targets::chat));
            }
            for (Future<ChatCompletion> each : running) {
                answers.add(each.get(60, TimeUnit.SECONDS));
            }
        }
        return answers;
    }
}

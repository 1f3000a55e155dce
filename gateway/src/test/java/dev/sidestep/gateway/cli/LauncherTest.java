package dev.sidestep.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
class LauncherTest {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize(); // tests run in their module

    private record Ended(int code, String out) {}

    @Test
    void scriptsAreSoundShell() throws Exception {
        assertThat(run(Map.of(), "sh", "-n", "sidestep").code()).isZero();
        assertThat(run(Map.of(), "sh", "-n", "bin/find-jdk").code()).isZero();
    }

    @Test
    void theNamedJdkIsTaken() throws Exception {
        String thisOne = System.getProperty("java.home");

        Ended ended = run(Map.of("SIDESTEP_JAVA_HOME", thisOne, "PATH", "/usr/bin:/bin"), "bin/find-jdk");

        assertThat(ended).isEqualTo(new Ended(0, thisOne + "\n"));
    }

    @Test
    void aNamedJdkThatIsNoneIsToldInsteadOfTakingAnother(@TempDir Path empty) throws Exception {
        Ended ended = run(Map.of("SIDESTEP_JAVA_HOME", empty.toString(), "PATH", "/usr/bin:/bin"), "bin/find-jdk");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).contains("SIDESTEP_JAVA_HOME is " + empty, "not a JDK 25");
    }

    @Test
    void anOlderJavaHomeIsPassedOver(@TempDir Path old) throws Exception {
        Files.createDirectories(old.resolve("bin"));
        for (String command : List.of("java", "javac")) {
            Path file = Files.createFile(old.resolve("bin").resolve(command));
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
        String onPath = System.getProperty("java.home") + "/bin:/usr/bin:/bin";

        Ended ended = run(Map.of("JAVA_HOME", old.toString(), "PATH", onPath), "bin/find-jdk");

        assertThat(ended.code()).isZero();
        assertThat(Path.of(ended.out().strip()).toRealPath())
                .isEqualTo(Path.of(System.getProperty("java.home")).toRealPath());
    }

    private static Ended run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(HOME.toFile()).redirectErrorStream(true);
        if (!environment.isEmpty()) {
            builder.environment().clear();
            builder.environment().putAll(environment);
        }
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out);
    }
}

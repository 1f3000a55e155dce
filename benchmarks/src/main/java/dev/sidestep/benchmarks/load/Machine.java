package dev.sidestep.benchmarks.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// The machine that is measured on, and what must be there.
final class Machine {
    private Machine() {}

    static void requireNginx() throws IOException, InterruptedException {
        if (!Nginx.isThere()) {
            boolean isInstalled = run("apt-get", "install", "-y", "-q", "nginx-light") && Nginx.isThere();
            if (!isInstalled) {
                throw new IllegalStateException("nginx is needed, as in: apt-get install nginx-light");
            }
        }
    }

    /// Builds Sidestep's jar and its AOT cache.
    static void buildSidestep() throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("sidestep.home"));
        boolean isBuilt = run(home.resolve("sidestep").toString(), "build", "--aot");
        if (!isBuilt || !Files.exists(home.resolve("gateway/target/sidestep.aot"))) {
            throw new IllegalStateException("Sidestep could not be built with its AOT cache");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static void print(String when) {
        System.out.printf(
                "%d cores, JDK %s, %s; load average %s: %s%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                ChildProcess.isPinning()
                        ? "proxy on core 1, load and provider on core 0"
                        : "processes not bound to cores",
                when,
                loadAverage());
    }

    static String loadAverage() {
        return String.format(
                Locale.ROOT,
                "%.2f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}

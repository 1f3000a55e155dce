package dev.sidestep.gateway.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.lang.management.ManagementFactory;

/// The process and its virtual machine, as figures. Thread-safe.
final class ProcessMetrics implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;

    private final JvmGcMetrics collections = new JvmGcMetrics();

    ProcessMetrics(MeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            FunctionCounter.builder("process.cpu", system, each -> each.getProcessCpuTime() / NANOS_PER_SECOND)
                    .description("Time of the processors that the process took")
                    .baseUnit("seconds")
                    .register(registry);
        }
        Gauge.builder("sidestep.build.info", () -> 1)
                .description("1; which version runs, on which Java")
                .tag("version", version())
                .tag("java", Runtime.version().toString())
                .register(registry);
    }

    private static String version() {
        String version = ProcessMetrics.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    /// Ends the listening for collections of garbage.
    @Override
    public void close() {
        collections.close();
    }
}

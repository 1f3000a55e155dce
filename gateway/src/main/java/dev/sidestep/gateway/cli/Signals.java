package dev.sidestep.gateway.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/// Ctrl-C and SIGTERM: the first asks the process to end, the second ends it.
final class Signals {
    private static final int EXIT_INTERRUPTED = 130;

    private Signals() {}

    /// Runs something on the first signal.
    static void onFirst(Runnable first) {
        AtomicBoolean asked = new AtomicBoolean();
        Runnable each = () -> {
            if (asked.getAndSet(true)) {
                Runtime.getRuntime().halt(EXIT_INTERRUPTED);
            }
            first.run();
        };
        catchSignal("INT", each);
        catchSignal("TERM", each);
    }

    // A shutdown hook cannot see a second signal, and the only class that can is not a supported one: hence by
    // reflection. Where there is none, signals end the process at once.
    private static void catchSignal(String name, Runnable each) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> receiver = Class.forName("sun.misc.SignalHandler");
            InvocationHandler invoke = (_, _, _) -> {
                each.run();
                return null;
            };
            Object proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {receiver}, invoke);
            signal.getMethod("handle", signal, receiver)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException unsupported) {
            System.getLogger("sidestep").log(System.Logger.Level.DEBUG, "signal " + name, unsupported);
        }
    }
}

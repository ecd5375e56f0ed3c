package dev.valet.local;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Signals to this process, so that a command run for somebody ends as that somebody wants. */
final class Signals {
    private Signals() {}

    /**
     * Ctrl-C goes to the whole terminal group, so the child has it already and decides for itself; a TERM or HUP comes to
     * us alone and is handed on. We end when the child has.
     */
    static void pass(CompletableFuture<Process> child) {
        Map<String, Consumer<Process>> passed =
                Map.of("INT", _ -> {}, "TERM", Process::destroy, "HUP", Process::destroy);
        // A signal that comes before the child has started waits for it.
        passed.forEach((name, action) -> handle(name, () -> {
            var _ = child.thenAccept(action);
        }));
    }

    /** By reflection: the JDK has no supported way, and where this one is missing the JVM's own behaviour stays. */
    private static void handle(String name, Runnable action) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var ours = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
                        switch (method.getName()) {
                            case "handle" -> action.run();
                            case "equals" -> {
                                return System.identityHashCode(proxy) == System.identityHashCode(args[0]);
                            }
                            case "hashCode" -> {
                                return System.identityHashCode(proxy);
                            }
                            default -> {}
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
        } catch (ReflectiveOperationException | IllegalArgumentException notHere) {
            System.getLogger(Signals.class.getName()).log(System.Logger.Level.DEBUG, "cannot handle " + name);
        }
    }
}

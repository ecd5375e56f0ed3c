package dev.valet.local.door;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps development identities on this machine (INV-26). */
public final class Loopback {
    private Loopback() {}

    /** A development identity has no place there. */
    public static final class InsideLambda extends IllegalStateException {
        private static final long serialVersionUID = 1;

        InsideLambda() {
            super("Valet for one machine does not start inside AWS Lambda");
        }
    }

    /** @throws InsideLambda by its environment or by its file system */
    public static void refuseOnLambda() {
        refuseOnLambda(System.getenv(), Path.of("/"));
    }

    /** SAM sets the same variables locally, and a variable can be unset: so either sign is enough. */
    static void refuseOnLambda(Map<String, String> env, Path root) {
        boolean named = Set.of("AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT").stream()
                .anyMatch(env::containsKey);
        if (named || Files.exists(root.resolve("var/runtime"))) {
            throw new InsideLambda();
        }
    }

    /** A page in a browser can send a request here under a name of its own (DNS rebinding): only our names are served. */
    static boolean isOurHost(Optional<String> host, int port) {
        return host.filter(Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port)::contains)
                .isPresent();
    }
}

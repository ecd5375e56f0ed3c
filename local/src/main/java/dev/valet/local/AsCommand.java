package dev.valet.local;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code valet as AGENT -- COMMAND}: runs a command as that agent's runtime would, or as an operator who has signed in. */
@Command(
        name = "as",
        description = "Runs a command as an agent's runtime would, or as an operator.",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "valet as [--identity=N] [--grant=GRANT[?NAME=VALUE]] [--state=DIR] AGENT -- COMMAND...",
            "       valet as --operator=PERSON [--state=DIR] -- COMMAND..."
        },
        exitCodeListHeading = "%nExit codes: the command's own, and%n",
        exitCodeList = {
            "1:no valet is up here, or it has no such agent",
            "126:the command cannot be executed",
            "127:there is no such command"
        },
        footer = {
            "",
            "For example, while ./valet up runs:",
            "  ./valet as reporter -- aws sts get-caller-identity",
            "  ./valet as reporter -- ./valet grants",
            "  ./valet as ci --grant ci-registry-token -- aws sts get-caller-identity",
            "  ./valet as --operator ann -- ./valet revoke --agent reporter --reason \"a drill\""
        })
final class AsCommand implements Callable<Integer> {
    /** Tokens live fifteen minutes. */
    private static final Duration RENEWAL = Duration.ofMinutes(5);

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    @Option(
            names = "--identity",
            paramLabel = "N",
            defaultValue = "1",
            description = "Which of its identities, from 1.")
    private int identity;

    @Option(
            names = "--grant",
            paramLabel = "GRANT[?NAME=VALUE]",
            description = "For an agent with a token: the grant whose credentials AWS SDKs fetch by themselves.")
    private @Nullable String grant;

    @Option(
            names = "--operator",
            paramLabel = "PERSON",
            description = "A person who has signed in as an operator, instead of an agent.")
    private @Nullable String operator;

    @Option(names = "--state", paramLabel = "DIR", description = "The state folder of the valet that is up.")
    private @Nullable Path state;

    @Parameters(index = "0", paramLabel = "AGENT", description = "The agent's name.")
    private String agent = "";

    @Parameters(index = "1..*", paramLabel = "COMMAND", description = "The command and its arguments.")
    private List<String> command = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkCommand();
        var folder = RunFolder.of(Optional.ofNullable(state), System.getenv());
        var runtime = ask(folder);
        if (grant != null && runtime.token().isEmpty()) {
            throw new Trouble("--grant is for agents with a token; SDKs do not sign their call for credentials", 2);
        }
        var token = runtime.token().isPresent() ? Optional.of(tokenFile(folder)) : Optional.<Path>empty();
        try {
            if (token.isPresent()) {
                write(token.get(), runtime);
                renew(folder, token.get());
            }
            return run(runtime, token);
        } finally {
            if (token.isPresent()) {
                Files.deleteIfExists(token.get());
            }
        }
    }

    /** An operator is no agent, so that everything which is no option is the command. */
    private void checkCommand() {
        if (operator != null) {
            command = Stream.concat(Stream.of(agent), command.stream()).toList();
        } else if (command.isEmpty()) {
            throw new CommandLine.ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "Missing required parameter: 'COMMAND'");
        }
    }

    private int run(RuntimeIdentity runtime, Optional<Path> token) throws InterruptedException {
        var process = new ProcessBuilder(command).inheritIO();
        var env = process.environment();
        var wanted = AgentEnvironment.of(System.getenv(), runtime, token, Optional.ofNullable(grant));
        env.clear();
        env.putAll(wanted);
        try {
            var started = new CompletableFuture<Process>();
            Signals.pass(started);
            var child = process.start();
            started.complete(child);
            return child.waitFor();
        } catch (IOException notStarted) {
            boolean found = !String.valueOf(notStarted.getMessage()).matches(".*error[=:] ?2\\b.*");
            throw new Trouble(
                    found ? command.getFirst() + " cannot be executed" : "there is no command " + command.getFirst(),
                    found ? NOT_EXECUTABLE : NOT_FOUND);
        }
    }

    private static Path tokenFile(RunFolder folder) throws IOException {
        return Files.createTempFile(folder.path(), "token-", ".jwt");
    }

    private static void write(Path file, RuntimeIdentity runtime) throws IOException {
        PrivateFile.write(file, runtime.token().orElseThrow().use(text -> text));
    }

    /** Runtimes rotate such a file, and SDKs read it anew for every use. */
    private void renew(RunFolder folder, Path file) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    Thread.sleep(RENEWAL);
                    write(file, ask(folder));
                }
            } catch (InterruptedException | IOException | Trouble over) {
                // The valet that is up has gone, or we are going: the token in the file ends by itself.
            }
        });
    }

    private RuntimeIdentity ask(RunFolder folder) {
        var word = folder.find();
        var query = operator == null
                ? "/identity?agent=" + encoded(agent) + "&identity=" + identity
                : "/operator?person=" + encoded(operator);
        var request = HttpRequest.newBuilder(URI.create(word.control() + query))
                .header(Control.SECRET_HEADER, word.secret())
                .timeout(Duration.ofSeconds(10))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() == 200) {
                return RuntimeIdentity.read(response.body());
            }
            throw new Trouble(
                    response.statusCode() == 404 ? response.body() : "the valet that is up refuses this user");
        } catch (IOException gone) {
            throw new Trouble("the valet that was up here is gone; start one with: valet up");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Trouble("stopped");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

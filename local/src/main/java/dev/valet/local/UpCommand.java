package dev.valet.local;

import dev.valet.identity.Agent;
import dev.valet.identity.Principal;
import dev.valet.local.door.FrontDoor;
import dev.valet.local.door.Loopback;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code valet up}: the whole broker on this machine until Ctrl-C. */
@Command(
        name = "up",
        description = "Runs the whole broker on this machine, with no Docker and no AWS.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Until Ctrl-C. It listens on the loopback only, registers the agents of examples/config and says who they are.",
            "Another terminal is one of them with: ./valet as AGENT -- COMMAND",
            "and an operator of it with: ./valet as --operator PERSON -- COMMAND"
        })
final class UpCommand implements Callable<Integer> {
    private static final System.Logger LOG = System.getLogger(UpCommand.class.getName());

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8787",
            description = "The front door's port, 0 for any that is free (default ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--config", paramLabel = "DIR", description = "Configuration to apply, instead of examples/config.")
    private @Nullable Path config;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Keeps tables, secrets and keys here. In memory without.")
    private @Nullable Path state;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Loopback.refuseOnLambda();
        var progress = Progress.of(System.out, System.getenv());
        var home = Home.find();
        var folder = RunFolder.of(Optional.ofNullable(state), System.getenv());
        // Where `valet as` looks when it is told nothing; with two of them running it finds the later one.
        var usual = RunFolder.of(Optional.empty(), System.getenv());
        var door = take(port);
        var stopped = new CountDownLatch(1);
        var closed = new CountDownLatch(1);
        try (var log = functionLog(folder)) {
            System.setOut(log); // what a function prints is Lambda's log
            progress.faint("starting the local AWS, the tables and the functions of template.yaml ...");
            var sample = Optional.ofNullable(config).orElse(home.sample());
            try (var valet = LocalValet.start(home, door, sample, Optional.ofNullable(state), Clock.systemUTC());
                    var control = new Control(valet::identity, valet::operator);
                    var regularly = Executors.newSingleThreadScheduledExecutor(
                            Thread.ofPlatform().daemon().factory())) {
                var word = control.word();
                folder.leave(word);
                usual.leave(word);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stopped, closed)));
                var waiting = new Waiting();
                var everySecond = regularly.scheduleWithFixedDelay(
                        () -> stream(valet, waiting, progress), 1, 1, TimeUnit.SECONDS);
                var everyMinute = regularly.scheduleAtFixedRate(() -> upkeep(valet), 1, 1, TimeUnit.MINUTES);
                progress.faint("configuration applied from " + sample + ", functions log to " + log(folder));
                progress.line("ready " + valet.address());
                tell(progress, valet);
                stopped.await();
                everySecond.cancel(true);
                everyMinute.cancel(true);
                folder.take(word);
                usual.take(word);
            }
        }
        closed.countDown();
        return 0;
    }

    private static FrontDoor take(int port) throws IOException {
        if (port < 0 || port > 65_535) {
            throw new Trouble("a port is from 1 to 65535, or 0 for any that is free", 2);
        }
        try {
            return FrontDoor.take(port);
        } catch (BindException taken) {
            throw new Trouble("port " + port + " is in use; choose another with --port");
        }
    }

    /** The JVM ends when its hooks have, so this one waits until everything is closed. */
    private static void end(CountDownLatch stopped, CountDownLatch closed) {
        stopped.countDown();
        try {
            if (!closed.await(5, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "not everything could be closed in time");
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stream(LocalValet valet, Waiting waiting, Progress progress) {
        try {
            valet.deployment().stream();
            waiting.news(valet.deployment().announced()).forEach(progress::line);
        } catch (IllegalStateException failed) {
            LOG.log(System.Logger.Level.WARNING, "the audit's stream failed; the next second is the retry", failed);
        }
    }

    private static void upkeep(LocalValet valet) {
        try {
            valet.deployment().everyMinute();
        } catch (IllegalStateException failed) {
            LOG.log(System.Logger.Level.WARNING, "upkeep failed; the next minute is the retry", failed);
        }
    }

    private static Path log(RunFolder folder) {
        return folder.path().resolve("functions.log");
    }

    private static PrintStream functionLog(RunFolder folder) throws IOException {
        PrivateFile.write(log(folder), "");
        return new PrintStream(Files.newOutputStream(log(folder)), true, StandardCharsets.UTF_8);
    }

    private static boolean signs(Agent agent) {
        return agent.identities().getFirst() instanceof Principal.AwsRole;
    }

    private static void tell(Progress progress, LocalValet valet) {
        progress.line("");
        for (var agent : valet.agents()) {
            var grants = valet.grantsOf(agent).stream()
                    .map(grant -> grant.id().text())
                    .collect(Collectors.joining(", "));
            progress.line("  %-10s %-10s %s"
                    .formatted(agent.id().text(), agent.environment().word(), grants));
        }
        var first = valet.agents().stream()
                .filter(UpCommand::signs)
                .min(Comparator.comparing(Agent::environment))
                .map(Agent::id);
        first.ifPresent(agent -> {
            progress.line("");
            progress.line("Try, in another terminal:");
            progress.line("  ./valet as " + agent + " -- aws sts get-caller-identity");
            progress.line("  ./valet as " + agent + " -- ./valet grants");
            progress.line("  ./valet as --operator ann -- ./valet agents suspend " + agent + " --reason \"a drill\"");
            progress.line("  ./valet demo");
        });
        progress.line("");
        progress.faint("Ctrl-C stops it.");
    }
}

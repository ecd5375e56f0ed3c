package dev.valet.local;

import dev.valet.local.door.FrontDoor;
import dev.valet.local.door.Loopback;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code valet demo}: the whole story, played and checked. */
@Command(
        name = "demo",
        description = "Plays the whole story, and fails if a step of it does not hold.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        Loopback.refuseOnLambda();
        var progress = Progress.of(System.out, System.getenv());
        System.setOut(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)); // functions' logs
        var home = Home.find();
        var clock = new TurnedClock();
        var story = new Story(progress);
        progress.faint("starting a world of its own: local AWS, tables, the functions of template.yaml ...");
        try (var valet = LocalValet.start(home, FrontDoor.take(0), home.sample(), Optional.empty(), clock)) {
            progress.faint("Valet answers at " + valet.address() + ", AWS at "
                    + valet.deployment().aws().endpoint());
            new Demo(valet, clock, story).play();
        }
        story.end();
        return story.broken() == 0 ? 0 : 1;
    }
}

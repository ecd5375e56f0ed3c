package dev.valet.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.local.fault.Exploration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** As many worlds as there are to be told stories in at once, and what all of these stories must keep. */
final class FaultWorlds implements AutoCloseable {
    private static final int AT_ONCE = 2;

    private final List<FaultWorld> worlds = new ArrayList<>();

    FaultWorlds(Path folder) throws IOException {
        for (int i = 0; i < AT_ONCE; i++) {
            worlds.add(new FaultWorld(Files.createDirectory(folder.resolve("world-" + i))));
        }
    }

    List<FaultWorld> all() {
        return worlds;
    }

    Exploration<FaultWorld> exploration(Exploration.Story<FaultWorld> story) {
        return new Exploration<>(story, worlds);
    }

    /** Nothing broke; and something was told, because nothing breaks in a story that makes no calls. */
    static void assertHeld(Exploration<FaultWorld> exploration) {
        assertThat(exploration.broken()).isEmpty();
        assertThat(exploration.faults()).as("faults that struck").isPositive();
    }

    @Override
    public void close() {
        worlds.forEach(FaultWorld::close);
    }
}

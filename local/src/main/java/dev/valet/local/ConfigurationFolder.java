package dev.valet.local;

import dev.valet.config.Fault;
import dev.valet.config.ReadConfiguration;
import dev.valet.config.SourceFile;
import dev.valet.registry.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration that is applied at the start, read as strictly as the server will. */
record ConfigurationFolder(List<SourceFile> files, List<Document> documents) {

    /** @throws Trouble with every fault, one a line */
    static ConfigurationFolder read(Path folder, SourceFile... more) {
        var files = new java.util.ArrayList<SourceFile>();
        try (var found = Files.walk(folder)) {
            var yaml = found.filter(path -> path.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList();
            for (var path : yaml) {
                files.add(new SourceFile(folder.relativize(path).toString(), Files.readString(path)));
            }
        } catch (IOException unreadable) {
            throw new Trouble("cannot read the configuration in " + folder, 2);
        }
        if (files.isEmpty()) {
            throw new Trouble("there is no .yaml file in " + folder, 2);
        }
        files.addAll(List.of(more));
        var reading = new ReadConfiguration().read(files);
        if (!reading.faults().isEmpty()) {
            var faults = reading.faults().stream().map(Fault::toString).collect(Collectors.joining("\n  "));
            throw new Trouble("the configuration is not valid, nothing was applied:\n  " + faults, 2);
        }
        return new ConfigurationFolder(List.copyOf(files), reading.documents());
    }
}

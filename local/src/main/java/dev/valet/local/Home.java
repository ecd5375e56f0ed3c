package dev.valet.local;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where template.yaml and the sample configuration are: the folder that {@code valet} lies in. */
record Home(Path folder) {
    /** The folder the launcher names, or the nearest one upwards with a template. */
    static Home find() {
        var named = System.getProperty("valet.home");
        var start = Path.of(named == null ? "" : named).toAbsolutePath();
        for (var folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("template.yaml"))) {
                return new Home(folder);
            }
        }
        throw new Trouble("there is no template.yaml in " + start + " or above it");
    }

    Path template() {
        return folder.resolve("template.yaml");
    }

    Path target() {
        return folder.resolve("target.yaml");
    }

    Path sample() {
        return folder.resolve("examples").resolve("config");
    }
}

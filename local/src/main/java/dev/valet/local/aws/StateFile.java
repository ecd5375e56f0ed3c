package dev.valet.local.aws;

import dev.valet.local.aws.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * One file of a DEVELOPMENT store: secrets and keys lie in it in clear, readable by their owner alone. Nothing real
 * belongs here.
 */
final class StateFile {
    private static final String PRIVATE_FILE = "rw-------";
    private static final String PRIVATE_FOLDER = "rwx------";

    private final Optional<Path> folder;
    private final String name;

    /** @param folder nothing is kept when it is empty */
    StateFile(Optional<Path> folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    Optional<Map<String, Object>> load() {
        return folder.map(path -> path.resolve(name)).filter(Files::exists).map(file -> {
            try {
                return Json.read(Files.readString(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Replaces the file as a whole, so that a stop halfway leaves the old one. */
    void save(Map<String, ?> json) {
        folder.ifPresent(path -> {
            try {
                var folderMode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE_FOLDER));
                Files.createDirectories(path, folderMode);
                // createDirectories leaves an existing folder as it is.
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(PRIVATE_FOLDER));
                var fileMode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE_FILE));
                Path fresh = Files.createTempFile(path, name, ".new", fileMode);
                Files.writeString(fresh, Json.write(json));
                Files.move(fresh, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}

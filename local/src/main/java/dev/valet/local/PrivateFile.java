package dev.valet.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that are their owner's alone from the first moment on. */
final class PrivateFile {
    private PrivateFile() {}

    /** Whoever reads it meanwhile sees the old text or the new one, never half of one. */
    static void write(Path file, String text) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("no folder");
        }
        var draft = Files.createTempFile(folder, ".valet", "", owner(folder, "rw-------"));
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static Path folder(Path folder) throws IOException {
        var parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        return Files.isDirectory(folder)
                ? folder
                : Files.createDirectory(folder, owner(parent == null ? folder : parent, "rwx------"));
    }

    private static FileAttribute<?>[] owner(Path near, String permissions) throws IOException {
        boolean posix = Files.getFileStore(near).supportsFileAttributeView("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}

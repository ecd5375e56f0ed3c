package dev.valet.local;

import dev.valet.cli.Valet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The archive and its key, brought home into a folder, and {@code valet audit verify} run on it. */
final class ArchiveCopy implements AutoCloseable {
    private final Path folder;

    /**
     * What the command said of it.
     *
     * @param findings each a line
     * @param verdict the last line
     */
    record Checked(int exit, List<String> findings, String verdict) {}

    private ArchiveCopy(Path folder) {
        this.folder = folder;
    }

    static ArchiveCopy of(Deployment deployment) {
        try {
            var copy = new ArchiveCopy(Files.createTempDirectory("valet-audit"));
            for (var object : deployment.archive().entrySet()) {
                copy.write(object.getKey(), object.getValue().bytes());
            }
            copy.write("key", Base64.getEncoder().encode(deployment.checkpointKey()));
            return copy;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private void write(String name, byte[] bytes) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.write(file, bytes);
    }

    /** Changes one byte in the middle of somebody's record. */
    void changeOneByte(String in) {
        try (var files = Files.walk(folder.resolve("records"))) {
            var batch = files.filter(Files::isRegularFile)
                    .filter(file -> read(file).contains(in))
                    .min(Comparator.naturalOrder())
                    .orElseThrow(() -> new IllegalStateException("no record has " + in));
            var bytes = Files.readAllBytes(batch);
            bytes[read(batch).indexOf(in)] ^= 1;
            Files.write(batch, bytes);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1); // one character for each byte
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The real command, which asks nobody: it has these files and no more. */
    Checked verify() {
        var out = new StringWriter();
        int exit = Valet.commandLine(Map.of())
                .setOut(new PrintWriter(out, true))
                .execute(
                        "audit",
                        "verify",
                        "--records",
                        folder.resolve("records").toString(),
                        "--checkpoints",
                        folder.resolve("checkpoints").toString(),
                        "--key",
                        folder.resolve("key").toString());
        var lines = new ArrayList<>(out.toString().lines().toList());
        var verdict = lines.isEmpty() ? "" : lines.removeLast();
        return new Checked(exit, List.copyOf(lines), verdict);
    }

    @Override
    public void close() {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException undeletable) {
                    throw new UncheckedIOException(undeletable);
                }
            });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

package dev.valet.cli;

import dev.valet.Malformed;
import dev.valet.audit.Batch;
import dev.valet.audit.CheckpointKey;
import dev.valet.audit.Minute;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The archive as it was brought home: folders of minutes with batches in them, and notes. */
final class AuditFiles {
    private static final Pattern BATCH = Pattern.compile("([0-9a-f]{64})\\.jsonl");
    private static final String NOTE = ".note";

    private AuditFiles() {}

    private record Found(Minute minute, String name, Path file) {
        Batch read() {
            return Batch.read(minute, name, bytes(file));
        }
    }

    /** In {@link Batch#ORDER}; each is read when it is its turn. */
    static Iterable<Batch> batches(Path folder) {
        var found = files(folder).stream()
                .flatMap(file -> batch(file).stream())
                .sorted(Comparator.comparing(Found::minute).thenComparing(Found::name))
                .toList();
        if (found.isEmpty()) {
            throw new Failed(
                    Exit.USAGE,
                    folder + " has no batches of the archive, such as 2026-03-02T09-00Z/<64 hex digits>.jsonl");
        }
        return () -> found.stream().map(Found::read).iterator();
    }

    private static Optional<Found> batch(Path file) {
        var named = BATCH.matcher(String.valueOf(file.getFileName()));
        var parent = file.getParent();
        if (!named.matches() || parent == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Found(Minute.parse(String.valueOf(parent.getFileName())), named.group(1), file));
        } catch (Malformed noMinute) {
            return Optional.empty();
        }
    }

    /** By the files' names. */
    static Map<String, String> notes(Path folder) {
        return files(folder).stream()
                .filter(file -> file.toString().endsWith(NOTE))
                .collect(Collectors.toMap(
                        file -> folder.relativize(file).toString(),
                        file -> new String(bytes(file), StandardCharsets.UTF_8),
                        (one, _) -> one,
                        TreeMap::new));
    }

    /** A public key as {@code aws kms get-public-key} prints it, in Base64, with or without the lines of PEM around it. */
    static CheckpointKey key(Path file) {
        var base64 = new String(bytes(file), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("-----"))
                .map(String::strip)
                .collect(Collectors.joining());
        try {
            return CheckpointKey.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException | Malformed noKey) {
            throw new Failed(Exit.USAGE, file + " is no Ed25519 public key in Base64 (SubjectPublicKeyInfo)");
        }
    }

    /** Links are not followed: what is checked is what is there. */
    private static List<Path> files(Path folder) {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            throw new Failed(Exit.USAGE, folder + " is no directory that can be read");
        }
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new Failed(Exit.USAGE, file + " cannot be read");
        }
    }
}

package dev.valet.audit;

import dev.valet.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Lines that were archived together, one file in the folder of a minute.
 *
 * @param name the SHA-256 of its bytes in hex, as its file's name claims
 */
public record Batch(Minute minute, String name, String text) {
    /** The order of the archive, in which the leaves of the tree stand: by minute, then by name. */
    public static final Comparator<Batch> ORDER =
            Comparator.comparing(Batch::minute).thenComparing(Batch::name);

    public static Batch of(Minute minute, List<ArchiveLine> lines) {
        var text = lines.stream().map(line -> line.text() + "\n").collect(Collectors.joining());
        return new Batch(minute, Hash.sha256(text), text);
    }

    /** Bytes that are no UTF-8 become something else here, and no longer have their name. */
    public static Batch read(Minute minute, String name, byte[] bytes) {
        return new Batch(minute, name, new String(bytes, StandardCharsets.UTF_8));
    }

    /** Whether its content is what its name says. */
    boolean isSound() {
        return Hash.sha256(text).equals(name) && text.endsWith("\n");
    }

    List<String> lines() {
        return text.lines().toList();
    }

    List<String> leaves() {
        return lines().stream().map(ArchiveLine::leaf).toList();
    }

    @Override
    public String toString() {
        return minute + "/" + name;
    }
}

package dev.valet.cli;

import dev.valet.config.ReadConfiguration;
import dev.valet.config.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The configuration files under a directory. */
final class Sources {
    private Sources() {}

    /** Every {@code .yaml} and {@code .yml} in it, in order of their names; or the one file it is. */
    static List<SourceFile> under(Path place) {
        if (Files.isRegularFile(place)) {
            return List.of(read(place, String.valueOf(place.getFileName())));
        }
        if (!Files.isDirectory(place)) {
            throw new Failed(Exit.USAGE, place + " is no directory and no file");
        }
        try (Stream<Path> found = Files.walk(place)) {
            var files = found.filter(Sources::isYaml).sorted().toList();
            if (files.isEmpty()) {
                throw new Failed(Exit.USAGE, place + " has no .yaml files");
            }
            return files.stream().map(file -> read(file, name(place, file))).toList();
        } catch (IOException | UncheckedIOException unreadable) {
            throw new Failed(Exit.USAGE, place + " cannot be read");
        }
    }

    /** Links are not followed: what is reviewed in a directory is what is applied. */
    private static boolean isYaml(Path file) {
        var name = file.toString();
        return (name.endsWith(".yaml") || name.endsWith(".yml"))
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static String name(Path place, Path file) {
        return place.relativize(file).toString().replace('\\', '/');
    }

    private static SourceFile read(Path file, String name) {
        try {
            if (Files.size(file) > ReadConfiguration.MOST_BYTES) {
                throw new Failed(Exit.USAGE, name + " has more than " + ReadConfiguration.MOST_BYTES + " bytes");
            }
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file)));
            return new SourceFile(name, text.toString());
        } catch (CharacterCodingException notText) {
            throw new Failed(Exit.USAGE, name + ":1:1: is UTF-8");
        } catch (IOException unreadable) {
            throw new Failed(Exit.USAGE, name + " cannot be read");
        }
    }
}

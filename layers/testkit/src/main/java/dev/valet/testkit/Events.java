package dev.valet.testkit;

import dev.valet.Json;
import dev.valet.json.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What lies in {@code events}: one event per story, and the environment that all of them are meant for. */
public final class Events {
    private static final Path FOLDER = Path.of("../../events");

    private Events() {}

    /** @param name without {@code .json} */
    public static byte[] read(String name) {
        try {
            return Files.readAllBytes(FOLDER.resolve(name + ".json"));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** The members of an event that is a request. */
    public static Map<String, Json> members(String name) {
        return ((Json.Obj) StrictJson.read(read(name))).members();
    }

    /** The names of a function's events, each without that function's name and a hyphen. */
    public static Stream<String> of(String function) {
        try (var files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(function + "-"))
                    .map(name -> name.substring(function.length() + 1, name.length() - ".json".length()))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** @param function as the template names it: what {@code sam local invoke -n events/env.json} gives it, in a region */
    public static Map<String, String> environment(String function) {
        var environment = new TreeMap<>(Map.of("AWS_REGION", "eu-west-1"));
        ((Json.Obj) members("env").getOrDefault(function, Json.Null.NULL))
                .members()
                .forEach((name, value) -> environment.put(name, ((Json.Str) value).text()));
        return environment;
    }
}

package dev.valet.local;

import dev.valet.Json;
import dev.valet.json.StrictJson;
import dev.valet.local.template.Tree;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where a running {@code valet up} leaves word for {@code valet as}: a folder of this user's alone. */
record RunFolder(Path path) {
    /**
     * The folder of this user.
     *
     * @param state the state folder, when one was named: then it is that
     */
    static RunFolder of(Optional<Path> state, Map<String, String> env) {
        try {
            if (state.isPresent()) {
                return new RunFolder(writable(state.get()));
            }
            var runtime = Optional.ofNullable(env.get("XDG_RUNTIME_DIR"))
                    .map(Path::of)
                    .filter(folder -> Files.isDirectory(folder) && Files.isWritable(folder))
                    .map(folder -> folder.resolve("valet"));
            return new RunFolder(writable(runtime.orElse(Path.of(System.getProperty("user.home"), ".valet"))));
        } catch (IOException denied) {
            throw new Trouble("cannot write to " + denied.getMessage());
        }
    }

    private static Path writable(Path folder) throws IOException {
        var made = PrivateFile.folder(folder);
        if (!Files.isWritable(made)) {
            throw new AccessDeniedException(made.toString());
        }
        return made;
    }

    /** Where the running one is asked, and the word that only its own user can know. */
    record Word(URI control, String secret) {
        @Override
        public String toString() {
            return "Word[" + control + "]";
        }
    }

    void leave(Word word) throws IOException {
        var text = Json.object()
                .with("control", word.control().toString())
                .with("secret", word.secret())
                .build()
                .text();
        PrivateFile.write(file(), text);
    }

    Word find() {
        try {
            var json = StrictJson.read(Files.readString(file()));
            return new Word(URI.create(Tree.required(json, "control")), Tree.required(json, "secret"));
        } catch (IOException absent) {
            throw new Trouble("no valet is up here; start one with: valet up");
        }
    }

    /** Only one's own: another one may have started meanwhile. */
    void take(Word word) throws IOException {
        if (Files.exists(file()) && find().equals(word)) {
            Files.delete(file());
        }
    }

    private Path file() {
        return path.resolve("up.json");
    }
}

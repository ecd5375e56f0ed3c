package dev.valet.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import dev.valet.json.StrictJson;
import dev.valet.local.store.DynamoDb;
import dev.valet.local.template.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** INV-15: a secret is in the credential field of the response that issued it, and in nothing else that comes out. */
class CanaryTest {
    private static final System.Logger LOG = System.getLogger(CanaryTest.class.getName());

    @Test
    void aSecretComesOutOnceAndNowhereElse(@TempDir Path folder) throws IOException {
        var config = Files.createDirectory(folder.resolve("config"));
        var state = Files.createDirectory(folder.resolve("state"));
        try (var outlets = new Outlets(folder)) {
            var world = new CanaryWorld(config, state);
            try (world) {
                new CanaryPlay(world).play();
            }
            assertThat(hunt(world, outlets, state)).isEmpty();

            // An empty set says something only if this hunt finds what is there.
            plant(world, world.canaries().getLast().value(), state);
            assertThat(hunt(world, outlets, state))
                    .extracting(Hunt.Find::where)
                    .contains("printed", "log", "exceptions", "file left.txt", "table valet-AuditTable")
                    .anyMatch(where -> where.endsWith("to nobody"));
        }
    }

    private static Set<Hunt.Find> hunt(CanaryWorld world, Outlets outlets, Path state) throws IOException {
        var hunt = new Hunt(world.canaries());
        world.answers().forEach(hunt::look);
        hunt.look("printed", heard(outlets.printed(), "\"outcome\":\"issued\""));
        hunt.look("log", outlets.logged());
        hunt.look("exceptions", heard(outlets.exceptions(), "dev.valet.Malformed"));
        files(state, hunt);
        tables(state, hunt);
        return hunt.finds();
    }

    /** Whoever listens at the wrong place hears nothing, and finds nothing. */
    private static String heard(String text, String expected) {
        assertThat(text).contains(expected);
        return text;
    }

    private static void files(Path state, Hunt hunt) throws IOException {
        try (var files = Files.walk(state)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                hunt.look("file " + state.relativize(file), text);
            }
        }
    }

    private static void tables(Path state, Hunt hunt) throws IOException {
        try (var dynamo = DynamoDb.open(Optional.of(state.resolve("dynamodb")))) {
            var tables = Tree.texts(
                    StrictJson.read(dynamo.ask("ListTables", Json.object().build())), "TableNames");
            assertThat(tables).hasSize(2);
            for (var table : tables) {
                var request = Json.object().with("TableName", table);
                Optional<Json> next;
                do {
                    var page = dynamo.ask("Scan", request.build());
                    hunt.look("table " + table, Canary.latin1(heard(page, "\"Items\"")));
                    next = Tree.at(StrictJson.read(page), "LastEvaluatedKey");
                    next.ifPresent(key -> request.with("ExclusiveStartKey", key));
                } while (next.isPresent());
            }
        }
    }

    /** One canary everywhere, each time in another form. */
    @SuppressWarnings("SystemOut")
    private static void plant(CanaryWorld world, String value, Path state) throws IOException {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        world.hear(new Wire.Answer("GET to nobody", "HTTP/1.1 200 OK\r\nX-Debug: " + value + "\r\n\r\n"));
        System.out.println(Base64.getEncoder().encodeToString(("x" + value).getBytes(StandardCharsets.UTF_8)));
        var cause = new IllegalStateException(new StringBuilder(value).reverse().toString());
        LOG.log(System.Logger.Level.INFO, "failed", new IllegalStateException("outside", cause));
        Files.writeString(state.resolve("left.txt"), HexFormat.of().formatHex(bytes));
        try (var dynamo = DynamoDb.open(Optional.of(state.resolve("dynamodb")))) {
            var item = Json.object();
            for (var name : List.of("pk", "sk", "left")) {
                item.with(name, Json.object().with("S", value).build());
            }
            dynamo.ask(
                    "PutItem",
                    Json.object()
                            .with("TableName", "valet-AuditTable")
                            .with("Item", item.build())
                            .build());
        }
    }
}

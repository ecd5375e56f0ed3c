package dev.valet.bench;

import dev.valet.Json;
import dev.valet.json.StrictJson;
import dev.valet.local.store.DynamoDb;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** DynamoDB Local, in memory and full of rows, with the canned STS beside it. */
record LocalDynamo(DynamoDb dynamo, CannedAws canned) implements Aws, AutoCloseable {
    private static final int AT_ONCE = 25; // BatchWriteItem
    private static final int OF_ONE_WRITER = 1_000;
    private static final long SEED = 7;

    /** Every grant of the world, its agents, and as many audit records. */
    static LocalDynamo full(World world) throws IOException {
        var dynamo = DynamoDb.open(Optional.empty());
        dynamo.ask("CreateTable", table(Environments.STATE));
        dynamo.ask("CreateTable", table(Environments.AUDIT));
        write(dynamo, Environments.STATE, rows(world));
        write(dynamo, Environments.AUDIT, records(world));
        return new LocalDynamo(dynamo, new CannedAws(world));
    }

    @Override
    public Answer answer(String operation, String body) {
        return operation.equals("AssumeRole")
                ? canned.answer(operation, body)
                : Answer.json(dynamo.ask(operation, StrictJson.read(body)));
    }

    private static Stream<Json> rows(World world) {
        return IntStream.range(0, world.agents()).boxed().flatMap(agent -> {
            var partition = "agent#" + World.agent(agent);
            var principal = World.principalKey(agent);
            var grants = IntStream.range(0, world.grantsEach())
                    .mapToObj(grant -> world.row(partition, "grant#" + World.grant(agent, grant)));
            var own = Stream.of(world.row(partition, "agent"), world.row(principal, "principal"));
            return Stream.concat(own, grants).flatMap(Optional::stream);
        });
    }

    /** Of a size with real ones, which are about a kilobyte. */
    private static Stream<Json> records(World world) {
        var random = new Random(SEED);
        return IntStream.range(0, world.agents() * world.grantsEach())
                .mapToObj(i -> Json.object()
                        .with("pk", World.text("w#" + Integer.toHexString(i / OF_ONE_WRITER)))
                        .with("sk", World.text(World.padded(i % OF_ONE_WRITER, 12)))
                        .with("lease", World.text("vl-" + Long.toHexString(random.nextLong())))
                        .with("record", World.text("x".repeat(800)))
                        .build());
    }

    private static void write(DynamoDb dynamo, String table, Stream<? extends Json> rows) {
        var batch = new ArrayList<Json>();
        rows.forEach(row -> {
            batch.add(Json.object()
                    .with("PutRequest", Json.object().with("Item", row).build())
                    .build());
            if (batch.size() == AT_ONCE) {
                flush(dynamo, table, batch);
            }
        });
        if (!batch.isEmpty()) {
            flush(dynamo, table, batch);
        }
    }

    private static void flush(DynamoDb dynamo, String table, List<Json> batch) {
        var requests = Json.object().with(table, new Json.Arr(batch)).build();
        dynamo.ask(
                "BatchWriteItem", Json.object().with("RequestItems", requests).build());
        batch.clear();
    }

    private static Json table(String name) {
        return Json.object()
                .with("TableName", name)
                .with("BillingMode", "PAY_PER_REQUEST")
                .with("AttributeDefinitions", new Json.Arr(List.of(attribute("pk"), attribute("sk"))))
                .with("KeySchema", new Json.Arr(List.of(key("pk", "HASH"), key("sk", "RANGE"))))
                .build();
    }

    private static Json attribute(String name) {
        return Json.object()
                .with("AttributeName", name)
                .with("AttributeType", "S")
                .build();
    }

    private static Json key(String name, String type) {
        return Json.object().with("AttributeName", name).with("KeyType", type).build();
    }

    @Override
    public void close() {
        dynamo.close();
    }
}

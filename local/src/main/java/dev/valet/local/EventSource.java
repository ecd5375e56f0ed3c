package dev.valet.local;

import dev.valet.Json;
import dev.valet.json.StrictJson;
import dev.valet.local.door.Arrived;
import dev.valet.local.door.Functions;
import dev.valet.local.store.DynamoDb;
import dev.valet.local.template.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A table's stream into a function, as Lambda's event source mapping drives it: shard by shard, a batch at a time, in order;
 * what failed comes again, and nothing overtakes it. Nothing is given up here, whatever its age.
 */
final class EventSource {
    private static final System.Logger LOG = System.getLogger(EventSource.class.getName());

    private final DynamoDb dynamo;
    private final Functions functions;
    private final Mapping mapping;
    private final Optional<Path> file;
    /** By shard: the sequence number of the last record that was delivered. */
    private final Map<String, String> delivered;

    /**
     * What the template says of it.
     *
     * @param function its name
     * @param streamArn as the function sees it; DynamoDB Local has one of its own
     * @param reportsFailures whether the function says where in a batch it stopped
     */
    record Mapping(
            String table,
            String streamArn,
            String function,
            int batchSize,
            StreamFilter filter,
            boolean reportsFailures) {}

    /** @param folder that remembers how far it came; nothing is remembered when it is empty */
    EventSource(DynamoDb dynamo, Functions functions, Mapping mapping, Optional<Path> folder) {
        this.dynamo = dynamo;
        this.functions = functions;
        this.mapping = mapping;
        this.file = folder.map(path -> path.resolve("stream-" + mapping.function() + ".json"));
        this.delivered = file.filter(Files::exists).map(EventSource::read).orElseGet(TreeMap::new);
    }

    private static Map<String, String> read(Path file) {
        try {
            var read = new TreeMap<String, String>();
            Tree.members(StrictJson.read(Files.readString(file)))
                    .forEach((shard, number) -> read.put(shard, Tree.text(number)));
            return read;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void delivered(String shard, String number) {
        delivered.put(shard, number);
        file.ifPresent(path -> {
            try {
                PrivateFile.write(path, Json.strings(delivered).text());
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        });
    }

    /** Delivers what is there; what a function does not take stays for the next time. */
    synchronized void deliver() {
        var described = StrictJson.read(dynamo.ask(
                "DescribeTable",
                Json.object().with("TableName", mapping.table()).build()));
        var stream = Tree.required(described, "Table", "LatestStreamArn");
        var shards = StrictJson.read(dynamo.askStreams(
                "DescribeStream", Json.object().with("StreamArn", stream).build()));
        for (var shard : Tree.items(shards, "StreamDescription", "Shards")) {
            deliver(stream, Tree.required(shard, "ShardId"));
        }
    }

    private void deliver(String stream, String shard) {
        for (var batch = next(stream, shard); !batch.isEmpty(); batch = next(stream, shard)) {
            var taken = taken(batch);
            if (!taken.isEmpty()) {
                delivered(shard, number(taken.getLast()));
            }
            if (taken.size() < batch.size()) {
                return;
            }
        }
    }

    private static String number(Json record) {
        return record.textAt("dynamodb", "SequenceNumber");
    }

    private List<Json> next(String stream, String shard) {
        var from = Json.object().with("StreamArn", stream).with("ShardId", shard);
        var last = delivered.get(shard);
        if (last == null) {
            from.with("ShardIteratorType", "TRIM_HORIZON");
        } else {
            from.with("ShardIteratorType", "AFTER_SEQUENCE_NUMBER").with("SequenceNumber", last);
        }
        var iterator =
                Tree.required(StrictJson.read(dynamo.askStreams("GetShardIterator", from.build())), "ShardIterator");
        var asked = Json.object()
                .with("ShardIterator", iterator)
                .with("Limit", mapping.batchSize())
                .build();
        return Tree.items(
                StrictJson.event(dynamo.askStreams("GetRecords", asked).getBytes(StandardCharsets.UTF_8)), "Records");
    }

    /** The part of a batch, from its first record on, that the function is done with. */
    private List<Json> taken(List<Json> batch) {
        var matching = batch.stream().filter(mapping.filter()::lets).toList();
        if (matching.isEmpty()) {
            return batch;
        }
        try {
            var answer = functions.invoke(
                    mapping.function(), UUID.randomUUID().toString(), Arrived.Body.of(event(matching)));
            var failed = mapping.reportsFailures() ? failures(answer) : Set.<String>of();
            return batch.stream()
                    .takeWhile(record -> !failed.contains(number(record)))
                    .toList();
        } catch (Functions.FunctionFailed failed) {
            LOG.log(System.Logger.Level.WARNING, mapping.function() + " failed; the batch comes again", failed);
            return List.of();
        }
    }

    private byte[] event(List<Json> batch) {
        var records = new ArrayList<Json>();
        for (var record : batch) {
            var members = new LinkedHashMap<>(Tree.members(record));
            members.put("eventSourceARN", Json.of(mapping.streamArn()));
            records.add(new Json.Obj(members));
        }
        var event = Json.object().with("Records", new Json.Arr(records)).build();
        return event.text().getBytes(StandardCharsets.UTF_8);
    }

    private static Set<String> failures(Arrived.Body answer) {
        var told = StrictJson.event(answer.bytes());
        return Tree.items(told, "batchItemFailures").stream()
                .map(failure -> failure.textAt("itemIdentifier"))
                .collect(Collectors.toSet());
    }
}

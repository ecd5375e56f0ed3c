package dev.valet.local.aws;

import dev.valet.local.aws.wire.Blob;
import dev.valet.local.aws.wire.Json;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Buckets, whose names all accounts share, and the objects in them in the order of their keys. */
final class Buckets {
    /** @param lockedDays how long Object Lock keeps what is put here, in compliance mode; empty without it */
    record Bucket(
            String name,
            String owner,
            Instant created,
            Optional<Integer> lockedDays,
            NavigableMap<String, Stored> objects) {}

    /**
     * An object.
     *
     * @param metadata without the {@code x-amz-meta-} before its names
     * @param until when its lock ends; empty without one
     */
    record Stored(
            Blob content,
            String contentType,
            Map<String, String> metadata,
            Instant modified,
            Optional<Instant> until) {}

    private final StateFile file;
    private final ConcurrentMap<String, Bucket> byName = new ConcurrentHashMap<>();

    Buckets(StateFile file) {
        this.file = file;
        file.load()
                .ifPresent(json -> json.forEach((name, each) -> byName.put(name, read(name, Json.object(each, name)))));
    }

    Optional<Bucket> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Returns false when somebody has the name already. */
    boolean create(String name, String owner, Instant now, Optional<Integer> lockedDays) {
        var bucket = new Bucket(name, owner, now, lockedDays, new ConcurrentSkipListMap<>());
        boolean created = byName.putIfAbsent(name, bucket) == null;
        changed();
        return created;
    }

    void delete(String name) {
        byName.remove(name);
        changed();
    }

    void put(Bucket bucket, String key, Stored object) {
        bucket.objects().put(key, object);
        changed();
    }

    /** Returns false when something is there; the check and the put are one step. */
    boolean putIfAbsent(Bucket bucket, String key, Stored object) {
        boolean put = bucket.objects().putIfAbsent(key, object) == null;
        changed();
        return put;
    }

    void remove(Bucket bucket, String key) {
        bucket.objects().remove(key);
        changed();
    }

    private synchronized void changed() {
        var json = new LinkedHashMap<String, Object>();
        byName.forEach((name, bucket) -> json.put(name, write(bucket)));
        file.save(json);
    }

    private static Map<String, Object> write(Bucket bucket) {
        var objects = new LinkedHashMap<String, Object>();
        bucket.objects().forEach((key, object) -> objects.put(key, write(object)));
        var json = new LinkedHashMap<String, Object>(
                Map.of("owner", bucket.owner(), "created", bucket.created(), "objects", objects));
        bucket.lockedDays().ifPresent(days -> json.put("lockedDays", days.toString()));
        return json;
    }

    private static Map<String, Object> write(Stored object) {
        var json = new LinkedHashMap<String, Object>(Map.of(
                "content", Base64.getEncoder().encodeToString(object.content().bytes()),
                "contentType", object.contentType(),
                "metadata", object.metadata(),
                "modified", object.modified()));
        object.until().ifPresent(until -> json.put("until", until));
        return json;
    }

    private static Bucket read(String name, Map<String, Object> json) {
        var objects = new ConcurrentSkipListMap<String, Stored>();
        Json.object(AccountJson.member(json, "objects"), "objects").forEach((key, each) -> {
            var object = Json.object(each, key);
            objects.put(
                    key,
                    new Stored(
                            Blob.of(Base64.getDecoder().decode(AccountJson.text(object, "content"))),
                            AccountJson.text(object, "contentType"),
                            AccountJson.texts(object, "metadata"),
                            Instant.parse(AccountJson.text(object, "modified")),
                            Optional.ofNullable(object.get("until"))
                                    .map(String::valueOf)
                                    .map(Instant::parse)));
        });
        var lockedDays =
                Optional.ofNullable(json.get("lockedDays")).map(String::valueOf).map(Integer::valueOf);
        Instant created = Instant.parse(AccountJson.text(json, "created"));
        return new Bucket(name, AccountJson.text(json, "owner"), created, lockedDays, objects);
    }
}

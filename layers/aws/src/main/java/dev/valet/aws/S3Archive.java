package dev.valet.aws;

import dev.valet.Malformed;
import dev.valet.audit.Archive;
import dev.valet.audit.Batch;
import dev.valet.audit.Minute;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The archive in a bucket with Object Lock: {@code records/<minute>/<SHA-256>.jsonl} and {@code checkpoints/<size>.note}.
 * Keys sort as the archive does, so what is new is found by listing from a key on.
 */
public final class S3Archive implements Archive {
    private static final String RECORDS = "records/";
    private static final String CHECKPOINTS = "checkpoints/";
    private static final Pattern BATCH = Pattern.compile("records/([^/]*)/([0-9a-f]{64})\\.jsonl");
    private static final Pattern NOTE = Pattern.compile("checkpoints/([0-9]{12})\\.note");
    private static final long LARGEST = 999_999_999_999L;
    private static final int PAGE = 1_000;
    private static final int AT_ONCE = 32;
    /** Sorts right after the {@code /} at the end of a folder's name. */
    private static final String PAST_THE_FOLDER = "0";

    private final LockedBucket bucket;
    /** A checkpoint of this size is there, or it is 0: where to begin to look for the last one. */
    private final AtomicLong known = new AtomicLong();

    public S3Archive(S3Client s3, String bucket) {
        this.bucket = new LockedBucket(s3, bucket);
    }

    /** Its name is the hash of its bytes, so what is there already is the very same. */
    @Override
    public void add(Batch batch) {
        bucket.add(RECORDS + batch + ".jsonl", "application/jsonl", bytes(batch.text()));
    }

    @Override
    public Optional<Minute> next(Optional<Minute> after) {
        var from = after.map(minute -> RECORDS + minute + PAST_THE_FOLDER).orElse(RECORDS);
        return first(RECORDS, from, S3Archive::minute);
    }

    /** What the first key after this one says; keys of somebody else's objects say nothing. */
    private <T> Optional<T> first(String prefix, String after, Function<String, Optional<T>> reader) {
        for (var keys = bucket.keys(prefix, after, 1);
                !keys.isEmpty();
                keys = bucket.keys(prefix, keys.getFirst(), 1)) {
            var read = reader.apply(keys.getFirst());
            if (read.isPresent()) {
                return read;
            }
        }
        return Optional.empty();
    }

    @Override
    public List<Batch> batches(Minute minute) {
        try (var threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            return keys(RECORDS + minute + "/").stream()
                    .filter(key -> BATCH.matcher(key).matches())
                    .map(key -> CompletableFuture.supplyAsync(() -> read(minute, key), threads))
                    .toList() // all of them are under way before the first is waited for
                    .stream()
                    .map(CompletableFuture::join)
                    .sorted(Batch.ORDER)
                    .toList();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    private List<String> keys(String folder) {
        var all = new ArrayList<String>();
        for (var page = bucket.keys(folder, folder, PAGE);
                !page.isEmpty();
                page = bucket.keys(folder, page.getLast(), PAGE)) {
            all.addAll(page);
        }
        return all;
    }

    private Batch read(Minute minute, String key) {
        var name = key.substring(key.lastIndexOf('/') + 1, key.lastIndexOf('.'));
        return Batch.read(minute, name, bucket.get(key));
    }

    private static Optional<Minute> minute(String key) {
        var named = BATCH.matcher(key);
        try {
            return named.matches() ? Optional.of(Minute.parse(named.group(1))) : Optional.empty();
        } catch (Malformed noMinute) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> lastCheckpoint() {
        known.set(last(known.get()));
        return known.get() == 0 ? Optional.empty() : Optional.of(text(note(known.get())));
    }

    /** S3 lists in ascending order only: where there is a new one at all, what is left is halved by one listing each. */
    private long last(long there) {
        long low = after(there).orElse(there);
        long high = low == there ? there : LARGEST;
        while (low < high) {
            long middle = low + (high - low) / 2;
            var larger = after(middle);
            low = larger.orElse(low);
            high = larger.isPresent() ? high : middle;
        }
        return low;
    }

    private Optional<Long> after(long size) {
        return first(CHECKPOINTS, note(size), key -> {
            var named = NOTE.matcher(key);
            return named.matches() ? Optional.of(Long.parseLong(named.group(1))) : Optional.empty();
        });
    }

    @Override
    public boolean keep(long size, String note) {
        return bucket.add(note(size), "text/plain; charset=utf-8", bytes(note))
                || text(note(size)).equals(note);
    }

    private String text(String key) {
        return new String(bucket.get(key), StandardCharsets.UTF_8);
    }

    private static String note(long size) {
        return CHECKPOINTS + String.format(Locale.ROOT, "%012d", size) + ".note";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

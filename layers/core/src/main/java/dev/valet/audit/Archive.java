package dev.valet.audit;

import java.util.List;
import java.util.Optional;

/** The locked copy of the audit: what was added cannot be replaced or removed. All of it throws {@link dev.valet.Unavailable}. */
public interface Archive {
    /** Adds a batch; the very same batch a second time changes nothing. */
    void add(Batch batch);

    /** The first minute after this one that holds records; the first of all when it is empty. */
    Optional<Minute> next(Optional<Minute> after);

    /** What a minute holds, in {@link Batch#ORDER}. */
    List<Batch> batches(Minute minute);

    /** The note of the largest checkpoint. */
    Optional<String> lastCheckpoint();

    /** Keeps a note under its size. @return false when another note is kept there already */
    boolean keep(long size, String note);
}

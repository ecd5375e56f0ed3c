package dev.valet.audit;

/**
 * Something in an audit that is not as it was written.
 *
 * @param place one record ({@code writer … seq 7}), several of a writer, a line of a batch, or a checkpoint by its size
 * @param what in words of ours
 */
public record Finding(String place, String what) {
    static Finding of(String writer, long seq, String what) {
        return new Finding("writer " + writer + " seq " + seq, what);
    }

    static Finding missing(String writer, long from, long to) {
        return from == to
                ? of(writer, from, "is missing")
                : new Finding("writer " + writer + " seq " + from + " to " + to, "are missing");
    }

    static Finding of(Batch batch, int line, String what) {
        return new Finding("batch " + batch + " line " + line, what);
    }

    static Finding of(Batch batch, String what) {
        return new Finding("batch " + batch, what);
    }

    static Finding of(Checkpoint checkpoint, String what) {
        return new Finding("checkpoint " + checkpoint.size(), what);
    }

    @Override
    public String toString() {
        return place + ": " + what;
    }
}

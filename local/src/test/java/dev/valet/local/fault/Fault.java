package dev.valet.local.fault;

/** What can happen to a request on its way to AWS and back. */
public enum Fault {
    /** Nothing is there to connect to. */
    UNREACHABLE(false),
    /** AWS turns it away: too many at once. */
    THROTTLED(false),
    /** AWS fails, and has done nothing. */
    FAILED(false),
    /** AWS does it, and the answer is lost on its way. */
    REPLY_LOST(true),
    /** AWS does it, and the answer comes too late. */
    TIMED_OUT(true);

    private final boolean done;

    Fault(boolean done) {
        this.done = done;
    }

    /** Whether AWS has done what it was asked for, although nobody hears of it. */
    public boolean isDone() {
        return done;
    }
}

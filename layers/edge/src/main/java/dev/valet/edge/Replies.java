package dev.valet.edge;

import dev.valet.Json;
import dev.valet.Reason;
import dev.valet.lease.Refusal;

/** What handlers answer with. */
public final class Replies {
    private Replies() {}

    /** Something that was asked for, read. */
    public static HttpReply read(Json body) {
        return HttpReply.json(200, body, Noted.READ);
    }

    public static HttpReply refused(Refusal refusal, Call call) {
        return Problems.of(refusal, call.requestId());
    }

    public static HttpReply refused(Reason reason, Call call) {
        return Problems.of(reason, call.requestId());
    }

    public static int status(Reason reason) {
        return Problems.status(reason);
    }
}

package dev.valet.edge;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.ObjectBuilder;
import dev.valet.Reason;
import dev.valet.lease.Refusal;
import java.util.List;
import java.util.function.UnaryOperator;

/** What handlers answer with. */
public final class Replies {
    private Replies() {}

    /** Something that was asked for, read. */
    public static HttpReply read(Json body) {
        return HttpReply.json(200, body, Noted.READ);
    }

    public static HttpReply refused(Refusal refusal, Call call) {
        return Problems.of(refusal, call.route(), call.requestId());
    }

    public static HttpReply refused(Reason reason, Call call) {
        return Problems.of(reason, "", call.route(), call.requestId());
    }

    /** @param more adds to the problem document, or says something in other words */
    public static HttpReply refused(Reason reason, Call call, UnaryOperator<ObjectBuilder> more) {
        return refused(Refusal.of(reason, ""), call, more);
    }

    /** @param more as above */
    public static HttpReply refused(Refusal refusal, Call call, UnaryOperator<ObjectBuilder> more) {
        return Problems.of(refusal, call.requestId(), more);
    }

    /** A caller's own mistakes, as {@code errors} of a problem document has them. */
    public static Json errors(List<Malformed.Problem> problems) {
        return Problems.errors(problems);
    }
}

package dev.valet.edge;

import dev.valet.Reason;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** What a function answers, by route; {@code GET /v1/leases/{id}} is how API Gateway names one. */
public final class Routes {
    private final Map<String, Function<Call, HttpReply>> uses;

    public Routes(Map<String, Function<Call, HttpReply>> uses) {
        this.uses = new TreeMap<>(uses);
    }

    /** The gateway sends known routes only; another one is a mistake in the template, and nothing is there. */
    public HttpReply answer(Call call) {
        var use = uses.get(call.route());
        return use == null ? Replies.refused(Reason.NOT_FOUND, call) : use.apply(call);
    }

    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(uses.keySet()));
    }
}

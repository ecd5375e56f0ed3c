package dev.valet.issue;

import dev.valet.edge.Rehearsal;
import dev.valet.edge.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** This function's own path before a snapshot: every route, often enough for the compiler to take notice. */
final class IssueRehearsal {
    private static final int ROUNDS = 200;
    private static final String ASK = "{\"grant\":\"rehearsal\",\"parameters\":{\"team\":\"any\"}}";

    private final Rehearsal rehearsal;

    IssueRehearsal(Settings settings) {
        this.rehearsal = new Rehearsal(settings);
    }

    void run() {
        var handler = new IssueHandler(
                rehearsal.edge(),
                new LeaseRoutes(
                        rehearsal.issueLease(),
                        rehearsal.leaseBook(),
                        rehearsal.registry(),
                        (_, _) -> false,
                        rehearsal.clock()),
                new OwnRoutes(rehearsal.registry(), (_, _) -> false, rehearsal.explainLease()),
                new DocumentRoute(rehearsal.handOutLease()),
                new ApprovalRoute(rehearsal.approvals(), rehearsal.registry(), rehearsal.clock()),
                null);
        for (int i = 0; i < ROUNDS; i++) {
            expect(201, handler, "POST", "/v1/leases", ASK);
            expect(200, handler, "POST", "/v1/explain", ASK);
            expect(200, handler, "GET", "/v1/grants", "");
            expect(400, handler, "POST", "/v1/leases", "{");
        }
        rehearsal.adapters();
    }

    /** A rehearsal that goes wrong stops the deployment: better than a snapshot of something broken. */
    private void expect(int status, IssueHandler handler, String method, String resource, String body) {
        var out = new ByteArrayOutputStream();
        try {
            handler.handle(rehearsal.event(method, resource, body), out, "rehearsal");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // the streams are in memory
        }
        if (!out.toString(StandardCharsets.UTF_8).startsWith("{\"statusCode\":" + status)) {
            throw new IllegalStateException(method + " " + resource + " did not go as rehearsed");
        }
    }
}

package dev.valet.admin;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.ObjectBuilder;
import dev.valet.Reason;
import dev.valet.approval.Approval;
import dev.valet.config.Fault;
import dev.valet.edge.ApprovalJson;
import dev.valet.edge.Call;
import dev.valet.edge.HttpReply;
import dev.valet.edge.Noted;
import dev.valet.edge.Replies;
import dev.valet.grant.Terms;
import dev.valet.registry.ApplyConfiguration.Applied;
import dev.valet.registry.Authority;
import dev.valet.registry.Change;
import dev.valet.registry.Configuration;
import dev.valet.registry.Difference;
import dev.valet.registry.Document;
import dev.valet.registry.Plan;
import java.time.Instant;
import java.util.List;

/** Plans, faults and documents on the wire. */
final class AdminReplies {
    /** So many faults are told at once; a file that is no configuration at all has one for every line. */
    private static final int MOST_FAULTS = 500;
    /** Lambda answers with 6 MB at most, and every character may have to be escaped. */
    private static final int MOST_CHARACTERS = 2_000_000;

    private AdminReplies() {}

    static HttpReply planned(Plan plan) {
        return HttpReply.json(200, plan(plan, 0), Noted.of("planned"));
    }

    static HttpReply applied(Plan plan, Applied applied, Authority authority, Call call) {
        return applied.stop()
                .map(stop -> stopped(plan, applied, stop, call))
                .orElseGet(() -> HttpReply.json(200, plan(plan, applied.applied()), Noted.of(noted(authority))));
    }

    /** The word that an alarm waits for, where somebody broke the glass. */
    private static String noted(Authority authority) {
        return switch (authority) {
            case Authority.Alone _, Authority.SecondPerson _ -> "applied";
            case Authority.BreakGlass _ -> "applied.break-glass";
        };
    }

    /** 202: nothing was written, and somebody else is to read this. */
    static HttpReply asked(Plan plan, Approval asked, Instant now) {
        return HttpReply.json(
                202,
                Json.object()
                        .with("approval", ApprovalJson.whole(asked, now))
                        .with("plan", plan(plan, 0).at("plan"))
                        .with("applied", 0)
                        .build(),
                Noted.of("pending"));
    }

    static Malformed tooMuch() {
        return new Malformed("/files", "change less of production at once than a second person can be asked to read");
    }

    private static Json plan(Plan plan, int applied) {
        var whole = plan(plan, applied, true);
        return whole.text().length() <= MOST_CHARACTERS ? whole : plan(plan, applied, false);
    }

    private static Json plan(Plan plan, int applied, boolean diffs) {
        var changes = plan.changes().stream()
                .<Json>map(change -> change(change, diffs ? change.diff() : List.of()))
                .toList();
        return Json.object()
                .with("plan", new Json.Arr(changes))
                .with("applied", applied)
                .build();
    }

    private static Json change(Change change, List<Difference> diff) {
        return name(change)
                .with(
                        "diff",
                        new Json.Arr(diff.stream().map(AdminReplies::difference).toList()))
                .build();
    }

    private static ObjectBuilder name(Change change) {
        return Json.object()
                .with("op", change.op().word())
                .with("kind", change.document().kind().word())
                .with("id", change.document().id());
    }

    private static Json difference(Difference difference) {
        var written = Json.object().with("pointer", difference.path());
        difference.before().ifPresent(before -> written.with("before", before));
        difference.after().ifPresent(after -> written.with("after", after));
        return written.build();
    }

    /** Nothing was written, and here is every reason. */
    static HttpReply faulty(List<Fault> faults, Call call) {
        var errors = faults.stream()
                .limit(MOST_FAULTS)
                .<Json>map(AdminReplies::fault)
                .toList();
        return Replies.refused(
                Reason.MALFORMED,
                call,
                problem -> problem.with("title", "The configuration breaks rules")
                        .with(
                                "detail",
                                "Nothing was written. Of " + faults.size() + " faults, " + errors.size()
                                        + " are listed.")
                        .with("errors", new Json.Arr(errors)));
    }

    private static Json fault(Fault fault) {
        return Json.object()
                .with("file", fault.file())
                .with("line", fault.line())
                .with("column", fault.column())
                .with("pointer", fault.place())
                .with("rule", fault.rule())
                .build();
    }

    private static HttpReply stopped(Plan plan, Applied applied, Reason stop, Call call) {
        var change = plan.changes().get(applied.applied());
        return Replies.refused(
                stop,
                call,
                problem -> problem.with("applied", applied.applied())
                        .with("stoppedAt", name(change).build()));
    }

    /** A document as it is stored. What a grant allows beyond the ordinary stands beside it, so that nobody overlooks it (S-7). */
    static Json write(Configuration.Stored stored) {
        var written = Json.object()
                .with("document", stored.document().json())
                .with("version", stored.version())
                .with("live", stored.live());
        return switch (stored.document()) {
            case Document.OfGrant(var grant) ->
                written.with("escapeActions", escapes(grant.terms())).build();
            case Document.OfAgent _, Document.OfAction _, Document.OfIssuer _, Document.OfGuardrail _ ->
                written.build();
        };
    }

    private static List<String> escapes(Terms terms) {
        return switch (terms) {
            case Terms.Aws aws -> aws.escapeActions();
            case Terms.SecretSession _, Terms.SecretValue _, Terms.Perform _ -> List.of();
        };
    }
}

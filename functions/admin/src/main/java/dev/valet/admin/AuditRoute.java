package dev.valet.admin;

import dev.valet.Json;
import dev.valet.audit.AuditPage;
import dev.valet.audit.AuditPage.Found;
import dev.valet.audit.AuditQuestion;
import dev.valet.audit.ReadAudit;
import dev.valet.edge.Call;
import dev.valet.edge.HttpReply;
import dev.valet.edge.Replies;
import dev.valet.json.StrictJson;
import dev.valet.registry.Operator;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Optional;

/** {@code GET /admin/audit}: the records of an agent, a grant or a lease, with their hashes, in the order of time. */
final class AuditRoute {
    /** Lambda answers with 6 MB at most, and every character may have to be escaped. */
    private static final int MOST_CHARACTERS = 2_000_000;

    private final ReadAudit readAudit;
    private final Clock clock;

    AuditRoute(ReadAudit readAudit, Clock clock) {
        this.readAudit = readAudit;
        this.clock = clock;
    }

    HttpReply read(Call call, Operator operator) {
        var question = AuditRequest.read(call.query(), clock.instant());
        var page = readAudit.read(question, operator.role().key(), operator.person());
        return Replies.read(write(question, page));
    }

    /** The bounds are told too: a reader who named none asks for the next page with these, and the end does not move on. */
    private static Json write(AuditQuestion question, AuditPage page) {
        var records = new ArrayList<Json>();
        var next = page.next();
        int characters = 0;
        for (var found : page.records()) {
            characters += found.line().record().length();
            if (characters > MOST_CHARACTERS && !records.isEmpty()) {
                next = Optional.of(page.records().get(records.size() - 1).place());
                break;
            }
            records.add(write(found));
        }
        return Json.object()
                .with("records", new Json.Arr(records))
                .with("from", question.from())
                .with("to", question.to())
                .with("next", next.map(AuditRequest::cursor))
                .build();
    }

    private static Json write(Found found) {
        return Json.object()
                .with("hash", found.line().hash())
                .with("record", StrictJson.read(found.line().record()))
                .build();
    }
}
